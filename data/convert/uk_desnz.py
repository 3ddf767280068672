"""The UK government's conversion factors for company reporting, and their parts by gas."""

from common import directories, read_table, write_factors
from names import in_chinese

# By edition: our revision, the set of factors, the publisher's version and its date. Version 1.1 corrects version 1.
EDITIONS = {
    "2023": (2, "condensed set, version 1.1", "2023-06-28"),
    "2024": (2, "full set, version 1.1", "2024-10-30"),
    "2025": (1, "condensed set, version 1", "2025-06-10"),
}
# The inventory and the energy statistics behind these editions are of two years before; the SOURCE.md of each says by what
# evidence. It is no rule: the edition of 2026 rests on 2025.
YEARS_BEHIND = 2
PARTS = {f"kg CO2e of {gas} per unit": gas for gas in ("CO2", "CH4", "N2O")}
UNITS = {
    "tonnes": "t", "kg": "kg", "litres": "l", "cubic metres": "m3", "GJ": "GJ", "kWh": "kWh", "kWh (Net CV)": "kWh",
    "kWh (Gross CV)": "kWh", "km": "km", "miles": "mi", "tonne.km": "tkm", "passenger.km": "pkm",
    "Room per night": "item", "per FTE Working Hour": "h",
}
SHEET_KINDS = {
    "Refrigerant & other": "gas release",
    "Passenger vehicles": "direct emission factor",
    "UK electricity": "direct emission factor",
    "UK electricity for EVs": "direct emission factor",
    "Transmission and distribution": "upstream",
    "UK electricity T&D for EVs": "upstream",
    "Water supply": "operation",
    "Water treatment": "operation",
    "Material use": "life-cycle footprint",
    "Waste disposal": "waste disposal",
    "Business travel- air": "operation",
    "Business travel- sea": "operation",
    "Business travel- land": "operation",
    "Freighting goods": "operation",
    "Hotel stay": "operation",
    "Homeworking": "operation",
    "Delivery vehicles": "direct emission factor",
    "Managed assets- vehicles": "direct emission factor",
    "Managed assets- electricity": "direct emission factor",
    "Heat and steam": "direct emission factor",
    "WTT- fuels": "upstream",
    "WTT- bioenergy": "upstream",
    "WTT- UK electricity": "upstream",
    "WTT- heat and steam": "upstream",
    "WTT- delivery vehs & freight": "upstream",
    "WTT- pass vehs & travel- land": "upstream",
    "WTT- business travel- air": "upstream",
    "WTT- business travel- sea": "upstream",
}
# Rows whose published headings do not make a name by themselves, by level 1 and level 2.
NAMED = {
    ("Electricity generated", "Electricity: UK"): "electricity",
    ("T&D- UK electricity", "Electricity: UK"): "electricity transmission and distribution",
    ("Distribution - district heat & steam", "5% loss"): "district heat and steam, distribution, 5% loss",
    ("Water supply", "Water supply"): "water supply",
    ("Water treatment", "Water treatment"): "water treatment",
    ("Office Equipment", ""): "homeworking, office equipment",
    ("Heating", ""): "homeworking, heating",
    ("Homeworking (office equipment + heating)", ""): "homeworking, office equipment and heating",
    ("UK electricity (generation)", "Electricity: UK"): "electricity",
    ("UK electricity (T&D)", "Electricity: UK"): "electricity transmission and distribution",
    ("Heat and steam", "Onsite heat and steam"): "onsite heat and steam",
    ("Heat and steam", "District heat and steam"): "district heat and steam",
    ("heat and steam", "Onsite heat and steam"): "onsite heat and steam",
    ("heat and steam", "District heat and steam"): "district heat and steam",
    ("district heat & steam distribution", "5% loss"): "district heat and steam, distribution, 5% loss",
    ("Hotel stay", "UK (London)"): "hotel stay in London, one room for one night",
}
SHEET_PREFIX = {
    "UK electricity for EVs": "electricity for ",
    "UK electricity T&D for EVs": "electricity transmission and distribution for ",
    "Managed assets- electricity": "managed assets, ",
}
GAS_GROUPS = {
    "Total emissions including non-Kyoto products": "",
    "Emissions including only Kyoto products": "Kyoto gases only",
    "Emissions including only non-Kyoto products": "non-Kyoto gases only",
}
# A remark of version 1.1 that stands above some columns, where other columns have a heading.
REMARK = "An error was identified in rounding"
# Slips of the pen and footnote marks in the workbook, as printed and as meant.
MISPRINTS = {
    "HFC-43-I0mee": "HFC-43-10mee",
    "HFE-449sl (HFE-7100)": "HFE-449s1 (HFE-7100)",
    "R1234yf*": "R1234yf",
    "R1234ze*": "R1234ze",
}
WELL_TO_TANK = "WTT- "
# Of burning, the kind tells the calorific value; of the supply of a fuel, its name has to.
CALORIFIC_VALUES = {"kWh (Net CV)": ", net CV", "kWh (Gross CV)": ", gross CV"}
HOTEL_COUNTRIES = {
    "UK": "GB", "UK (London)": "GB", "Australia": "AU", "Belgium": "BE", "Brazil": "BR", "Canada": "CA", "Chile": "CL",
    "China": "CN", "Colombia": "CO", "Costa Rica": "CR", "Egypt": "EG", "France": "FR", "Germany": "DE",
    "Hong Kong, China": "CN-HK", "India": "IN", "Indonesia": "ID", "Italy": "IT", "Japan": "JP", "Jordan": "JO",
    "Korea": "KR", "Malaysia": "MY", "Maldives": "MV", "Mexico": "MX", "Netherlands": "NL", "Oman": "OM",
    "Philippines": "PH", "Portugal": "PT", "Qatar": "QA", "Russian Federation": "RU", "Saudi Arabia": "SA",
    "Singapore": "SG", "South Africa": "ZA", "Spain": "ES", "Switzerland": "CH", "Thailand": "TH", "Turkey": "TR",
    "United Arab Emirates": "AE", "United States": "US", "Vietnam": "VN",
}
NET_CV_NOTE = "the sheet prints no basis; the ratio to the value by mass or volume is a net CV, not a gross one"
BIOGENIC_NOTE = "without the biogenic CO2, which the publisher puts in the sheet Outside of scopes"


