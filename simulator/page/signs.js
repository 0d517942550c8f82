/** Draws the few emoji that the bot uses as signs itself, for machines without an emoji font. */
const SIGNS = ["✅", "⏳", "⚠️", "❌", "👍", "🙏", "😀", "❤️", "🎓", "📅"];
const PATTERN = new RegExp(`(${SIGNS.map((sign) => sign.replace("\uFE0F", "\uFE0F?")).join("|")})`, "u");

const nameOf = (found) => SIGNS.findIndex((sign) => sign.startsWith(found.replace("\uFE0F", "")));

/** The character stays in the text, for copying and for screen readers; only its picture is ours. */
function drawn(found) {
  const span = document.createElement("span");
  span.className = "sign";
  span.dataset.sign = nameOf(found);
  span.textContent = found;
  return span;
}

/** Replaces the signs in all text below a node, and returns the node. */
export function dress(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts.filter((each) => PATTERN.test(each.data))) {
    const pieces = text.data.split(PATTERN).filter(Boolean);
    text.replaceWith(...pieces.map((piece) => (PATTERN.test(piece) ? drawn(piece) : piece)));
  }
  return node;
}
