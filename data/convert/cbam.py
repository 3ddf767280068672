"""The EU's carbon border adjustment mechanism (CBAM): goods, default values, benchmarks, rules, territories."""

import sys
from decimal import Decimal

from cbam_parameters import ACT, READ, method_rows, schedule_rows, slug
from common import PLAIN_DECIMAL, directories, distinct, read_table, table_bytes, write_dataset

WORKBOOK = "official workbook"
EXTRACTION = "an independent extraction of Implementing Regulation (EU) 2026/1740"
OTHER_COUNTRIES = "Other countries and territories"
ELI = "http://data.europa.eu/eli/"
ROUTES = "ABCDEFGHJKL"

GOODS_COLUMNS = (
    "row", "cn", "description", "sector", "category", "gases", "functional_unit", "annex_ii", "de_minimis", "routes",
    "precision", "place", "confidence", "note",
)
DEFAULTS_COLUMNS = (
    "row", "country", "code", "description", "direct", "indirect", "total", "route", "applies", "place", "confidence",
    "note",
)
BENCHMARK_COLUMNS = (
    "row", "cn", "description", "column", "route", "period", "value", "place", "confidence", "note",
)
PARAMETER_COLUMNS = (
    "row", "table", "item", "quantity", "first_year", "last_year", "value", "unit", "place", "confidence", "note",
)
TERRITORY_COLUMNS = ("row", "code", "name", "table", "scope", "place", "confidence", "note")

SECTORS = {
    "cement": "cement",
    "fertilisers": "fertilisers",
    "iron_steel": "iron and steel",
    "aluminium": "aluminium",
    "hydrogen": "hydrogen",
    "electricity": "electricity",
}
SUPPLEMENTARY_UNIT = "CN supplementary unit (kg N for 3102*; check CN for 2834 21 00)"
FUNCTIONAL_UNITS = {"t": "t", "t clinker contained": "t clinker", "kg N contained": "kg N", "kWh": "kWh"}
YES_NO = {"True": "yes", "False": "no"}
# What the transcription writes where the act tells no production routes apart, and its remark on hydrogen.
NO_ROUTES = "All production routes"
ELECTROLYSIS = "(electrolysis: cross-sectoral rules only)"
WHITE_AND_GREY = "white and grey have default values of their own: the ten-digit code decides"
GOODS_NOTES = {
    "25070080": "in scope only if calcined: `ex 2507 00 80`, Regulation (EU) 2025/2083 Article 1(28)",
    "25231000": WHITE_AND_GREY,
    "25239000": WHITE_AND_GREY,
    "27160000": "no benchmark and no free allocation; its default values are not here",
    "28041000": "electrolysis has no route of its own: the cross-sectoral rules apply",
    "28342100": (
        "the functional unit is the supplementary unit of the CN, open for this code: the Commission's answer 4.5 puts "
        "it into one process with 3102 50 00, which is per kg N"
    ),
}
POWDERS_NOTE = "some products of 7205 may be Pig Iron instead"