def lower_first(text):
    """The heading with a small first letter, unless its first word is a code, an abbreviation or London."""
    word = text.split(" ")[0]
    plain = len(word) > 1 and word[1:].islower() and not any(letter.isdigit() for letter in word)
    return text[0].lower() + text[1:] if plain and word != "London" else text


def lower_words(text):
    """The column heading with every capitalised word in small letters; abbreviations stay."""
    return " ".join(word.lower() if word[1:].islower() or not word[1:].isalpha() else word for word in text.split(" "))


def activity(row):
    """The readable name of what a row measures, made from its sheet and headings."""
    sheet = row["sheet"]
    prefix = "well to tank, " if sheet.startswith(WELL_TO_TANK) else SHEET_PREFIX.get(sheet, "")
    by_energy = CALORIFIC_VALUES.get(row["per_unit"], "") if sheet == "WTT- fuels" else ""
    return prefix + bare_name(row, sheet, row["level1"].removeprefix(WELL_TO_TANK)) + by_energy


def bare_name(row, sheet, level1):
    """The name made from the headings."""
    level2 = MISPRINTS.get(row["level2"], row["level2"])
    if (level1, level2) in NAMED:
        return NAMED[level1, level2]
    if sheet.removeprefix(WELL_TO_TANK).capitalize() in ("Fuels", "Bioenergy"):
        return lower_first(level2)
    if sheet == "Hotel stay":
        return "hotel stay, one room for one night"
    if sheet == "Refrigerant & other":
        name, _, meaning = level2.partition(" = ")
        name = lower_first(f"{name} ({meaning})" if meaning else name)
        return ", ".join(part for part in (name, GAS_GROUPS[row["column_group"]]) if part)
    heading_repeats = level2.lower().startswith(level1.lower().rstrip("s")) or level1 == "Other"
    heading = "" if row["column_group"].startswith(REMARK) else row["column_group"]
    group = "unknown fuel" if heading == "Unknown" else lower_words(heading)
    headings = [level2, row["level3"]] if heading_repeats else [level1, level2, row["level3"]]
    parts = [lower_first(heading) for heading in headings] + [group]
    return ", ".join(part for part in parts if part).replace("–", "-")


