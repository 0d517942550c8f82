"""The Telegram edge and the composition root: intake, dispatch, delivery, commands, settings, console."""
