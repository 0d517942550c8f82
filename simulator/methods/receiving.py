"""Methods by which a bot hears: polling and the webhook, one or the other."""

import ipaddress
import re
from urllib.parse import urlsplit

from simulator import rulebook as rules
from simulator.calls import Call
from simulator.rulebook import Refused
from simulator.telegram import Telegram
from simulator.wire import Json

_SECRET = re.compile(r"[A-Za-z0-9_-]*")


async def get_updates(telegram: Telegram, call: Call) -> list[Json]:
    """The next updates, confirming all below `offset`; waits up to `timeout` real seconds for the first."""
    if telegram.webhook.url:
        raise Refused(rules.POLL_UNDER_WEBHOOK)
    _want(telegram, call)
    seconds = min(max(call.decimal("timeout") or 0.0, 0.0), rules.POLL_SECONDS.most)
    limit = call.integer("limit", rules.UPDATES_A_POLL.most)
    return await telegram.updates.poll(call.integer("offset"), limit, seconds)


def _want(telegram: Telegram, call: Call) -> None:
    kinds = call.find_json("allowed_updates", rules.BODY_UNREADABLE)
    telegram.updates.want([str(kind) for kind in kinds] if isinstance(kinds, list) else None)


def set_webhook(telegram: Telegram, call: Call) -> bool:
    """An empty address takes the webhook away. Plain HTTP is let through on this machine only."""
    url, secret = call.text("url"), call.text("secret_token")
    if not url:
        return delete_webhook(telegram, call)
    _check_address(url)
    _check_secret(secret)
    _want(telegram, call)
    _drop_pending(telegram, call)
    connections = call.integer("max_connections", rules.WEBHOOK_CONNECTIONS_UNSAID.most)
    telegram.updates.conflict(Refused(rules.POLL_ENDED_BY_WEBHOOK))
    telegram.webhook.start(url, secret, min(max(connections, 1), rules.WEBHOOK_CONNECTIONS.most))
    return True


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if _is_here(parts.hostname or ""):
        return
    if parts.scheme != "https":
        raise Refused(rules.WEBHOOK_NOT_HTTPS)
    if (parts.port or 443) not in rules.WEBHOOK_PORTS:
        raise Refused(rules.WEBHOOK_PORT)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_secret(secret: str) -> None:
    if len(secret) > rules.SECRET_LETTERS.most:
        raise Refused(rules.SECRET_TOO_LONG)
    if not _SECRET.fullmatch(secret):
        raise Refused(rules.SECRET_LETTERS_REFUSED)


def _drop_pending(telegram: Telegram, call: Call) -> None:
    if call.is_true("drop_pending_updates"):
        telegram.updates.waiting.clear()


def delete_webhook(telegram: Telegram, call: Call) -> bool:
    _drop_pending(telegram, call)
    telegram.webhook.stop()
    return True


def get_webhook_info(telegram: Telegram, _call: Call) -> Json:
    return telegram.webhook.as_json()


def log_out(_telegram: Telegram, _call: Call) -> bool:
    """There is no other server to log out from; accepted as from a cloud server."""
    return True


METHODS = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "logOut": log_out,
    "close": log_out,
}
