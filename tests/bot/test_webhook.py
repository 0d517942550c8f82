import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.intake.gate import Gate, StoreDown
from bot.intake.webhook import LIMIT_BYTES, Webhook
from bot.web import AddressTaken, Front, bind, build_web, make_server
from tests.bot.doubles import MemoryDesk, written

Client = aiohttp.ClientSession
SECRET = "invented_secret"
HEADER = {"X-Telegram-Bot-Api-Secret-Token": SECRET}


class Set:
    """What was set aside."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.is_down = False

    async def __call__(self, body: bytes) -> None:
        if self.is_down:
            raise StoreDown
        self.bodies.append(body)


async def healthy() -> dict[str, str]:
    return {}


@pytest.fixture
def aside() -> Set:
    return Set()


@asynccontextmanager
async def served(app: Front) -> AsyncIterator[aiohttp.ClientSession]:
    """The application on a real socket, as Telegram meets it."""
    socket = bind("127.0.0.1", 0)
    server = make_server(app)
    serving = asyncio.create_task(server.serve(sockets=[socket]))
    async with aiohttp.ClientSession("http://127.0.0.1:{1}".format(*socket.getsockname())) as client:
        yield client
    server.should_exit = True
    await serving


@pytest.fixture
async def client(desk: MemoryDesk, aside: Set) -> AsyncIterator[aiohttp.ClientSession]:
    webhook = Webhook(Gate(desk, lambda _rows: None), secret=SECRET, quarantine=aside)
    async with served(build_web(healthy, webhook=webhook)) as client:
        yield client


async def posted(client: Client, body: object, headers: dict[str, str] | None = None) -> int:
    """The status with which a body is answered; bytes go as they are, anything else as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with client.post(
        "/telegram", data=content, headers=HEADER if headers is None else headers
    ) as answer:
        return answer.status


async def test_an_update_with_the_secret_is_committed_and_answered_200(
    client: Client, desk: MemoryDesk
) -> None:
    assert await posted(client, written(1)) == 200
    assert desk.ids == [1]


@pytest.mark.parametrize("given", ["", "wrong", SECRET[:-1], SECRET + "x", "invented_secre\u00e9"])
async def test_a_wrong_secret_gets_401_and_stores_nothing(
    client: Client, desk: MemoryDesk, aside: Set, given: str
) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": given}
    assert await posted(client, b"{", headers) == 401
    assert await posted(client, written(1), {}) == 401
    assert (desk.ids, aside.bodies) == ([], [])
    assert await posted(client, written(1)) == 200


async def test_an_empty_secret_lets_nobody_in(desk: MemoryDesk, aside: Set) -> None:
    webhook = Webhook(Gate(desk, lambda _rows: None), secret="", quarantine=aside)
    async with served(build_web(healthy, webhook=webhook)) as client:
        assert await posted(client, written(1), {"X-Telegram-Bot-Api-Secret-Token": ""}) == 401


async def test_a_body_longer_than_any_update_gets_413(client: Client, desk: MemoryDesk) -> None:
    huge = json.dumps(written(1, text="x" * LIMIT_BYTES)).encode()
    assert await posted(client, huge) == 413
    assert await posted(client, written(2)) == 200
    assert desk.ids == [2]


async def test_a_store_that_is_down_gets_503_and_the_update_comes_again(
    client: Client, desk: MemoryDesk
) -> None:
    desk.is_down = True
    async with client.post("/telegram", json=written(1), headers=HEADER) as refused:
        assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    desk.is_down = False
    assert await posted(client, written(1)) == 200
    assert desk.ids == [1]


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"null", b'{"a": 1}', b'{"update_id": true}', b"\xff", b"[" * 90_000]
)
async def test_what_is_no_update_is_set_aside_and_answered_200(
    client: Client, desk: MemoryDesk, aside: Set, body: bytes
) -> None:
    assert await posted(client, body) == 200
    assert (desk.ids, aside.bodies) == ([], [body])


async def test_what_cannot_be_set_aside_gets_503(client: Client, aside: Set) -> None:
    aside.is_down = True
    assert await posted(client, b"{") == 503
    aside.is_down = False
    assert await posted(client, b"{") == 200


async def test_other_methods_and_paths_are_refused(client: Client) -> None:
    async with client.get("/telegram") as got, client.post("/telegram/", headers=HEADER) as beside:
        assert (got.status, beside.status) == (405, 404)


async def test_the_answer_waits_for_the_commit(desk: MemoryDesk, aside: Set) -> None:
    desk.opened.clear()
    webhook = Webhook(Gate(desk, lambda _rows: None), secret=SECRET, quarantine=aside)
    answers: list[object] = []
    answering = asyncio.create_task(webhook(_scope(), _receiver(written(1)), _sender(answers)))
    await asyncio.sleep(0.02)
    assert answers == []
    desk.opened.set()
    await answering
    assert len(answers) == 2


def _scope() -> dict[str, object]:
    headers = [(b"x-telegram-bot-api-secret-token", SECRET.encode())]
    return {"type": "http", "method": "POST", "path": "/telegram", "headers": headers}


def _receiver(update: object) -> Callable[[], Awaitable[dict[str, object]]]:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": json.dumps(update).encode(), "more_body": False}

    return receive


def _sender(answers: list[object]) -> Callable[[object], Awaitable[None]]:
    async def send(message: object) -> None:
        answers.append(message)

    return send


async def test_health_says_what_is_wrong_and_metrics_count(desk: MemoryDesk) -> None:
    troubles: dict[str, str] = {}

    async def health() -> dict[str, str]:
        return troubles

    async with served(build_web(health)) as client:
        async with client.get("/health") as well:
            assert (well.status, await well.json()) == (200, {"status": "ok"})
        troubles["database"] = "unreachable"
        async with client.get("/health") as ill, client.get("/metrics") as metrics:
            assert (ill.status, (await ill.json())["database"]) == (503, "unreachable")
            assert "sasar_updates_total" in await metrics.text()
        assert await posted(client, written(1)) == 404
    assert desk.ids == []


def test_an_address_in_use_is_said_plainly() -> None:
    with bind("127.0.0.1", 0) as taken, pytest.raises(AddressTaken, match="set LISTEN"):
        bind("127.0.0.1", taken.getsockname()[1])
    with bind("127.0.0.1", 0):
        pass
