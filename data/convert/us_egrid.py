"""The output emission rates of US electricity, eGRID2023, in two releases."""

from common import directories, read_table, shared, write_factors

ID = "us-egrid"
YEAR = "2023"
GASES = {"co2": "CO2", "ch4": "CH4", "n2o": "N2O"}
RATES = {"total": ("electricity", "电力"), "nonbaseload": ("electricity, non-baseload", "电力，非基荷")}
SUMMED = "equals the sum of the printed rates by gas with AR5 exactly, so it may be computed from them"
LICENCE = {
    "name": "public domain (work of the US federal government)",
    "redistribution": True,
    "attribution": "US Environmental Protection Agency (EPA), Emissions & Generation Resource Integrated Database "
    "(eGRID).",
}


def factor_row(source, name, place, note):
    """One row; `name` ends in the type of rate and the gas."""
    rate, gas = name.split("-")[-2:]
    activity, activity_zh = RATES[rate]
    of_gas = GASES.get(gas)
    return {
        "row": name,
        "activity": f"{activity}, {of_gas}" if of_gas else activity,
        "activity_zh": f"{activity_zh}，{of_gas}" if of_gas else activity_zh,
        "region": source["geography"],
        "year": YEAR,
        "value": source["value"],
        "unit": source["unit"],
        "kind": "direct emission factor",
        "place": place,
        "url": source["url"],
        "confidence": source["confidence"],
        "note": note,
    }


def first_release(raw):
    """All subregions and the national average, by gas and in CO2e."""
    rows = []
    for source in raw:
        name = source["id"].removeprefix("us-egrid-2023r0-")
        code = source["geography"].removeprefix("US-EGRID-")
        in_hub = name.rsplit("-", 1)[1] in GASES
        place = "GHG Emission Factors Hub 2025, Table 6" if in_hub else "total output CO2e rate in a copy"
        rows.append(factor_row(source, name, f"{place}, {code}", "" if in_hub else SUMMED))
    return rows


def second_release(raw):
    """The rows of the second release that were found."""
    return [
        factor_row(
            source,
            source["id"].removeprefix("us-egrid-2023r2-"),
            f"{source['document_title']}, total output rate, {source['geography_name']}",
            "",
        )
        for source in raw
        if source["id"].startswith("us-egrid-2023r2-")
    ]


def about(raw, revision, gas_basis):
    """What `dataset.toml` says of a release."""
    return {
        "id": ID,
        "edition": YEAR,
        "revision": revision,
        "title": "US electricity output emission rates, eGRID2023",
        "title_zh": "美国电力排放率 eGRID2023",
        "publisher": "US Environmental Protection Agency (EPA)",
        "document": shared(raw, "document_title"),
        "url": shared(raw, "url"),
        "reference_year": int(YEAR),
        "serves": [int(YEAR)],
        "published": shared(raw, "publication_date"),
        "gas_basis": gas_basis,
        "gwp_set": "AR5-100",
        "licence": LICENCE,
    }


def main():
    """Writes both releases."""
    source, data = directories()
    target = data / "electricity" / ID
    raw = read_table(source / "us-egrid/us_egrid_2023.csv")
    write_factors(target / f"{YEAR}-1", about(raw, 1, "per gas"), first_release(raw))
    partial = read_table(source / "other-grids/other_grids_partial.csv")
    found = [row for row in partial if row["id"].startswith("us-egrid-2023r2-")]
    facts = about(found, 2, "CO2e") | {"supersedes": f"{YEAR}-1"}
    write_factors(target / f"{YEAR}-2", facts, second_release(found))


if __name__ == "__main__":
    main()
