"""China's electricity factors of the Ministry of Ecology and Environment: footprints and CO2 factors."""

from common import directories, read_table, write_factors

LICENCE = {
    "name": "official document of a state organ, PRC Copyright Law art. 5",
    "redistribution": True,
}

# What the raw file calls a row, in English and Chinese. Regions take the name of the plain national average.
FOOTPRINT_ACTIVITIES = {
    "national": ("electricity", "电力"),
    "coal": ("electricity, coal", "燃煤发电"),
    "gas": ("electricity, natural gas", "燃气发电"),
    "hydro": ("electricity, hydropower", "水力发电"),
    "nuclear": ("electricity, nuclear", "核能发电"),
    "wind": ("electricity, wind", "风力发电"),
    "solar_pv": ("electricity, photovoltaic", "光伏发电"),
    "solar_csp": ("electricity, concentrating solar", "光热发电"),
    "biomass": ("electricity, biomass", "生物质发电"),
    "td-excl-losses": ("electricity transmission and distribution, excluding losses", "输配电（不含线损）"),
    "td-incl-losses": ("electricity transmission and distribution, including losses", "输配电（含线损）"),
}
CO2_ACTIVITIES = {
    "national-excl-market-nonfossil": (
        "electricity, excluding market-traded non-fossil",
        "电力（不包括市场化交易的非化石能源电量）",
    ),
    "national-fossil": ("electricity, fossil", "化石能源电力"),
}
# Told by the publisher beside the 2024 factors; it makes each year lean on the year before.
RECURSION = "the electricity that this type itself uses counts with the 2023 average, 0.6205"


def footprint_rows(raw, year):
    """The life-cycle footprints of one year, in the order of the raw file."""
    rows = []
    for source in raw:
        if source["reference_year"] != year:
            continue
        assert (source["unit"], source["geography"]) == ("kgCO2e/kWh", "CN"), source["id"]
        name = source["id"].removeprefix(f"cn-mee-elec-cf-{year}-")
        activity, activity_zh = FOOTPRINT_ACTIVITIES[name]
        own_use = year == "2024" and name != "national" and not name.startswith("td-")
        rows.append({
            "row": name,
            "activity": activity,
            "activity_zh": activity_zh,
            "region": "CN",
            "year": year,
            "value": source["value"],
            "unit": "kg CO2e/kWh",
            "kind": "life-cycle footprint",
            "place": f"{'附件' if year == '2024' else source['document_number']}，{source['name_zh']}",
            "url": source["url"],
            "confidence": source["confidence"],
            "note": RECURSION if own_use else "",
        })
    return rows


def co2_rows(raw, year):
    """The direct CO2 factors of one year: national, by grid region, by province."""
    rows = []
    for source in raw:
        if source["reference_year"] != year:
            continue
        assert source["unit"] == "kgCO2/kWh", source["id"]
        name = source["id"].removeprefix(f"cn-mee-elec-co2-{year}-")
        activity, activity_zh = CO2_ACTIVITIES.get(name, ("electricity", "电力"))
        restored = "trailing zero restored" in source["notes"]
        rows.append({
            "row": name,
            "activity": activity,
            "activity_zh": activity_zh,
            "region": source["geography"],
            "year": year,
            "value": source["value"],
            "unit": "kg CO2/kWh",
            "kind": "direct emission factor",
            "place": f"{source['document_number']}，{source['name_zh']}",
            "url": source["url"],
            "confidence": source["confidence"],
            "note": "published to four decimals; the last zero is restored" if restored else "",
        })
    return rows


def about(source, ident, year, words):
    """What `dataset.toml` says, from the first raw row of the year."""
    title, title_zh, publisher, gas_basis = words
    document = " ".join(part for part in (source["document_title"], source["document_number"]) if part)
    known = {"url": source["url"]} if source["url"] else {}
    return known | {
        "id": ident,
        "edition": year,
        "revision": 1,
        "title": f"{title} {year}",
        "title_zh": f"{year}年{title_zh}",
        "publisher": publisher,
        "document": document,
        "reference_year": int(year),
        "serves": [int(year)],
        "published": source["publication_date"],
        "gas_basis": gas_basis,
        "licence": LICENCE | {"attribution": f"{publisher}: {document}"},
    }


def convert(raw, convert_rows, target, words):
    """One dataset folder for each year of the raw file."""
    for year in sorted({source["reference_year"] for source in raw}):
        first = next(source for source in raw if source["reference_year"] == year)
        write_factors(target / f"{year}-1", about(first, target.name, year, words), convert_rows(raw, year))


def main():
    """Writes both datasets."""
    source, data = directories()
    electricity = data / "electricity"
    convert(
        read_table(source / "cn-mee-electricity-footprint/cn_mee_electricity_footprint.csv"),
        footprint_rows,
        electricity / "cn-mee-electricity-footprint",
        (
            "China electricity carbon footprint factors",
            "全国电力碳足迹因子",
            "生态环境部、国家统计局、国家能源局 (MEE, NBS, NEA)",
            "CO2e",
        ),
    )
    convert(
        read_table(source / "cn-mee-electricity-co2/cn_mee_electricity_co2.csv"),
        co2_rows,
        electricity / "cn-mee-electricity-co2",
        (
            "China electricity CO2 emission factors",
            "电力二氧化碳排放因子",
            "生态环境部、国家统计局 (MEE, NBS)",
            "CO2",
        ),
    )


if __name__ == "__main__":
    main()
