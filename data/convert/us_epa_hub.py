"""The EPA's GHG Emission Factors Hub 2025: fuels, steam, transport, waste."""

from common import directories, read_table, write_factors
from names import in_chinese

ID = "us-epa-hub"
YEAR = "2025"
UNITS = {
    "kg CO2/mmBtu": "kg CO2/MMBtu",
    "g CH4/mmBtu": "g CH4/MMBtu",
    "g N2O/mmBtu": "g N2O/MMBtu",
    "t CO2e/short ton": "t CO2e/short ton",
}
DISTANCES = {"vehicle-mile": "mi", "passenger-mile": "(person*mi)", "short ton-mile": "(short ton*mi)"}
TREATMENTS = {
    "recycled": "recycled",
    "landfilled": "landfilled",
    "combusted": "combusted",
    "composted": "composted",
    "ad_dry": "anaerobically digested, dry digestate with curing",
    "ad_wet": "anaerobically digested, wet digestate with curing",
}
TABLE_PURPOSES = {"table-8": "upstream and downstream transport", "table-10": "business travel"}
# Headings that lean on the group above them in the table, which for these is coal.
COALS = {"Anthracite", "Bituminous", "Lignite", "Sub-bituminous"}
BIOGENIC = "the publisher lists a biomass fuel: its CO2 is biogenic"
STEAM = "from a copy of the 2024 edition with cell references, which says that 2025 is equal; natural gas boiler"
RESPELT = {"Desktop CPUs": "desktop CPUs", "Magazines/Third-class mail": "magazines and third-class mail"}
KEPT_CAPITALS = {"North", "American", "No."}


def lower_words(text):
    """The heading in small letters, but for abbreviations, codes and proper names."""
    if text in RESPELT:
        return RESPELT[text]
    words = []
    for word in text.split(" "):
        bare = word.strip("(),.")
        plain = bare[1:].islower() or (len(bare) > 1 and bare.replace("-", "").isalpha() and not bare.isupper())
        words.append(word.lower() if plain and word not in KEPT_CAPITALS else word)
    return " ".join(words)


def fuel_parts(source):
    """The name of a fuel and the gas."""
    heading, gas = source["name_en"].split(", stationary combustion, ")
    name = lower_words(heading)
    if heading in COALS:
        name = name if heading == "Anthracite" else f"{name} coal"
    if heading.startswith("Mixed ("):
        name = name.replace("mixed (", "coal, mixed (").removesuffix(")") + ")"
    return name, gas


def unit(source):
    """The unit in our spelling."""
    if source["unit"] in UNITS:
        return UNITS[source["unit"]]
    gas, per = source["unit"].split("/")
    return f"{gas}/{DISTANCES[per]}"


def stationary_rows(raw):
    """Table 1: burning fuels, per energy by gross (higher) calorific value."""
    rows = []
    for source in raw:
        name, gas = fuel_parts(source)
        note = BIOGENIC if "biogenic" in source["notes"] and gas == "CO2" else ""
        rows.append(factor_row(source, (name, gas), "combustion, gross CV", f"Table 1, {source['name_en']}", note))
    return rows


def other_rows(raw):
    """Tables 7 to 10: steam, transport, waste, business travel."""
    rows = []
    for source in raw:
        heading, *rest = source["name_en"].split(", ")
        name = source["id"].removeprefix(f"us-epa-hub-{YEAR}-")
        table = source["document_title"].split(f"{YEAR}, ")[1]
        place = f"{table}, {source['name_en']}"
        if heading == "Waste":
            parts = ("waste", lower_words(rest[0]), TREATMENTS[rest[1]])
            rows.append(factor_row(source, parts, "waste disposal", place, "the publisher's GWP values are not stated"))
        elif name.startswith("steam-"):
            rows.append(factor_row(source, ("steam and heat", rest[0]), "direct emission factor", place, STEAM))
        else:
            vehicle, gas = source["name_en"].rsplit(", ", 2)[0], rest[-1]
            purpose = TABLE_PURPOSES["-".join(name.split("-")[:2])]
            rows.append(factor_row(source, (purpose, lower_words(vehicle), gas), "operation", place, ""))
    return rows


def factor_row(source, parts, kind, place, note):
    """One row."""
    return {
        "row": source["id"].removeprefix(f"us-epa-hub-{YEAR}-"),
        "activity": ", ".join(parts),
        "activity_zh": in_chinese(*parts),
        "region": "US",
        "year": YEAR,
        "value": source["value"],
        "unit": unit(source),
        "kind": kind,
        "place": place,
        "url": source["url"],
        "confidence": source["confidence"],
        "note": note,
    }


def main():
    """Writes the 2025 edition."""
    source, data = directories()
    fuels = read_table(source / "us-epa-hub/us_epa_hub_2025_stationary.csv")
    others = read_table(source / "us-epa-hub/us_epa_hub_2025_steam_transport_waste.csv")
    about = {
        "id": ID,
        "edition": YEAR,
        "revision": 1,
        "title": f"US emission factors for greenhouse gas inventories {YEAR}",
        "title_zh": f"{YEAR}年美国温室气体清单排放因子",
        "publisher": "US Environmental Protection Agency (EPA), Center for Corporate Climate Leadership",
        "document": f"GHG Emission Factors Hub {YEAR}, Tables 1, 7, 8, 9 and 10",
        "url": fuels[0]["url"],
        "reference_year": int(YEAR),
        "serves": [int(YEAR)],
        "published": fuels[0]["publication_date"],
        "gas_basis": "per gas",
        "zeros_are_published": True,
        "licence": {
            "name": "public domain (work of the US federal government)",
            "redistribution": True,
            "attribution": f"US Environmental Protection Agency (EPA), GHG Emission Factors Hub, {YEAR}.",
        },
    }
    write_factors(data / "conversion" / ID / f"{YEAR}-1", about, stationary_rows(fuels) + other_rows(others))


if __name__ == "__main__":
    main()
