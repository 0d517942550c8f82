"""How updates reach us: nothing is acknowledged before it is committed."""

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
