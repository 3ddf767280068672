"""The global warming potentials of the IPCC's fourth, fifth and sixth assessment reports."""

import re
from collections import Counter
from decimal import Decimal

from common import directories, read_table, write_gwp

AR6_TABLE = "Table 7.SM.7"
AR6_METHANE_TABLE = "Table 7.15"
AR6_DOCUMENT = "AR6 Working Group I, Chapter 7 Supplementary Material, Table 7.SM.7; methane from Chapter 7, Table 7.15"
CORRECTION = "as corrected and listed in GHG Protocol, IPCC Global Warming Potential Values, version 2.0 (August 2024)"
AR6_METRICS = {"GWP-20": "gwp20", "GWP-100": "gwp100", "GWP-500": "gwp500", "GTP-100": "gtp100"}
PRINTED_ZERO = "printed as 0; the smallest other entry of the table is 0.001"
# The two gases whose name tells their origin. Plain CO2 is fossil; plain CH4 is no alias, because it must be decided.
CO2_FOSSIL, CH4_FOSSIL, CH4_BIOGENIC = "CO2, fossil", "CH4, fossil", "CH4, biogenic"
ORIGIN_ALIASES = {
    CO2_FOSSIL: ["CO2", "carbon dioxide, fossil"],
    CH4_FOSSIL: ["methane, fossil"],
    CH4_BIOGENIC: ["methane, biogenic", "CH4, non-fossil", "methane, non-fossil"],
}
# Gases that everybody writes by their formula; the others go by their code, such as HFC-134a, or else by their name.
NAMED_BY_FORMULA = {
    "CO2", "CH4", "N2O", "SF6", "NF3", "CF4", "C2F6", "C3F8", "CCl4", "CHCl3", "CH2Cl2", "CH3Cl", "CH3Br", "CH3CCl3",
    "SF5CF3", "SO2F2", "Z-C10F18", "E-C10F18",
}
CODES_WITHOUT_DIGIT = {"PFPMIE"}
# Spellings of the older tables that follow from no rule, with the name they get here.
OLDER_SPELLINGS = {
    "cC4F8": "PFC-C-318",
    "C4F10": "PFC-31-10",
    "C5F12": "PFC-41-12",
    "C6F14": "PFC-51-14",
    "C7F16": "PFC-61-16",
    "C8F18": "PFC-71-18",
    "C10F18": "PFC-91-18",
    "cC3F6": "c-C3F6",
    "HFE263fb2": "HFE-263fb2",
}
FURTHER_ALIASES = {
    "SF6": ["sulphur hexafluoride"],
    "CF4": ["perfluoromethane"],
    "C2F6": ["perfluoroethane"],
    "C3F8": ["perfluoropropane"],
    "PFC-C-318": ["c-C4F8", "perfluorocyclobutane"],
}
CC0 = "values of the IPCC, to be cited; compilation openclimatedata/globalwarmingpotentials under CC0-1.0"


def ar6_name(row):
    """Our name for a row of the AR6 table; methane is no single row here."""
    if row["formula"] == "CO2":
        return CO2_FOSSIL
    if row["formula"] in NAMED_BY_FORMULA:
        return row["formula"]
    code = row["acronym"].replace(" ", "-")
    is_code = code in CODES_WITHOUT_DIGIT or any(letter.isdigit() for letter in code)
    return code if is_code else row["name"].lower()


