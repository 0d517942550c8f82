"""Serves this Telegram over HTTP inside the running event loop; up and down in milliseconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from simulator.app import build
from simulator.telegram import Telegram

_NOTICE_SECONDS = 0.1
# Longer than clients keep a connection: one that is closed just as it is taken leaves its caller in doubt.
_IDLE_SECONDS = 75


class Line(HttpToolsProtocol):
    """One connection that the application may cut, as networks do: an ASGI extension named `line`."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {"line": {"cut": self.transport.close}}


@asynccontextmanager
async def serve(telegram: Telegram, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Run `telegram` and give its base address; port 0 takes any free one.

    Uvicorn's own server object polls ten times a second for its end, so its protocol is used without it.
    """
    config = uvicorn.Config(
        build(telegram),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=_IDLE_SECONDS,
    )
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: Line(config=config, server_state=state, app_state={}), host, port, backlog=2048
    )
    try:
        yield f"http://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await telegram.close()
        await _hang_up(state)


async def _hang_up(state: ServerState) -> None:
    """Break every connection; what still runs for one gets a moment to notice, then it is ended."""
    for line in list(state.connections):
        line.transport.abort()
    if not state.tasks:
        return
    _, running = await asyncio.wait(state.tasks, timeout=_NOTICE_SECONDS)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
