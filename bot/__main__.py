"""`python -m bot` is the console script `sasar`."""

from bot.cli import main

raise SystemExit(main())
