"""Chinese names of activities, put together from the names of their parts."""

import csv
import re
from pathlib import Path

# Codes that are written alike in both languages: refrigerants, grades, ranges in figures.
CODE = re.compile(r"(?:[A-Z0-9][A-Za-z0-9.+/()*-]*\d[A-Za-z0-9.+/()*-]*|[A-Z]{2,5}|\d[\d.,]*\+?%?)")


def parts_in_chinese():
    """The Chinese name of each English part."""
    with open(Path(__file__).with_name("names_zh.csv"), encoding="utf-8", newline="") as file:
        return {row["part"]: row["name_zh"] for row in csv.DictReader(file, strict=True)}


PARTS = parts_in_chinese()


def in_chinese(*parts):
    """The Chinese name of an activity of these parts, or nothing where a part has none."""
    names = [PARTS.get(part) or (part if CODE.fullmatch(part) else None) for part in parts]
    return "，".join(names) if all(names) else ""
