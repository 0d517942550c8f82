"""Our own address: the webhook, `/health`, `/metrics`, and in practice mode the page with the phones."""

import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.metrics import REGISTRY
from bot.sorry import Sorry

BACKLOG = 2048
DRAIN_SECONDS = 15

Health = Callable[[], Awaitable[Mapping[str, str]]]
"""What keeps the house from working, by part; empty when all is well."""


class AddressTaken(Sorry):
    """`LISTEN` names an address that another program uses, or that is not ours."""


class Front:
    """The ASGI door: `POST /telegram` goes straight through, everything else by way of Starlette."""

    def __init__(self, rest: ASGIApp, webhook: ASGIApp | None) -> None:
        self._rest, self._webhook = rest, webhook

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_update = self._webhook and scope["type"] == "http" and scope["path"] == "/telegram"
        await (self._webhook if is_update and self._webhook else self._rest)(scope, receive, send)


def build_web(
    health: Health,
    *,
    webhook: ASGIApp | None = None,
    page: ASGIApp | None = None,
    doors: Iterable[Route] = (),
) -> Front:
    """Everything on `LISTEN`; `page` is what stands at `/` when somebody practises, `doors` what else is open."""

    async def say_health(_request: Request) -> Response:
        troubles = dict(await health())
        status = 503 if troubles else 200
        return JSONResponse({"status": "trouble" if troubles else "ok", **troubles}, status)

    async def say_metrics(_request: Request) -> Response:
        return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)

    routes: list[Route | Mount] = [Route("/health", say_health), Route("/metrics", say_metrics), *doors]
    if page:
        routes.append(Mount("/", page))
    return Front(Starlette(routes=routes), webhook)


class WebServer(uvicorn.Server):
    """Uvicorn that leaves the signals to whoever runs the whole house."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def make_server(app: ASGIApp) -> WebServer:
    """A server for `app`; `serve(sockets=[...])` runs it until `should_exit`."""
    return WebServer(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )


def bind(host: str, port: int) -> socket.socket:
    """Take the address; raises `AddressTaken` with what to do about it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        raise AddressTaken(
            f"{host}:{port} cannot be used ({error.strerror}). Stop what runs there, or set LISTEN to another."
        ) from None
    taken.listen(BACKLOG)
    taken.setblocking(False)
    return taken
