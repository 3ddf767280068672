"""The EPA's supply chain emission factors by NAICS commodity, version 1.3.0: spend-based."""

import csv
from pathlib import Path

from common import directories, read_table, write_factors

ID = "us-epa-supply-chain"
YEAR = "2022"
DOI = "https://doi.org/10.23719/1531143"
# The published column, and how the activity is called in English and Chinese.
PARTS = {
    "with_margins": ("with margins", "含流通环节"),
    "without_margins": ("without margins", "不含流通环节"),
    "margins": ("margins", "流通环节"),
}
DOCUMENT = "Supply Chain Greenhouse Gas Emission Factors v1.3.0 by NAICS-6, CO2e, USD 2022"


def sectors_in_chinese():
    """The Chinese title of a NAICS code, for those that have one here."""
    with open(Path(__file__).with_name("sectors_zh.csv"), encoding="utf-8", newline="") as file:
        return {row["code"]: row["name_zh"] for row in csv.DictReader(file, strict=True)}


def factor_rows(raw):
    """Three rows for each commodity."""
    chinese = sectors_in_chinese()
    rows = []
    for source in raw:
        assert source["unit"] == "kg CO2e/2022 USD, purchaser price", source["id"]
        code = source["naics2017"]
        for column, (words, words_zh) in PARTS.items():
            title_zh = chinese.get(code, "")
            rows.append({
                "row": f"{code}-{column.replace('_', '-')}",
                "activity": f"{source['title']}, {words}",
                "activity_zh": f"{title_zh}，{words_zh}" if title_zh else "",
                "region": "US",
                "year": YEAR,
                "value": source[column],
                "unit": "kg CO2e/USD2022",
                "kind": "spend-based",
                "place": f"NAICS {code}",
                "url": DOI,
                "confidence": "the publisher's file",
                "note": "",
            })
    return rows


def main():
    """Writes version 1.3.0."""
    source, data = directories()
    raw = read_table(source / "us-epa-supply-chain/us_epa_supply_chain_v1.3.0_co2e_usd2022.csv")
    about = {
        "id": ID,
        "edition": "1.3.0",
        "revision": 1,
        "title": "US supply chain greenhouse gas emission factors by commodity, per US dollar of 2022",
        "title_zh": "美国供应链温室气体排放因子（按商品，每2022年美元）",
        "publisher": "US Environmental Protection Agency (EPA), Office of Research and Development",
        "document": DOCUMENT,
        "url": DOI,
        "reference_year": int(YEAR),
        "serves": [int(YEAR)],
        "published": "2024",
        "gas_basis": "CO2e",
        "gwp_set": "AR5-100",
        "zeros_are_published": True,
        "licence": {
            "name": "public domain (work of the US federal government)",
            "redistribution": True,
            "attribution": f"US Environmental Protection Agency (EPA), {DOCUMENT}, {DOI}.",
        },
    }
    write_factors(data / "spend" / ID / "1.3.0-1", about, factor_rows(raw))


if __name__ == "__main__":
    main()
