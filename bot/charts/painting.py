"""Turns an SVG into a PNG with our own fonts alone, so that every machine paints the same picture."""

from pathlib import Path

FONTS = tuple(
    str(Path(__file__).parent / "fonts" / f"LiberationSans-{cut}.ttf") for cut in ("Regular", "Bold")
)
FAMILY = "Liberation Sans"


def paint(svg: str, *, fonts: tuple[str, ...] = FONTS) -> bytes | None:
    """PNG bytes at the size that the SVG gives in pixels; None where nothing can paint."""
    try:
        from resvg_py import svg_to_bytes  # noqa: PLC0415 - an optional part: `pip install sasar[charts]`
    except ImportError:
        return None
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=list(fonts),
            font_family=FAMILY,
        )
    )
