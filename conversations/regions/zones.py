"""Which of Indonesia's three times a province keeps (Keppres 41/1987; provinces made later keep their parent's)."""

WESTERN, CENTRAL, EASTERN = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

ZONE_BY_PROVINCE = {
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18", "19", "21"), WESTERN),  # Sumatra
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), WESTERN),  # Java and Madura
    **dict.fromkeys(("61", "62"), WESTERN),  # West and Central Kalimantan
    **dict.fromkeys(("51", "52", "53"), CENTRAL),  # Bali and Nusa Tenggara
    **dict.fromkeys(("63", "64", "65"), CENTRAL),  # South, East and North Kalimantan
    **dict.fromkeys(("71", "72", "73", "74", "75", "76"), CENTRAL),  # Sulawesi
    **dict.fromkeys(("81", "82"), EASTERN),  # Maluku
    **dict.fromkeys(("91", "92", "93", "94", "95", "96"), EASTERN),  # Papua
}
"""IANA zone names by two-digit province code; none of the three has summer time."""
