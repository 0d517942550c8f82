"""Serves this Telegram over HTTP inside the running event loop; up and down in milliseconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from simulator.app import build
from simulator.telegram import Telegram


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
    config = uvicorn.Config(build(telegram), ws="none", lifespan="off", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: Line(config=config, server_state=state, app_state={}), host, port, backlog=2048
    )
    try:
        yield f"http://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await _hang_up(state)
        await telegram.close()


async def _hang_up(state: ServerState) -> None:
    """Break every connection and end what still runs for it."""
    for line in list(state.connections):
        line.transport.abort()
    tasks = list(state.tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
