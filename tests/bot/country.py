"""The country as every replica of a test knows it, built once and inherited by each fork."""

import telegram
import uvicorn

import storage.database
from conversations import flows
from conversations.facts import Place
from conversations.regions import Regions, Search

HEAVY = (flows, storage.database, telegram, uvicorn)
_REGIONS = Regions.load()
PLACE = Place(_REGIONS, Search(_REGIONS))
