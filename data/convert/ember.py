"""Ember's carbon intensity of electricity generation by country, an edition for each year of the data."""

import csv
from pathlib import Path

from common import directories, read_table, write_factors

ID = "ember-electricity"
EXTRACTED = "2025-08-03"
# Printed as 0 for a system of hydropower; the next lowest value of the table is 20.83, so it is no life-cycle value.
SUSPECT = {("CAF", "2022")}


def countries():
    """The codes of the tree of regions by ISO 3166-1 alpha-3."""
    with open(Path(__file__).with_name("countries.csv"), encoding="utf-8", newline="") as file:
        return {row["alpha3"]: row["code"] for row in csv.DictReader(file, strict=True) if row["alpha3"]}


def factor_rows(raw, year):
    """The countries whose newest data are of the year; groups of countries are left out."""
    codes = countries()
    rows = []
    for source in raw:
        country = source["geography"]
        if source["reference_year"] != year or country == "REGION":
            continue
        if (country, year) in SUSPECT:
            assert source["value"] == "0", source
            continue
        assert source["unit"] == "gCO2e/kWh", source["id"]
        rows.append({
            "row": country.lower(),
            "activity": "electricity, generation mix (Ember)",
            "activity_zh": "电力，发电结构平均（Ember）",
            "region": codes[country],
            "year": year,
            "value": source["value"],
            "unit": "g CO2e/kWh",
            "kind": "life-cycle footprint",
            "place": f"carbon intensity, {source['geography_name']} {year}",
            "url": source["url"],
            "confidence": source["confidence"],
            "note": "",
        })
    return rows


def about(first, year):
    """What `dataset.toml` says of a year."""
    assert first["publication_date"].startswith(EXTRACTED), first["id"]
    return {
        "id": ID,
        "edition": year,
        "revision": 1,
        "title": f"Carbon intensity of electricity generation by country, {year} data",
        "title_zh": f"各国发电碳强度（{year}年数据）",
        "publisher": "Ember",
        "document": "Ember, Yearly Electricity Data, as extracted in co2.js, data/output/average-intensities.json",
        "url": first["url"],
        "reference_year": int(year),
        "serves": [int(year)],
        "published": EXTRACTED,
        "gas_basis": "CO2e",
        "licence": {
            "name": "Creative Commons Attribution 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
            "redistribution": True,
            "attribution": "Ember, Yearly Electricity Data (ember-energy.org), CC BY 4.0, as extracted by the Green "
            "Web Foundation in co2.js (Apache-2.0); countries only, codes and unit spelt anew.",
        },
    }


def main():
    """Writes an edition for each year."""
    source, data = directories()
    raw = read_table(source / "ember/ember_country_intensity.csv")
    for year in sorted({row["reference_year"] for row in raw}):
        write_factors(data / "electricity" / ID / f"{year}-1", about(raw[0], year), factor_rows(raw, year))


if __name__ == "__main__":
    main()
