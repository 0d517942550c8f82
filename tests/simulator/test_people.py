import aiohttp
import pytest
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat, KeyboardButton
from telegram import KeyboardButtonRequestUsers as RequestUsers
from telegram import ReplyKeyboardMarkup as Keyboard
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from simulator.groups import leave, open_group, upgrade
from simulator.telegram import Telegram
from tests.simulator.phone import Phone
from tests.simulator.pictures import JPEG_HEAD, PNG, png


async def test_who_never_wrote_cannot_be_written_to(bot: Bot, url: str, telegram: Telegram) -> None:
    async with Phone(url, 5003) as rina:
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(rina.id, "halo")
        open_group(telegram, "Posko", [rina.id])
        with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
            await bot.send_message(rina.id, "halo")
        await rina.says("/start")
        await bot.send_message(rina.id, "halo")


async def test_who_blocks_the_bot_is_told_of_and_gets_nothing_until_unblocking(bot: Bot, siti: Phone) -> None:
    await siti.acts("block")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(siti.id, "halo")
    with pytest.raises(AssertionError, match="blocked"):
        await siti.says("halo")
    await siti.acts("unblock")
    await bot.send_message(siti.id, "halo")
    changes = [update.my_chat_member for update in await bot.get_updates() if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_an_own_contact_card_names_its_owner_and_a_foreign_one_does_not(bot: Bot, siti: Phone) -> None:
    await siti.shares_contact()
    await siti.shares_contact(own=False, phone_number="+6281", first_name="Budi")
    _, own, foreign = [update.message for update in await bot.get_updates()]
    assert own is not None
    assert own.contact is not None
    assert own.contact.user_id == siti.id
    assert foreign is not None
    assert foreign.contact is not None
    assert foreign.contact.user_id is None


async def test_a_one_time_keyboard_goes_after_its_use(bot: Bot, siti: Phone) -> None:
    share = KeyboardButton("Bagikan nomor", request_contact=True)
    await bot.send_message(siti.id, "Nomor Ibu?", reply_markup=Keyboard([[share]], one_time_keyboard=True))
    keyboard = (await siti.chat())["reply_keyboard"]
    assert keyboard["keyboard"] == [[{"text": "Bagikan nomor", "request_contact": True}]]
    await siti.shares_contact()
    assert (await siti.chat())["reply_keyboard"] is None
    await bot.send_message(siti.id, "Terima kasih", reply_markup=Keyboard([["Ya", "Tidak"]]))
    await siti.acts("press", text="Ya")
    assert (await siti.chat())["reply_keyboard"] is not None


async def test_people_can_be_asked_for_in_private_only(bot: Bot, siti: Phone, telegram: Telegram) -> None:
    button = KeyboardButton("Pilih petugas", request_users=RequestUsers(7, max_quantity=2))
    group = open_group(telegram, "Posko", [siti.id])
    with pytest.raises(BadRequest, match="private chats only"):
        await bot.send_message(group["id"], "Siapa?", reply_markup=Keyboard([[button]]))
    await bot.send_message(siti.id, "Siapa?", reply_markup=Keyboard([[button]]))
    await siti.acts("users_shared", request_id=7, user_ids=[1, 2])
    shared = (await bot.get_updates())[-1].message
    assert shared is not None
    assert shared.users_shared is not None
    assert [person.user_id for person in shared.users_shared.users] == [1, 2]


async def test_an_edit_of_a_person_comes_as_an_update(bot: Bot, siti: Phone) -> None:
    said = await siti.says("3578011203900001")
    await siti.acts("edit", message_id=said["message_id"], text="salah kirim")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert edited.text == "salah kirim"
    with pytest.raises(AssertionError, match="message to edit not found"):
        await siti.acts("edit", message_id=999, text="x")


async def test_a_message_is_deleted_within_48_hours_and_not_later(
    bot: Bot, siti: Phone, telegram: Telegram
) -> None:
    said = await siti.says("3578011203900001")
    late = await siti.says("lain")
    assert await bot.delete_message(siti.id, said["message_id"])
    telegram.clock.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(siti.id, late["message_id"])
    assert [message["message_id"] for message in await siti.messages()] == [1, late["message_id"]]


async def test_in_a_group_a_bot_hears_only_what_is_for_it(bot: Bot, siti: Phone, telegram: Telegram) -> None:
    group = open_group(telegram, "Posko", [siti.id])
    await siti.says("pagi semua", chat=group["id"])
    said = await siti.says("/ringkasan", chat=group["id"])
    await bot.send_message(group["id"], "Ringkasan")
    await siti.says("terima kasih", chat=group["id"], reply_to=said["message_id"] + 1)
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["/start", "/ringkasan", "terima kasih"]
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group["id"], said["message_id"])


