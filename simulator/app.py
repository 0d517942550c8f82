"""Puts it together: the Bot API, the files, the control API and the practice page, as one application."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from simulator import control
from simulator.botapi import BotApi
from simulator.replies import OK, Reply, answer, refusal, spoilt
from simulator.rulebook import NOT_FOUND, UNAUTHORIZED, Refused
from simulator.telegram import Telegram

_PAGE = Path(__file__).parent / "page"


class Downloads:
    """The application behind `/file/bot{token}/{path}`. Source: "getFile"."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def read() -> Reply:
            try:
                return self._read(**scope["path_params"])
            except Refused as refused:
                return refusal(refused)

        fault = self.telegram.faults.take("file", None)
        await answer(scope, receive, send, await (spoilt(fault, read) if fault else read()))

    def _read(self, token: str, path: str) -> Reply:
        if not self.telegram.admits(token):
            raise Refused(UNAUTHORIZED)
        stored = self.telegram.files.find_at(path)
        if stored is None:
            raise Refused(NOT_FOUND)
        return Reply(OK, stored.content, b"application/octet-stream")


async def _page(_request: Request) -> Response:
    return FileResponse(_PAGE / "index.html", headers={"Cache-Control": "no-cache"})


def build(telegram: Telegram) -> Starlette:
    """The application of one Telegram."""
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", BotApi(telegram), methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", Downloads(telegram), methods=["GET"]),
            *control.ROUTES,
            Route("/", _page),
            Mount("/static", StaticFiles(directory=_PAGE, check_dir=False)),
        ],
        exception_handlers=dict.fromkeys(control.REFUSALS, control.refused),
    )
    app.state.telegram = telegram
    return app