def kind(row):
    """What kind of number the row is."""
    if row["sheet"] not in ("Fuels", "Bioenergy"):
        return SHEET_KINDS[row["sheet"]]
    if row["per_unit"] == "kWh (Gross CV)":
        return "combustion, gross CV"
    if UNITS[row["per_unit"]] in ("kWh", "GJ"):
        return "combustion, net CV"
    return "combustion"


def note(row):
    """What a reader of the value needs to know beyond it."""
    notes = [BIOGENIC_NOTE] if row["sheet"] == "Bioenergy" else []
    if row["sheet"] == "Bioenergy" and UNITS[row["per_unit"]] in ("kWh", "GJ"):
        notes.append(NET_CV_NOTE)
    if row["value_5dp"]:
        notes.append(f"the cell holds {row['value']} and prints five decimals")
    if row["level2"] in MISPRINTS:
        notes.append(f"printed `{row['level2']}`")
    return "; ".join(notes)


def factor_rows(raw, edition):
    """The rows that give a total in kg CO2e, in the order of the workbook."""
    return [factor_row(source, edition, "") for source in raw if source["metric"] == "kg CO2e" and is_sayable(source)]


def part_rows(raw, edition):
    """The rows that give the part of one gas in a total, in kg CO2e."""
    return [
        factor_row(source, edition, PARTS[source["metric"]])
        for source in raw
        if source["metric"] in PARTS and is_sayable(source)
    ]


def is_sayable(source):
    """Whether a row is an emission in a unit of ours: a million litres repeats the row per cubic metre."""
    return source["per_unit"] != "million litres" and source["sheet"] != "Outside of scopes"


def factor_row(source, edition, gas):
    """One row: a total, or the part of a gas in it."""
    assert (source["year"], source["geography"], source["gwp_basis"]) == (edition, "GB", "AR5 GWP100"), source["id"]
    hotel = source["sheet"] == "Hotel stay"
    name = activity(source)
    name_zh = in_chinese(*name.split(", "))
    return {
        "row": source["id"].removeprefix(f"uk-desnz-{edition}-"),
        "activity": f"{name}, of {gas}" if gas else name,
        "activity_zh": f"{name_zh}，其中{gas}" if gas and name_zh else name_zh,
        "region": HOTEL_COUNTRIES[source["level2"]] if hotel else "GB",
        "year": str(int(edition) - YEARS_BEHIND),
        "value": source["value_5dp"] or source["value"],
        "unit": f"kg CO2e/{UNITS[source['per_unit']]}",
        "kind": kind(source),
        "place": source["cell"],
        "url": source["url"],
        "confidence": "cell of the publisher's workbook",
        "note": note(source),
    }


def about(first, edition):
    """What `dataset.toml` says of the totals of an edition."""
    revision, document, published = EDITIONS[edition]
    assert published in first["publication_date"], first["publication_date"]
    return {
        "id": "uk-desnz",
        "edition": edition,
        "revision": revision,
        "title": f"UK government greenhouse gas conversion factors for company reporting {edition}",
        "title_zh": f"{edition}年英国政府企业温室气体报告转换系数",
        "publisher": first["publisher"],
        "document": f"{first['document_title']}, {document}",
        "url": first["url"],
        "reference_year": int(edition) - YEARS_BEHIND,
        "serves": [int(edition)],
        "published": published,
        "gas_basis": "CO2e",
        "gwp_set": "AR5-100",
        "zeros_are_published": True,
        "licence": {
            "name": "Open Government Licence v3.0",
            "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "redistribution": True,
            "attribution": "Contains public sector information licensed under the Open Government Licence v3.0.",
        },
    }


def main():
    """Writes each edition: the totals, and beside them their parts by gas."""
    source, data = directories()
    for edition in EDITIONS:
        raw = read_table(source / f"uk-desnz/uk_desnz_{edition}.csv")
        facts = about(raw[0], edition)
        folder = f"{edition}-{facts['revision']}"
        write_factors(data / "conversion/uk-desnz" / folder, facts, factor_rows(raw, edition))
        facts |= {
            "id": "uk-desnz-by-gas",
            "title": f"{facts['title']}: parts by gas",
            "title_zh": f"{facts['title_zh']}：分气体",
            "gas_basis": "per gas",
        }
        write_factors(data / "conversion/uk-desnz-by-gas" / folder, facts, part_rows(raw, edition))


if __name__ == "__main__":
    main()