APPLIES = {"value": "value", "heading": "heading", "use_other_countries": "other countries"}
ROUTE_READ = f"{WORKBOOK}; route second-hand: read in {EXTRACTION}"
ROUTE_BY_ANALOGY = f"{WORKBOOK}; route inferred by analogy"
ROUTE_LIKE_CHINA = f"{WORKBOOK}; route inferred: as {EXTRACTION} has it for China and for other countries"
# Codes whose route Implementing Regulation (EU) 2026/1740 changed in the tables that were read.
CORRECTED_CODES = {"2507008080", "7205", "72251990", "72261980", "73181210", "73181410", "73063018"}
# Remarks of the transcription, with the confidence and the note that they become.
DEFAULT_REMARKS = {
    "route second-hand: read in an independent extraction of IR (EU) 2026/1740": (ROUTE_READ, ""),
    "route inferred by analogy": (ROUTE_BY_ANALOGY, ""),
    "workbook prints an error value and no sub-codes: other countries apply": (
        "inferred: the workbook prints an error value and no sub-codes", "",
    ),
    "2621 printed 0.617, a transcription error by recital 8 of IR (EU) 2026/1740 (second-hand); the row is gone: other "
    "countries apply": (
        "second-hand: recital 8 of Implementing Regulation (EU) 2026/1740",
        "the first version printed 0.617, a transcription error by that recital; the row is gone",
    ),
    "0 is printed in the Official Journal": (READ, "printed as 0 in the Official Journal, and looks impossible"),
}
# Stainless steel of Taiwan: the first version has values beside error values, and the correction none.
TAIWAN_STAINLESS = ("7218", "7219", "7220", "7222", "7223")
# Aluminium of Tunisia: the first version prints codes of 7615, which is no CBAM good, for those of 7616.
TUNISIA_CODES = {"76151010": "76161000", "76151030": "76169100", "76151080": "76169910", "76152000": "76169990"}

PROVISIONAL = "provisional: updated benchmarks are to apply to goods imported from 1 January 2027"
ZEROS_RESTORED = "printed to three decimals; closing zeros restored"

UNION = set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
# Other codes of the customs territory of the Union, with the reason.
OUTERMOST = "outermost region of the Union, by the Commission's answer 1.8"
WITH_UNION = {
    "AX": "part of Finland",
    "GF": "outermost region of the Union",
    "GP": OUTERMOST,
    "MC": "not of the Union, but in its customs territory",
    "MF": "outermost region of the Union",
    "MQ": OUTERMOST,
    "RE": OUTERMOST,
    "YT": OUTERMOST,
}
EXEMPT = {"CH", "IS", "LI", "NO"}
EXEMPT_TERRITORIES = (
    ("", "Büsingen", ""), ("", "Heligoland", ""), ("", "Livigno", ""),
    ("XC", "Ceuta", "customs code, not of ISO 3166"), ("XL", "Melilla", "customs code, not of ISO 3166"),
)
TERRITORY_NOTES = {
    "GB": "Northern Ireland, customs code XI, has no row of its own",
    "LR": "Implementing Regulation (EU) 2026/1740 has a table for it (second-hand), which is missing here",
    "SJ": "a code of its own in ISO 3166; whether the exemption of Norway covers it was not found",
    "XK": "user-assigned code",
}
# Codes of ISO 3166 that countries.csv does not have.
FURTHER_COUNTRIES = {
    "AD": "Andorra", "AI": "Anguilla", "AQ": "Antarctica", "AX": "Åland Islands", "BL": "Saint Barthélemy",
    "BM": "Bermuda", "BQ": "Bonaire, Sint Eustatius and Saba", "BV": "Bouvet Island", "CC": "Cocos (Keeling) Islands",
    "CW": "Curaçao", "CX": "Christmas Island", "EH": "Western Sahara", "FM": "Micronesia, Federated States of",
    "GG": "Guernsey", "GI": "Gibraltar", "GS": "South Georgia and the South Sandwich Islands",
    "HM": "Heard Island and McDonald Islands", "IM": "Isle of Man", "IO": "British Indian Ocean Territory",
    "JE": "Jersey", "LI": "Liechtenstein", "MC": "Monaco", "MF": "Saint Martin (French part)",
    "MH": "Marshall Islands", "MP": "Northern Mariana Islands", "NF": "Norfolk Island", "NU": "Niue", "PN": "Pitcairn",
    "PW": "Palau", "SH": "Saint Helena, Ascension and Tristan da Cunha", "SJ": "Svalbard and Jan Mayen",
    "SM": "San Marino", "SX": "Sint Maarten (Dutch part)", "TF": "French Southern Territories", "TK": "Tokelau",
    "TL": "Timor-Leste", "TV": "Tuvalu", "UM": "United States Minor Outlying Islands", "VA": "Holy See",
    "WF": "Wallis and Futuna", "YT": "Mayotte",
}
# Tables of default values whose name is not that of the country.
TABLE_NAMES = {
    "BN": "Brunei", "CD": "Congo, Democratic Republic of", "KP": "North Korea", "KR": "South Korea", "LA": "Laos",
    "MD": "Moldova", "RU": "Russia", "SY": "Syria", "TZ": "Tanzania", "VN": "Vietnam",
}


