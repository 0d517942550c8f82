"""The kinds of answers that a question can ask for."""

from conversations.kinds.address import Address
from conversations.kinds.agreement import Agreement
from conversations.kinds.birth_date import BirthDate
from conversations.kinds.birth_place import BirthPlace
from conversations.kinds.choice import Choice
from conversations.kinds.free_text import FreeText
from conversations.kinds.full_name import FullName
from conversations.kinds.house_mark import HouseMark
from conversations.kinds.income_bracket import IncomeBracket
from conversations.kinds.month import Month
from conversations.kinds.near_day import NearDay
from conversations.kinds.nik import Nik
from conversations.kinds.number import Number
from conversations.kinds.occupation import Occupation
from conversations.kinds.others_phone import OthersPhone
from conversations.kinds.own_card import OwnCard
from conversations.kinds.own_case import OwnCase
from conversations.kinds.phone import Phone
from conversations.kinds.pin import Pin
from conversations.kinds.reached_village import ReachedVillage
from conversations.kinds.regency import Regency
from conversations.kinds.rt_rw import RtRw
from conversations.kinds.rupiah import Rupiah
from conversations.kinds.served_village import ServedVillage
from conversations.kinds.sheet_file import SheetFile
from conversations.kinds.slip_number import SlipNumber
from conversations.kinds.village import Village
from conversations.kinds.visit_time import VisitTime
from conversations.kinds.yes_no import YesNo

__all__ = [
    "Address",
    "Agreement",
    "BirthDate",
    "BirthPlace",
    "Choice",
    "FreeText",
    "FullName",
    "HouseMark",
    "IncomeBracket",
    "Month",
    "NearDay",
    "Nik",
    "Number",
    "Occupation",
    "OthersPhone",
    "OwnCard",
    "OwnCase",
    "Phone",
    "Pin",
    "ReachedVillage",
    "Regency",
    "RtRw",
    "Rupiah",
    "ServedVillage",
    "SheetFile",
    "SlipNumber",
    "Village",
    "VisitTime",
    "YesNo",
]
