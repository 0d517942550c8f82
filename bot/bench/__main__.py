"""Takes what is left of the words after `python -m bot.bench` to `sasar bench`."""

import sys

from bot.cli import main

sys.exit(main(["bench", *sys.argv[1:]]))