def goods_rows(raw, defaults):
    """The goods of Annex I of the Regulation by their eight-digit CN code."""
    precision = {}
    for row in defaults:
        if len(row["code"]) == 10:
            word = "calcined" if row["code"] == "2507008080" else row["description"].lower()
            known = precision.setdefault(row["code"][:8], {}).setdefault(row["code"], word)
            assert known == word, row
    rows = []
    for source in raw:
        cn = source["cn_code"]
        if source["functional_unit_2547_art4"] == SUPPLEMENTARY_UNIT:
            unit = "kg N" if cn.startswith("3102") else "supplementary unit"
        else:
            unit = FUNCTIONAL_UNITS[source["functional_unit_2547_art4"]]
        routes = [route.strip() for route in source["production_routes_2547_annex_i"].split(";")]
        rows.append({
            "row": cn,
            "cn": cn,
            "description": source["description"],
            "sector": SECTORS[source["sector"]],
            "category": source["aggregated_goods_category"],
            "gases": source["ghg"],
            "functional_unit": unit,
            "annex_ii": YES_NO[source["annex_ii_direct_only"]],
            "de_minimis": YES_NO[source["de_minimis_50t_applies"]],
            "routes": ";".join(route for route in routes if route not in (NO_ROUTES, ELECTROLYSIS)),
            "precision": ";".join(f"{code} {word}" for code, word in sorted(precision.pop(cn, {}).items())),
            "place": "Implementing Regulation (EU) 2025/2547 Annex I point 2 Table 1",
            "confidence": f"code and description: {WORKBOOK}; category and gases: {READ}",
            "note": POWDERS_NOTE if cn.startswith("7205") else GOODS_NOTES.get(cn, ""),
        })
    assert not precision, precision
    open_units = [row["cn"] for row in rows if row["functional_unit"] == "supplementary unit"]
    assert open_units == ["28342100"], open_units
    return rows


def route_letters(printed):
    """`(C)/(F)` as `C/F`."""
    letters = printed.replace("(", "").replace(")", "")
    assert printed == "/".join(f"({letter})" for letter in letters.split("/") if letter), printed
    assert set(letters) <= set(ROUTES) | {"/"}, printed
    return letters


def default_confidence(source):
    """How a default value was seen, and what one must know."""
    if source["note"]:
        return DEFAULT_REMARKS[source["note"]]
    if "printed_code" in source:
        return f"{WORKBOOK}; code second-hand: read in {EXTRACTION}", f"the first version has {source['printed_code']}"
    if source["code"] in CORRECTED_CODES and source["status"] == "value":
        known = source["country"] in ("China", OTHER_COUNTRIES)
        return ROUTE_READ if known else ROUTE_LIKE_CHINA, ""
    if source["status"] == "heading" and source["route"]:
        return WORKBOOK, "the route beside the heading says nothing: each sub-code has its own"
    return WORKBOOK, ""


def without_value(source):
    """A value of Taiwan's stainless steel taken out, as the correction does."""
    was = source["total"] or source["direct"]
    gone = {column: "" for column in ("direct", "indirect", "total")}
    return gone, f"second-hand: no value in {EXTRACTION}", f"the first version, before the correction, has {was}"


