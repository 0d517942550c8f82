"""Reads what was posted, and no more of it than makes sense."""

from starlette.requests import Request


class TooLongError(ValueError):
    """More was posted than anybody needs."""


async def body_of(request: Request, most_bytes: int) -> bytes:
    """The whole body; raises `TooLongError`."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise TooLongError(f"more than {most_bytes} bytes")
    return body
