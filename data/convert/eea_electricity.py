"""The European Environment Agency's greenhouse gas intensity of electricity generation, by country."""

from common import directories, read_table, shared, write_factors

ID = "eea-electricity"
YEAR = "2024"
MODIFIED = "2026-07-10"


def factor_rows(raw):
    """One row for each country, in the order of the raw file."""
    rows = []
    for source in raw:
        assert (source["unit"], source["reference_year"]) == ("gCO2e/kWh", YEAR), source["id"]
        assert source["publication_date"].endswith(f"(modified {MODIFIED})"), source["id"]
        country = source["geography"]
        rows.append({
            "row": country.lower(),
            "activity": "electricity",
            "activity_zh": "电力",
            "region": country,
            "year": YEAR,
            "value": source["value"],
            "unit": "g CO2e/kWh",
            "kind": "direct emission factor",
            "place": f"table of the indicator, {country} {YEAR}",
            "url": source["url"],
            "confidence": source["confidence"],
            "note": "",
        })
    return rows


def main():
    """Writes the 2024 edition."""
    source, data = directories()
    raw = read_table(source / "eea-electricity/eea_electricity_2024.csv")
    publisher = shared(raw, "publisher")
    document = shared(raw, "document_title")
    about = {
        "id": ID,
        "edition": YEAR,
        "revision": 1,
        "title": f"Greenhouse gas emission intensity of electricity generation in the European Union {YEAR}",
        "title_zh": f"{YEAR}年欧盟发电温室气体排放强度",
        "publisher": f"{publisher} (EEA)",
        "document": document,
        "url": shared(raw, "url"),
        "reference_year": int(YEAR),
        "serves": [int(YEAR)],
        "published": MODIFIED,
        "gas_basis": "CO2e",
        "licence": {
            "name": "Creative Commons Attribution 4.0 (EEA re-use policy)",
            "url": "https://creativecommons.org/licenses/by/4.0/",
            "redistribution": True,
            "attribution": f"{publisher} (EEA), {document}, {YEAR} data; CC BY 4.0; unit and names spelt anew.",
        },
    }
    write_factors(data / "electricity" / ID / f"{YEAR}-1", about, factor_rows(raw))


if __name__ == "__main__":
    main()