def with_codes_of_the_act(raw):
    """The raw rows with the corrected codes of Tunisia's aluminium, the description taken from another table."""
    descriptions = {source["code"]: source["description"] for source in raw if source["country"] == OTHER_COUNTRIES}
    corrected = 0
    for source in raw:
        printed = source["code"]
        if source["country"] == "Tunisia" and printed in TUNISIA_CODES:
            code = TUNISIA_CODES[printed]
            source = source | {"code": code, "description": descriptions[code], "printed_code": printed}
            corrected += 1
        assert source["code"] in descriptions, source
        yield source
    assert corrected == len(TUNISIA_CODES)


def default_rows(raw):
    """The default values of all country tables, as corrected."""
    rows, taken_out = [], 0
    for source in with_codes_of_the_act(raw):
        values = {column: source[column] for column in ("direct", "indirect", "total")}
        applies = APPLIES[source["status"]]
        confidence, note = default_confidence(source)
        if source["country"] == "Taiwan" and source["code"].startswith(TAIWAN_STAINLESS) and source["direct"]:
            values, confidence, note = without_value(source)
            applies = "heading" if applies == "heading" else "other countries"
            taken_out += 1
        assert (applies == "value") == bool(values["total"]) and (values["total"] or not values["direct"]), source
        rows.append({
            "row": slug(source["country"], source["code"]),
            "country": source["country"],
            "code": source["code"],
            "description": source["description"],
            **values,
            "route": route_letters(source["route"]),
            "applies": applies,
            "place": f"Annex I, table {source['country']}",
            "confidence": confidence,
            "note": note,
        })
    assert taken_out == 28, taken_out
    return rows


def unknown_rows(raw, known):
    """The default values for precursors of unknown origin, each the highest of all countries."""
    highest = {}
    for row in known:
        if row["applies"] == "value":
            highest[row["code"]] = max(highest.get(row["code"], Decimal(0)), Decimal(row["total"]))
    assert highest == {source["code"]: Decimal(source["highest_default_total"]) for source in raw}
    return [{
        "row": slug("unknown", source["code"]),
        "country": "unknown",
        "code": source["code"],
        "description": source["description"],
        "direct": "",
        "indirect": "",
        "total": source["highest_default_total"],
        "route": route_letters(source["route"]),
        "applies": "value",
        "place": "Annex IV",
        "confidence": f"{WORKBOOK}; corrections second-hand: as in {EXTRACTION}",
        "note": "of precursors whose country of production is not known",
    } for source in raw]


def benchmark_rows(raw):
    """The benchmarks of columns A and B by code, route and period."""
    rows = []
    for source in raw:
        printed = source["benchmark_tco2e_per_t"]
        value = f"{Decimal(printed):.3f}"
        assert Decimal(value) == Decimal(printed), source
        assert set(source["route"]) <= set(ROUTES) and source["period"] in ("", "1", "2"), source
        rows.append({
            "row": slug(source["cn_code"], source["column"], source["route"], source["period"]),
            "cn": source["cn_code"],
            "description": source["description"],
            "column": source["column"],
            "route": source["route"],
            "period": source["period"],
            "value": value,
            "place": "Annex point 5.3",
            "confidence": WORKBOOK,
            "note": PROVISIONAL if value == printed else f"{PROVISIONAL}; {ZEROS_RESTORED}",
        })
    return rows


def scope_of(code):
    """Whether goods that originate in a country are in the CBAM: scope, place, confidence and note."""
    if code in EXEMPT:
        return "exempt", f"{ACT} Annex III point 1", READ, TERRITORY_NOTES.get(code, "")
    if code in UNION:
        return "union", f"{ACT} Article 2", "inferred: a Member State is no third country", ""
    if code in WITH_UNION:
        return "union", f"{ACT} Article 2", "inferred: in the customs territory of the Union", WITH_UNION[code]
    return "in", f"{ACT} Article 2; not in Annex III point 1", READ, TERRITORY_NOTES.get(code, "")


