"""The one page that people open in a browser: no script, nothing from elsewhere, nothing kept."""

import base64
import hashlib
from collections.abc import Mapping

from starlette.responses import HTMLResponse

from conversations.answers.collecting import PageWords

STYLE = """
:root{color-scheme:light dark}
body{font:1.1rem/1.5 system-ui,sans-serif;max-width:26rem;margin:0 auto;padding:2rem 1.2rem}
h1{font-size:1.4rem;margin:0 0 1rem}
input,button{font:inherit;box-sizing:border-box;width:100%;padding:.8rem;border-radius:.5rem;margin:.4rem 0}
input{border:1px solid #888;letter-spacing:.4em;text-align:center}
button{border:0;background:#0b6b3a;color:#fff;font-weight:600}
.problem{background:#fde8e8;color:#7a1010;padding:.7rem 1rem;border-radius:.5rem}
"""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
NOTHING_KEPT: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
}
"""Headers of everything that is about a file: not stored, not framed, and its address told to nobody."""
_WHOLE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body><main><h1>{title}</h1>
{inside}</main></body></html>
"""
_FORM = """<form method="post"><label for="pin">{ask}</label>
<input id="pin" name="pin" type="password" inputmode="numeric" pattern="[0-9]{{6}}" maxlength="6"
autocomplete="off" required autofocus>
<button type="submit">{button}</button></form>
"""


def page(words: PageWords, status: int = 200) -> HTMLResponse:
    """The page with these words, which are HTML already."""
    problem = f'<p class="problem" role="alert">{words.problem}</p>\n' if words.problem else ""
    ask, *rest = words.lines
    form = _FORM.format(ask=ask, button=words.button) if words.button else f"<p>{ask}</p>\n"
    inside = problem + form + "".join(f"<p>{line}</p>\n" for line in rest)
    html = _WHOLE.format(language=words.language, title=words.title, style=STYLE, inside=inside)
    return HTMLResponse(html, status, dict(NOTHING_KEPT))