async def test_an_upgraded_group_sends_the_bot_to_its_new_id(
    bot: Bot, siti: Phone, telegram: Telegram, url: str
) -> None:
    old = open_group(telegram, "Posko", [siti.id])
    new = upgrade(telegram, old["id"])
    async with aiohttp.ClientSession() as http, http.get(f"{url}/sim/phones/{siti.id}/chats") as response:
        assert [each["chat"]["id"] for each in await response.json()] == [siti.id, new["id"]]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old["id"], "halo")
    await bot.send_message(moved.value.new_chat_id, "halo")
    leave(telegram, new["id"], bot.id)
    with pytest.raises(Forbidden, match="kicked"):
        await bot.send_message(new["id"], "halo")


async def test_menus_depend_on_chat_then_scope_then_language(bot: Bot, siti: Phone) -> None:
    cek, desa, start = (BotCommand(name, name) for name in ("cek", "desa", "start"))
    await bot.set_my_commands([start])
    await bot.set_my_commands([cek], BotCommandScopeAllPrivateChats(), language_code="id")
    assert [each["command"] for each in (await siti.chat())["commands"]] == ["cek"]
    await bot.set_my_commands([desa], BotCommandScopeChat(siti.id))
    assert [each["command"] for each in (await siti.chat())["commands"]] == ["desa"]
    await bot.delete_my_commands(BotCommandScopeChat(siti.id))
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), language_code="id")
    assert [each["command"] for each in (await siti.chat())["commands"]] == ["start"]


@pytest.mark.parametrize(
    ("picture", "why"),
    [
        (b"no picture", "Image_process_failed"),
        (png(5000, 5001), "dimensions"),
        (png(42, 2), "dimensions"),
        (b"", "non-empty"),
    ],
)
async def test_a_picture_that_telegram_cannot_show_is_refused(
    bot: Bot, siti: Phone, picture: bytes, why: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){why}"):
        await bot.send_photo(siti.id, picture)
    sent = await bot.send_photo(siti.id, JPEG_HEAD)
    assert (sent.photo[-1].width, sent.photo[-1].height) == (40, 30)


async def test_a_file_is_sent_again_by_its_id_as_what_it_was(bot: Bot, siti: Phone, url: str) -> None:
    sent = await bot.send_document(siti.id, PNG, filename="kartu.png")
    assert sent.document is not None
    again = await bot.send_document(siti.id, sent.document.file_id)
    assert again.document == sent.document
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type document as photo"):
        await bot.send_photo(siti.id, sent.document.file_id)
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{url}/sim/files/{sent.document.file_id}") as response,
    ):
        assert await response.read() == PNG


async def test_when_floods_are_on_a_burst_is_stopped_for_its_chat(
    bot: Bot, siti: Phone, telegram: Telegram
) -> None:
    telegram.flood.is_on = True
    for _ in range(3):
        await bot.send_message(siti.id, "halo")
    with pytest.raises(RetryAfter):
        await bot.send_message(siti.id, "halo")
    telegram.clock.advance(1.1)
    await bot.send_message(siti.id, "halo lagi")