def territory_rows(names, tables):
    """Every country of ISO 3166 with the name of its table of default values, and the exempt territories."""
    assert not set(names) & set(FURTHER_COUNTRIES)
    names = names | FURTHER_COUNTRIES
    assert len(names) == 250 and UNION | EXEMPT | set(WITH_UNION) <= set(names) and len(UNION) == 27
    left, rows = set(tables), []
    for code, name in sorted(names.items()):
        table = TABLE_NAMES.get(code, name)
        table = table if table in tables else ""
        assert table or code not in TABLE_NAMES, code
        left.discard(table)
        scope, place, confidence, note = scope_of(code)
        assert not (table and scope != "in"), code
        rows.append({
            "row": code.lower(), "code": code, "name": name, "table": table, "scope": scope, "place": place,
            "confidence": confidence, "note": note,
        })
    assert not left, left
    named = [row["table"] for row in rows if row["table"]]
    assert len(named) == len(set(named)) == len(tables)
    return rows + [{
        "row": slug(name), "code": code, "name": name, "table": "", "scope": "exempt",
        "place": f"{ACT} Annex III point 1", "confidence": READ, "note": note,
    } for code, name, note in EXEMPT_TERRITORIES]


def write(folder, about, name, columns, rows, numbers=()):
    """Checks the rows and writes the table and its header; `numbers` are the columns that hold decimals or nothing."""
    distinct(rows, ["row"])
    zeros = 0
    for row in rows:
        assert tuple(sorted(row)) == tuple(sorted(columns)), row
        if not (row["place"] and row["confidence"]):
            sys.exit(f"row {row['row']}: no place or no confidence")
        for column in numbers:
            if row[column] and not PLAIN_DECIMAL.fullmatch(row[column]):
                sys.exit(f"row {row['row']}: {row[column]!r} is not a plain decimal number")
            zeros += bool(row[column]) and not Decimal(row[column])
    if bool(zeros) != about.get("zeros_are_published", False):
        sys.exit(f"{folder.parent.name}: {zeros} zeros, which `zeros_are_published` has to say")
    write_dataset(folder, about, name, table_bytes(columns, rows), len(rows))


def about(ident, edition, titles, document, eli, published, gas_basis, zeros=False):
    """What `dataset.toml` says."""
    title, title_zh = titles
    facts = {
        "id": ident,
        "edition": edition,
        "revision": 1,
        "title": title,
        "title_zh": title_zh,
        "publisher": "European Commission" if eli.startswith("reg_impl") else "European Union",
        "document": document,
        "url": f"{ELI}{eli}/oj",
        "published": published,
        "gas_basis": gas_basis,
        "licence": {
            "name": "Commission Decision 2011/833/EU, Creative Commons Attribution 4.0",
            "url": "https://creativecommons.org/licenses/by/4.0/",
            "redistribution": True,
            "attribution": f"© European Union, {published[:4]}: {document}; CC BY 4.0; laid out as one table.",
        },
    }
    return facts | ({"zeros_are_published": True} if zeros else {})


def country_names(data):
    """The English name of each country of countries.csv by its ISO code."""
    rows = read_table(data / "convert/countries.csv")
    return {row["code"].removeprefix("CN-"): row["name_en"] for row in rows}


