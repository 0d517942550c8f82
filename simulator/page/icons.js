/** The page's icons as inline drawings, so that no font can be missing. */
const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a 24 by 24 field. */
const STROKES = {
  send: "M4 12 20 4l-4 16-4.5-6.5L4 12Zm7.5 1.5L20 4",
  attach: "M20 11.5 12 19a5 5 0 0 1-7-7l8.5-8.2a3.4 3.4 0 0 1 4.8 4.8L10 16.8a1.7 1.7 0 0 1-2.4-2.4L15 7.2",
  slash: "M14.5 5.5 9.5 18.5",
  keys: "M4 7h16v10H4zM7.5 10.5h.01M10.5 10.5h.01M13.5 10.5h.01M16.5 10.5h.01M9 14h6",
  more: "M12 6h.01M12 12h.01M12 18h.01",
  down: "M6 9.5 12 15.5 18 9.5",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  photo: "M4 6h16v12H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.01",
  document: "M7 3.5h7l4 4v13H7zM14 3.5v4h4M10 12h5M10 15.5h5",
  location:
    "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11Zm0-8.7a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8a7.5 7.5 0 0 1 15 0",
  people:
    "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5a3.3 3.3 0 0 1 0 6.3M17.5 14a6.3 6.3 0 0 1 4 5.5",
  voice:
    "M12 15a3.5 3.5 0 0 0 3.5-3.5v-4a3.5 3.5 0 0 0-7 0v4A3.5 3.5 0 0 0 12 15Zm-6.5-3.5a6.5 6.5 0 0 0 13 0M12 18v3",
  sticker: "M20 13a8 8 0 1 1-9-9l9 9Zm-9-9v5a4 4 0 0 0 4 4h5",
  edit: "M5 19l1-4L16 5l3 3L9 18l-4 1Zm9-12 3 3",
  reply: "M9.5 6 4 11.5 9.5 17M4.5 11.5H14a6 6 0 0 1 6 6v.5",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  link: "M8 16 17 7M9.5 7H17v7.5",
  lock: "M6.5 11h11v9h-11zM9 11V8a3 3 0 0 1 6 0v3",
  tick: "M5 12.5 10 17.5 19.5 7",
  clock: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  block: "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM6 6l12 12",
  play: "M8 5.5v13l11-6.5z",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}