def squeezed(text):
    """A code without case and punctuation, as the older tables write it."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def catalogue(table):
    """Every gas by our name, with its unambiguous other names."""
    candidates = dict(ORIGIN_ALIASES)
    for row in table:
        if row["formula"] in ("CO2", "CH4"):
            continue
        name = ar6_name(row)
        assert name not in candidates, name
        acronym, formula = row["acronym"], row["formula"]
        plain = [formula.removeprefix("n-")] if formula.startswith("n-") else []
        others = [row["name"].lower(), row["cas"], acronym, formula, *plain, *FURTHER_ALIASES.get(name, [])]
        candidates[name] = list(dict.fromkeys(other for other in others if other and other != name))
    uses = Counter(other.lower() for others in candidates.values() for other in set(others))
    names = {name.lower() for name in candidates}
    return {
        name: [other for other in others if uses[other.lower()] == 1 and other.lower() not in names]
        for name, others in candidates.items()
    }


def older_name(gas, names):
    """Our name for a gas as the AR4 and AR5 tables write it."""
    if gas == "CO2":
        return CO2_FOSSIL
    if gas in OLDER_SPELLINGS:
        return OLDER_SPELLINGS[gas]
    if gas in NAMED_BY_FORMULA:
        return gas
    return names[squeezed(gas)]


def gwp_row(gas, gases, metric, source):
    """One row; `source` gives value, place, confidence and note."""
    slug = re.sub(r"[^a-z0-9]+", "-", gas.lower().replace("'", "-prime")).strip("-")
    return {
        "row": f"{metric.lower()}-{slug}",
        "gas": gas,
        "aliases": "|".join(gases.get(gas, [])),
        "category": "biogenic" if gas == CH4_BIOGENIC else "fossil",
        "metric": metric,
        "horizon_years": metric.split("-")[1],
        "value": source["value"],
        "unit": "kg CO2e/kg",
        "place": source["place"],
        "confidence": source["confidence"],
        "note": source["note"],
    }


def methane_rows(gases, metric, pair, place, note):
    """The two rows of methane; `pair` holds the raw rows for fossil and biogenic methane."""
    return [
        gwp_row(gas, gases, metric, {**raw, "place": place, "note": note})
        for gas, raw in zip((CH4_FOSSIL, CH4_BIOGENIC), pair, strict=True)
    ]


def older_rows(raw, report, gases, place):
    """AR4 or AR5: one metric, GWP-100; carbon dioxide, methane, then the other gases in the order of the raw file."""
    names = {squeezed(name): name for name in gases}
    methane, rows = {}, []
    for row in raw:
        if (row["report"], row["metric"], row["horizon_years"]) != (report, "GWP", "100"):
            continue
        if row["gas"] == "CH4":
            methane[row["origin"]] = row
        else:
            rows.append(gwp_row(older_name(row["gas"], names), gases, "GWP-100", {**row, "place": place, "note": ""}))
    if "fossil" in methane:
        pair, note = (methane["fossil"], methane[""]), "note b of the table: fossil methane is higher by 2"
    else:
        pair, note = (methane[""], methane[""]), "the report prints one value, for methane of any origin"
    return rows[:1] + methane_rows(gases, "GWP-100", pair, place, note) + rows[1:]


def ar6_methane(raw, gases, metric):
    """The AR6 rows of methane, or none where its values by origin are not known for the metric."""
    by_origin = {
        row["origin"]: row
        for row in raw
        if row["report"] == "AR6" and row["origin"] and f"{row['metric']}-{row['horizon_years']}" == metric
    }
    if not by_origin:
        return []
    return methane_rows(gases, metric, (by_origin["fossil"], by_origin["nonfossil"]), AR6_METHANE_TABLE, "")


def second_opinions(raw):
    """The AR6 values of the other compilation, by squeezed code and metric."""
    return {
        (squeezed(row["gas"]), f"{row['metric']}-{row['horizon_years']}"): row
        for row in raw
        if row["report"] == "AR6" and row["gas"] != "CH4" and not row["id"].endswith("-corrected")
    }


def ar6_note(name, metric, value):
    """What a reader of an AR6 value needs to know beyond it."""
    if name == "SF6":
        return "edition 2024 has 24300" if metric == "GWP-100" else "predates the correction of SF6"
    return PRINTED_ZERO if value == "0" else ""


def ar6_rows(raw, table, gases):
    """AR6: the whole supplementary table, with methane by origin from the chapter."""
    second = second_opinions(raw)
    older_spelling = {name: squeezed(gas) for gas, name in OLDER_SPELLINGS.items()}
    rows = []
    for metric, column in AR6_METRICS.items():
        for entry in table:
            if entry["formula"] == "CH4":
                rows += ar6_methane(raw, gases, metric)
                continue
            name = ar6_name(entry)
            code = "co2" if name == CO2_FOSSIL else older_spelling.get(name, squeezed(name))
            other = second.pop((code, metric), None)
            assert other is None or Decimal(other["value"]) == Decimal(entry[column]), (entry, other)
            rows.append(gwp_row(name, gases, metric, {
                "value": entry[column],
                "place": AR6_TABLE,
                "confidence": other["confidence"] if other else "1 public source, the table of the chapter author",
                "note": ar6_note(name, metric, entry[column]),
            }))
    assert not second, second.keys()
    return rows


def corrected_rows(raw, rows):
    """The AR6 rows with the corrected SF6; the corrected table is known only for GWP-100."""
    found = next(row for row in raw if row["id"] == "gwp-ar6-gwp100-sf6-corrected")
    corrected = {
        "value": found["value"],
        "place": f"{AR6_TABLE} {CORRECTION}",
        "confidence": found["confidence"],
        "note": "edition 2021 has 25200",
    }
    kept = [row for row in rows if row["gas"] != "SF6" or row["metric"] == "GWP-100"]
    return [row | corrected if row["gas"] == "SF6" else row for row in kept]


def about(report, title, document, url):
    """What `dataset.toml` says, without edition and date."""
    full_title = f"{title} Assessment Report"
    compilations = CC0 if report != "AR6" else f"{CC0}; table of the chapter author, chrisroadmap/ar6, under MIT"
    return {
        "id": f"ipcc-gwp-{report.lower()}",
        "revision": 1,
        "title": f"Global warming potentials of the IPCC {full_title} ({report})",
        "publisher": "Intergovernmental Panel on Climate Change (IPCC)",
        "document": document,
        "url": url,
        "gas_basis": "CO2e",
        "licence": {"name": compilations, "redistribution": True, "attribution": f"IPCC, {full_title}: {document}."},
    }


def main():
    """Writes four datasets."""
    source, data = directories()
    raw = read_table(source / "ipcc-gwp/gwp.csv")
    table = read_table(source / "ipcc-gwp/ar6_table_7sm7_full.csv")
    gases = catalogue(table)
    urls = {row["report"]: row["url"] for row in raw if row["url"]}
    for report, title, year, place, remark in (
        ("AR4", "Fourth", "2007", "Table 2.14", ""),
        ("AR5", "Fifth", "2013", "Table 8.A.1", ", without climate-carbon feedbacks"),
    ):
        facts = about(report, title, f"{report} Working Group I, {place}{remark}", urls[report])
        facts |= {"edition": year, "published": year}
        write_gwp(data / f"gwp/{facts['id']}/{year}-1", facts, older_rows(raw, report, gases, place))
    facts = about("AR6", "Sixth", AR6_DOCUMENT, urls["AR6"]) | {"edition": "2021", "published": "2021"}
    rows = ar6_rows(raw, table, gases)
    write_gwp(data / f"gwp/{facts['id']}/2021-1", facts, rows)
    facts = about("AR6", "Sixth", f"{AR6_DOCUMENT}; SF6 {CORRECTION}", urls["AR6"])
    facts |= {"edition": "2024", "published": "2024-08", "supersedes": "2021-1"}
    write_gwp(data / f"gwp/{facts['id']}/2024-1", facts, corrected_rows(raw, rows))


if __name__ == "__main__":
    main()