def write_goods_and_values(source, target, defaults_raw):
    """The datasets of goods, default values and benchmarks; returns the rows of default values."""
    write(
        target / "cbam-goods/2026-1",
        about(
            "cbam-goods", "2026",
            (
                "Goods of the EU carbon border adjustment mechanism by CN code 2026",
                "2026年欧盟碳边境调节机制（CBAM）商品清单（CN编码）",
            ),
            "Implementing Regulation (EU) 2025/2547 Annex I Table 1 and Article 4, Regulation (EU) 2023/956 Annexes I "
            "and II, codes and descriptions of the Commission's workbooks",
            "reg_impl/2025/2547", "2025-12-22", "none",
        ),
        "goods.csv", GOODS_COLUMNS, goods_rows(read_table(source / "cn_codes.csv"), defaults_raw),
    )
    defaults = default_rows(defaults_raw)
    unknown = read_table(source / "default_values_definitive_annex4_unknown_origin_precursor.csv")
    defaults += unknown_rows(unknown, defaults)
    distinct(defaults, ["country", "code"])
    write(
        target / "cbam-default-values/2026.1740-1",
        about(
            "cbam-default-values", "2026.1740",
            ("Default values of the EU carbon border adjustment mechanism", "欧盟碳边境调节机制（CBAM）隐含排放默认值"),
            "Implementing Regulation (EU) 2025/2621 Annexes I and IV as replaced by Implementing Regulation (EU) "
            "2026/1740, from the Commission's workbook of 4 February 2026 with the corrections",
            "reg_impl/2026/1740", "2026-07-31", "CO2e", zeros=True,
        ),
        "defaults.csv", DEFAULTS_COLUMNS, defaults, ("direct", "indirect", "total"),
    )
    benchmarks = benchmark_rows(read_table(source / "benchmarks_2620.csv"))
    distinct(benchmarks, ["cn", "column", "route", "period"])
    write(
        target / "cbam-benchmarks/2025.2620-1",
        about(
            "cbam-benchmarks", "2025.2620",
            ("Benchmarks of the EU carbon border adjustment mechanism", "欧盟碳边境调节机制（CBAM）基准值"),
            "Implementing Regulation (EU) 2025/2620 Annex point 5.3, from the Commission's workbook",
            "reg_impl/2025/2620", "2025-12-22", "CO2e", zeros=True,
        ),
        "benchmarks.csv", BENCHMARK_COLUMNS, benchmarks, ("value",),
    )
    return defaults


def main():
    """Writes six datasets."""
    source, data = directories()
    source, target = source / "cbam", data / "cbam"
    defaults_raw = read_table(source / "default_values_definitive_all_2026_1740_derived.csv")
    defaults = write_goods_and_values(source, target, defaults_raw)
    write(
        target / "cbam-method/2025.2547-1",
        about(
            "cbam-method", "2025.2547",
            (
                "Standard factors and constants of the EU carbon border adjustment mechanism",
                "欧盟碳边境调节机制（CBAM）核算方法标准因子与常数",
            ),
            "Implementing Regulation (EU) 2025/2547 Annexes II and III",
            "reg_impl/2025/2547", "2025-12-22", "per gas",
        ),
        "parameters.csv", PARAMETER_COLUMNS, method_rows(source, read_table), ("value",),
    )
    write(
        target / "cbam-schedule/2026-1",
        about(
            "cbam-schedule", "2026",
            (
                "Factors by year and thresholds of the EU carbon border adjustment mechanism",
                "欧盟碳边境调节机制（CBAM）逐年系数与门槛",
            ),
            "Directive 2003/87/EC Article 10a(1a), Regulation (EU) 2023/956 as amended by Regulation (EU) 2025/2083, "
            "Implementing Regulations (EU) 2025/2620, 2025/2621 and 2026/1740, Implementing Decision (EU) 2026/1862",
            "reg/2023/956", "2026-07-31", "none", zeros=True,
        ),
        "parameters.csv", PARAMETER_COLUMNS, schedule_rows(), ("value",),
    )
    tables = {row["country"] for row in defaults} - {OTHER_COUNTRIES, "unknown"}
    write(
        target / "cbam-territories/2026-1",
        about(
            "cbam-territories", "2026",
            (
                "Countries and territories of the EU carbon border adjustment mechanism",
                "欧盟碳边境调节机制（CBAM）国家和地区",
            ),
            "Regulation (EU) 2023/956 Article 2 and Annex III point 1; names of the tables of Implementing Regulation "
            "(EU) 2026/1740 Annex I",
            "reg/2023/956", "2026-07-31", "none",
        ),
        "territories.csv", TERRITORY_COLUMNS, territory_rows(country_names(data), tables),
    )


if __name__ == "__main__":
    main()
