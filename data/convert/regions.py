"""The tree of regions along which a look-up may fall back, when asked to."""

import csv
import tomllib
from pathlib import Path

from common import directories, read_table, table_bytes

COLUMNS = ("code", "parent", "level", "name_en", "name_zh", "also", "source")
ISO_COUNTRY = "ISO 3166-1"
USER_ASSIGNED = {"XK": "user-assigned code of ISO 3166-1, as the European Commission uses it"}
ISO_SUBDIVISION = "ISO 3166-2:CN"
# Subdivisions of China that the ministry's table of grid regions does not assign.
UNASSIGNED = (
    ("CN-NM", "CN", "Inner Mongolia", "内蒙古", "its prefectures belong to two grid regions"),
    ("CN-XZ", "CN", "Tibet", "西藏", "no grid region published"),
    ("CN-HK", "", "Hong Kong", "香港", "not covered by national averages, so without a parent"),
    ("CN-MO", "", "Macao", "澳门", "not covered by national averages, so without a parent"),
    ("CN-TW", "", "Taiwan", "台湾", "not covered by national averages, so without a parent"),
)
PREFECTURES = {
    "1501": "Hohhot", "1502": "Baotou", "1503": "Wuhai", "1504": "Chifeng", "1505": "Tongliao", "1506": "Ordos",
    "1507": "Hulunbuir", "1508": "Bayannur", "1509": "Ulanqab", "1522": "Hinggan", "1525": "Xilingol", "1529": "Alxa",
}
SUBREGION = "US-EGRID-"
SUBREGIONS_ZH = {
    "AKGD": "阿拉斯加电网", "AKMS": "阿拉斯加其他", "AZNM": "西南", "CAMX": "加利福尼亚", "ERCT": "得克萨斯",
    "FRCC": "佛罗里达", "HIMS": "夏威夷其他", "HIOA": "夏威夷瓦胡岛", "MROE": "中西部东", "MROW": "中西部西",
    "NEWE": "新英格兰", "NWPP": "西北", "NYCW": "纽约市和韦斯特切斯特", "NYLI": "纽约长岛", "NYUP": "纽约州北部",
    "PRMS": "波多黎各", "RFCE": "RFC东", "RFCM": "密歇根", "RFCW": "RFC西", "RMPA": "落基山", "SPNO": "SPP北",
    "SPSO": "SPP南", "SRMV": "密西西比河谷", "SRMW": "SERC中西部", "SRSO": "SERC南", "SRTV": "田纳西河谷",
    "SRVC": "弗吉尼亚和卡罗来纳",
}
EGRID_SOURCE = "EPA, eGRID2023, subregions"
GRID_SOURCE = "MEE, method note of the 2021 electricity CO2 factors, table 1"


def region(code, parent, level, names, source):
    """One row of the tree, without what else it is called."""
    return {"code": code, "parent": parent, "level": level, "name_en": names[0], "name_zh": names[1], "source": source}


def other_names():
    """What else countries and their parts apart are called, by code: three letters of ISO 3166-1, then names in use."""
    with open(Path(__file__).with_name("countries.csv"), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return {row["code"]: "; ".join(filter(None, (row["alpha3"], row["also"]))) for row in rows}


def countries():
    """The countries, which have no parent: no dataset speaks of the world."""
    with open(Path(__file__).with_name("countries.csv"), encoding="utf-8", newline="") as file:
        named = [row for row in csv.DictReader(file, strict=True) if "-" not in row["code"]]
    rows = []
    for row in named:
        source = USER_ASSIGNED.get(row["code"], ISO_COUNTRY)
        rows.append(region(row["code"], "", "country", (row["name_en"], row["name_zh"]), source))
    return rows


def subregions(rates):
    """The subregions of the electricity grid of the United States, whose average covers Puerto Rico too."""
    named = {row["geography"]: row["geography_name"] for row in rates if row["geography"] != "US"}
    assert len(named) == len(SUBREGIONS_ZH)
    return [
        region(f"{SUBREGION}{code}", "US", "grid region", (named[f"{SUBREGION}{code}"], f"美国{name_zh}"), EGRID_SOURCE)
        for code, name_zh in SUBREGIONS_ZH.items()
    ]


def grid_regions(factors):
    """The grid regions, named as the CO2 factors name them."""
    named = {row["geography"]: row for row in factors if row["geography"].startswith("CN-GRID-")}
    return [
        region(code, "CN", "grid region", (row["geography_name"], row["name_zh"].split("电力")[0]), GRID_SOURCE)
        for code, row in named.items()
    ]


def assigned(grid, factors):
    """Provinces, and the prefectures of Inner Mongolia, under the grid region that the ministry assigns them to."""
    names = {row["geography"]: row["geography_name"] for row in factors}
    rows = []
    for row in grid:
        prefecture = row["admin_code_prefix"]
        if row["level"] == "province":
            code, name = row["iso_3166_2"], names[row["iso_3166_2"]]
        else:
            code, name = f"{row['parent_iso']}-{prefecture}", PREFECTURES[prefecture]
        rows.append(region(code, row["grid_region"], row["level"], (name, row["name_zh"]), GRID_SOURCE))
    return rows


def check(rows, data):
    """Fails where a code is twice in the tree, a parent is missing, or a dataset uses an unknown region."""
    codes = {row["code"] for row in rows}
    assert len(codes) == len(rows)
    names = [
        {name.strip().lower() for name in (row["code"], row["name_en"], row["name_zh"], *row["also"].split(";"))} - {""}
        for row in rows
    ]
    assert len(set().union(*names)) == sum(map(len, names)), "a name of two regions"
    assert {row["parent"] for row in rows} <= codes | {""}
    for path in data.glob("*/*/*/dataset.toml"):
        unknown = set(tomllib.loads(path.read_text(encoding="utf-8")).get("regions", [])) - codes
        assert not unknown, (path, unknown)


def main():
    """Writes `regions.csv`; run it after the other converters, whose regions it checks."""
    source, data = directories()
    grid = read_table(source / "cn-grid-regions/cn_grid_regions.csv")
    factors = read_table(source / "cn-mee-electricity-co2/cn_mee_electricity_co2.csv")
    rates = read_table(source / "us-egrid/us_egrid_2023.csv")
    rows = countries() + subregions(rates)
    rows += grid_regions(factors) + assigned(grid, factors)
    rows += [
        region(code, parent, "province", (name_en, name_zh), f"{ISO_SUBDIVISION}; {why}")
        for code, parent, name_en, name_zh, why in UNASSIGNED
    ]
    also = other_names()
    rows = [{**row, "also": also.get(row["code"], "")} for row in rows]
    check(rows, data)
    (data / "regions.csv").write_bytes(table_bytes(COLUMNS, rows))
    print(f"regions: {len(rows)} rows")


if __name__ == "__main__":
    main()
