"""python-telegram-bot over our own connections, for the calls that are made now and then."""

import json

import aiohttp
from telegram import Bot
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.telegram_api import SEND_SECONDS, Wire


class TelegramRequest(BaseRequest):
    """python-telegram-bot's transport on a `Wire`; errors carry no address, hence no token."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def read_timeout(self) -> float | None:
        return SEND_SECONDS

    async def initialize(self) -> None:
        self._wire.open()

    async def shutdown(self) -> None:
        """Leave the pool open: it belongs to whoever made it."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        del write_timeout, connect_timeout, pool_timeout  # the wire has its own
        seconds = SEND_SECONDS if isinstance(read_timeout, DefaultValue) else read_timeout
        content: bytes | aiohttp.FormData | None = None
        content_type: str | None = None
        if request_data and request_data.multipart_data:
            content = _form(request_data)
        elif request_data:
            content, content_type = json.dumps(request_data.parameters).encode(), "application/json"
        answer = await self._wire.send(
            URL(url, encoded=True), content, method=method, content_type=content_type, read_seconds=seconds
        )
        return answer.status, answer.body


class SasarBot(Bot):
    """python-telegram-bot's typed methods against `BOT_API_URL`; its `repr` hides the token."""

    def __init__(self, token: str, base_url: str, wire: Wire) -> None:
        super().__init__(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=TelegramRequest(wire),
            get_updates_request=TelegramRequest(wire),
        )

    def __repr__(self) -> str:
        return "SasarBot()"


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for key, value in request_data.json_parameters.items():
        form.add_field(key, value)
    for key, (name, content, kind) in (request_data.multipart_data or {}).items():
        form.add_field(key, content, filename=name, content_type=kind)
    return form
