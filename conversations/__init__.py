"""What is asked, said and decided: pure values in, pure values out, no Telegram, no database, no clock."""
