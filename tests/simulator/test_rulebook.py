"""The table of limits and refusals against the stock library, and against the code that ought to use it."""

import re
from pathlib import Path

import pytest
from telegram import constants

from simulator import rulebook
from simulator.rulebook import Limit, Refusal

CODE = "\n".join(
    path.read_text() for path in Path(rulebook.__file__).parent.rglob("*.py") if path.name != "rulebook.py"
)
TABLE = {name: row for name, row in vars(rulebook).items() if isinstance(row, Limit | Refusal)}


@pytest.mark.parametrize(
    ("limit", "constant"),
    [
        (rulebook.TEXT_UNITS, constants.MessageLimit.MAX_TEXT_LENGTH),
        (rulebook.CAPTION_UNITS, constants.MessageLimit.CAPTION_LENGTH),
        (rulebook.TAP_BYTES, constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA),
        (rulebook.COPY_TEXT_UNITS, constants.InlineKeyboardButtonLimit.MAX_COPY_TEXT),
        (rulebook.NOTICE_UNITS, constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH),
        (rulebook.BUTTONS_A_KEYBOARD, constants.InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER),
        (rulebook.BUTTONS_A_ROW, constants.InlineKeyboardMarkupLimit.BUTTONS_PER_ROW),
        (rulebook.PLACEHOLDER_UNITS, constants.ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER),
        (rulebook.REQUESTED_PEOPLE, constants.KeyboardButtonRequestUsersLimit.MAX_QUANTITY),
        (rulebook.COMMANDS, constants.BotCommandLimit.MAX_COMMAND_NUMBER),
        (rulebook.COMMAND_LETTERS, constants.BotCommandLimit.MAX_COMMAND),
        (rulebook.COMMAND_DESCRIPTION, constants.BotCommandLimit.MAX_DESCRIPTION),
        (rulebook.DESCRIPTION, constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH),
        (rulebook.SHORT_DESCRIPTION, constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH),
        (rulebook.UPDATES_A_POLL, constants.PollingLimit.MAX_LIMIT),
        (rulebook.DELETIONS_A_CALL, constants.BulkRequestLimit.MAX_LIMIT),
        (rulebook.WEBHOOK_CONNECTIONS, constants.WebhookLimit.MAX_CONNECTIONS_LIMIT),
        (rulebook.SECRET_LETTERS, constants.WebhookLimit.MAX_SECRET_TOKEN_LENGTH),
        (rulebook.UPLOAD_BYTES, constants.FileSizeLimit.FILESIZE_UPLOAD),
        (rulebook.PHOTO_BYTES, constants.FileSizeLimit.PHOTOSIZE_UPLOAD),
        (rulebook.DOWNLOAD_BYTES, constants.FileSizeLimit.FILESIZE_DOWNLOAD),
        (rulebook.MESSAGES_A_SECOND, constants.FloodLimit.MESSAGES_PER_SECOND),
        (rulebook.MESSAGES_A_SECOND_TO_ONE, constants.FloodLimit.MESSAGES_PER_SECOND_PER_CHAT),
        (rulebook.MESSAGES_A_MINUTE_TO_A_GROUP, constants.FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP),
    ],
)
def test_a_limit_is_the_one_that_the_stock_library_knows(limit: Limit, constant: int) -> None:
    assert limit.most == constant


@pytest.mark.parametrize("name", TABLE)
def test_every_row_names_its_section_and_is_used(name: str) -> None:
    assert TABLE[name].section
    assert re.search(rf"\b{name}\b", CODE), f"nothing raises or checks {name}"


def test_every_refusal_speaks_as_its_code_does() -> None:
    starts = {
        400: "Bad Request: ",
        401: "Unauthorized",
        403: "Forbidden: ",
        404: "Not Found",
        409: "Conflict: ",
    }
    for name, row in TABLE.items():
        if isinstance(row, Refusal) and row.code in starts:
            assert row.text.startswith(starts[row.code]), name
