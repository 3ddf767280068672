"""The UK government's conversion factors for company reporting, condensed set."""

from common import directories, read_table, write_factors

YEAR = "2025"
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
    ("Hotel stay", "UK (London)"): "hotel stay in London, one room for one night",
}
VEHICLE_PREFIX = {
    "UK electricity for EVs": "electricity for ",
    "UK electricity T&D for EVs": "electricity transmission and distribution for ",
}
GAS_GROUPS = {
    "Total emissions including non-Kyoto products": "",
    "Emissions including only Kyoto products": "Kyoto gases only",
    "Emissions including only non-Kyoto products": "non-Kyoto gases only",
}
# Slips of the pen and footnote marks in the workbook, as printed and as meant.
MISPRINTS = {
    "HFC-43-I0mee": "HFC-43-10mee",
    "HFE-449sl (HFE-7100)": "HFE-449s1 (HFE-7100)",
    "R1234yf*": "R1234yf",
    "R1234ze*": "R1234ze",
}
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
    sheet, level1, level2 = row["sheet"], row["level1"], MISPRINTS.get(row["level2"], row["level2"])
    if (level1, level2) in NAMED:
        return NAMED[level1, level2]
    if sheet in ("Fuels", "Bioenergy"):
        return lower_first(level2)
    if sheet == "Hotel stay":
        return "hotel stay, one room for one night"
    if sheet == "Refrigerant & other":
        name, _, meaning = level2.partition(" = ")
        name = lower_first(f"{name} ({meaning})" if meaning else name)
        return ", ".join(part for part in (name, GAS_GROUPS[row["column_group"]]) if part)
    heading_repeats = level2.lower().startswith(level1.lower().rstrip("s")) or level1 == "Other"
    group = "unknown fuel" if row["column_group"] == "Unknown" else lower_words(row["column_group"])
    headings = [level2, row["level3"]] if heading_repeats else [level1, level2, row["level3"]]
    parts = [lower_first(heading) for heading in headings] + [group]
    name = ", ".join(part for part in parts if part).replace("–", "-")
    return VEHICLE_PREFIX.get(sheet, "") + name


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


def factor_rows(raw):
    """The rows that give a total in kg CO2e, in the order of the workbook."""
    rows = []
    for source in raw:
        # The one unit without a name of its own, a million litres, repeats a factor given per cubic metre.
        if source["metric"] != "kg CO2e" or source["per_unit"] == "million litres":
            continue
        assert (source["year"], source["geography"], source["gwp_basis"]) == (YEAR, "GB", "AR5 GWP100"), source["id"]
        hotel = source["sheet"] == "Hotel stay"
        rows.append({
            "row": source["id"].removeprefix(f"uk-desnz-{YEAR}-"),
            "activity": activity(source),
            "activity_zh": "",
            "region": HOTEL_COUNTRIES[source["level2"]] if hotel else "GB",
            "year": YEAR,
            "value": source["value_5dp"] or source["value"],
            "unit": f"kg CO2e/{UNITS[source['per_unit']]}",
            "kind": kind(source),
            "place": source["cell"],
            "url": source["url"],
            "confidence": "cell of the publisher's workbook",
            "note": note(source),
        })
    return rows


def main():
    """Writes the 2025 edition."""
    source, data = directories()
    raw = read_table(source / f"uk-desnz/uk_desnz_{YEAR}.csv")
    first = raw[0]
    about = {
        "id": "uk-desnz",
        "edition": YEAR,
        "revision": 1,
        "title": f"UK government greenhouse gas conversion factors for company reporting {YEAR}",
        "publisher": first["publisher"],
        "document": f"{first['document_title']}, condensed set, version {first['version']}",
        "url": first["url"],
        "reference_year": int(YEAR),
        "published": first["publication_date"],
        "gas_basis": "CO2e",
        "gwp_set": "AR5-100",
        "licence": {
            "name": "Open Government Licence v3.0",
            "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
            "redistribution": True,
            "attribution": "Contains public sector information licensed under the Open Government Licence v3.0.",
        },
    }
    write_factors(data / "conversion/uk-desnz" / f"{YEAR}-1", about, factor_rows(raw))


if __name__ == "__main__":
    main()
