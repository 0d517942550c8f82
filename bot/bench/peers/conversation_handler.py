"""The same registration as python-telegram-bot's own users write it: what the worker bench is measured against.

A ConversationHandler with PicklePersistence and one SQLAlchemy insert at the end, behind a small Starlette
application, as its documentation shows for custom webhooks. It looks nothing up, seals nothing, and answers
Telegram before anything is stored. It is a program of its own, run by its path, and no part of the package.
"""  # noqa: INP001

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any

import uvicorn
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE
Answer = Callable[[Update, Context], Coroutine[Any, Any, int]]

QUESTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("consent", "Data Bapak/Ibu dipakai hanya untuk mendaftar. Setuju?", ("Setuju", "Tidak setuju")),
    ("nik", "Ketik 16 angka NIK di KTP.", ()),
    ("same", "Lahir 17 Agustus 1985, perempuan. Sama dengan KTP?", ("Sama", "Berbeda")),
    ("full_name", "Nama lengkap seperti di KTP?", ()),
    ("birth_place", "Tempat lahir seperti di KTP?", ()),
    ("phone", "Nomor HP yang bisa dihubungi?", ()),
    ("village", "Desa atau kelurahan tempat tinggal?", ()),
    (
        "village_chosen",
        "Desa yang mana?",
        ("Sukamanah, Cisaat", "Sukamanah, Gegerbitung", "Sukamanah, Jonggol"),
    ),
    ("address", "Alamat rumah?", ()),
    ("occupation", "Pekerjaan utama?", ("Petani", "Buruh tani", "Nelayan", "Pedagang", "Lainnya")),
    ("income", "Penghasilan rata-rata sebulan?", ("Di bawah 1,1 juta", "1,1-1,3 juta", "1,3-1,5 juta")),
    ("works_there", "Bekerjanya di desa itu juga?", ("Ya, desa itu", "Desa lain")),
    ("is_well", "Sekarang benar sedang bekerja, dan tidak sedang sakit?", ("Ya, benar", "Tidak")),
    ("send", "Semua sudah benar?", ("Kirim", "Ubah")),
)
LAST = len(QUESTIONS) - 1

engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ.get('FOLDER', '.')}/peer.db")
session = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    pass


class Registration(Base):
    __tablename__ = "registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    nik: Mapped[str]
    full_name: Mapped[str]
    birth_place: Mapped[str]
    phone: Mapped[str]
    village: Mapped[str]
    address: Mapped[str]
    occupation: Mapped[str]
    income: Mapped[str]


KEPT = tuple(name for name in Registration.__table__.columns.keys() if name not in {"id", "chat_id"})  # noqa: SIM118


async def ask(update: Update, context: Context, number: int) -> int:
    _, words, choices = QUESTIONS[number]
    buttons = [[InlineKeyboardButton(choice, callback_data=choice)] for choice in choices]
    await context.bot.send_message(
        update.effective_chat.id,  # type: ignore[union-attr] # every update here has a chat
        words,
        reply_markup=InlineKeyboardMarkup(buttons) if buttons else None,
    )
    return number


async def start(update: Update, context: Context) -> int:
    context.user_data.clear()  # type: ignore[union-attr] # every update here has a sender
    return await ask(update, context, 0)


def typed(number: int) -> Answer:
    async def answer(update: Update, context: Context) -> int:
        message = update.message
        assert message is not None  # noqa: S101 - the filter let only messages through
        said = message.contact.phone_number if message.contact else message.text or ""
        if len(said) < 2 or (QUESTIONS[number][0] == "nik" and not (said.isdigit() and len(said) == 16)):  # noqa: PLR2004
            await message.reply_text("Maaf, belum terbaca.")
            return number
        context.user_data[QUESTIONS[number][0]] = said  # type: ignore[index]
        return await ask(update, context, number + 1)

    return answer


def tapped(number: int) -> Answer:
    async def answer(update: Update, context: Context) -> int:
        query = update.callback_query
        assert query is not None  # noqa: S101 - the handler is for taps
        await query.answer()
        context.user_data[QUESTIONS[number][0]] = query.data  # type: ignore[index]
        return await (send(update, context) if number == LAST else ask(update, context, number + 1))

    return answer


async def send(update: Update, context: Context) -> int:
    chat_id = update.effective_chat.id  # type: ignore[union-attr]
    answers = {name: context.user_data[name] for name in KEPT}  # type: ignore[index]
    async with session() as opened:
        registration = Registration(chat_id=chat_id, **answers)
        opened.add(registration)
        await opened.commit()
    await context.bot.send_message(chat_id, f"Terkirim. Nomor pendaftaran: SSR-{registration.id}")
    context.user_data.clear()  # type: ignore[union-attr]
    return ConversationHandler.END


def conversation() -> ConversationHandler[Context]:
    begin: BaseHandler[Update, Context, object] = CommandHandler("daftar", start)
    words = (filters.TEXT | filters.CONTACT) & ~filters.COMMAND
    return ConversationHandler(
        entry_points=[begin],
        states={
            number: [
                CallbackQueryHandler(tapped(number)) if choices else MessageHandler(words, typed(number))
            ]
            for number, (_, _, choices) in enumerate(QUESTIONS)
        },
        fallbacks=[begin],
        name="registration",
        persistent=True,
        allow_reentry=True,
    )


async def main() -> None:
    folder = os.environ["FOLDER"]
    api = os.environ["BOT_API_URL"]
    application = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .persistence(PicklePersistence(f"{folder}/state.pickle"))
        .updater(None)
        .build()
    )
    application.add_handler(conversation())
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)

    async def telegram(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    async def health(_: Request) -> Response:
        return Response("ok")

    web = Starlette(routes=[Route("/telegram", telegram, methods=["POST"]), Route("/health", health)])
    port = int(os.environ["LISTEN"].rpartition(":")[2])
    async with application:
        await application.start()
        await uvicorn.Server(uvicorn.Config(web, port=port, log_level="warning", access_log=False)).serve()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main())
