"""The tree of regions along which a look-up may fall back, when asked to."""

import tomllib

from common import directories, read_table, table_bytes

COLUMNS = ("code", "parent", "level", "name_en", "name_zh", "source")
ISO_COUNTRY = "ISO 3166-1"
ISO_SUBDIVISION = "ISO 3166-2:CN"
# Countries without a parent: no dataset speaks of the world. Codes of ISO 3166-1, names in English and Chinese.
COUNTRIES = {
    "AE": ("United Arab Emirates", "阿联酋"), "AU": ("Australia", "澳大利亚"), "BE": ("Belgium", "比利时"),
    "BR": ("Brazil", "巴西"), "CA": ("Canada", "加拿大"), "CH": ("Switzerland", "瑞士"), "CL": ("Chile", "智利"),
    "CN": ("China", "中国"), "CO": ("Colombia", "哥伦比亚"), "CR": ("Costa Rica", "哥斯达黎加"), "DE": ("Germany", "德国"),
    "EG": ("Egypt", "埃及"), "ES": ("Spain", "西班牙"), "FR": ("France", "法国"), "GB": ("United Kingdom", "英国"),
    "ID": ("Indonesia", "印度尼西亚"), "IN": ("India", "印度"), "IT": ("Italy", "意大利"), "JO": ("Jordan", "约旦"),
    "JP": ("Japan", "日本"), "KR": ("Korea, Republic of", "韩国"), "MV": ("Maldives", "马尔代夫"),
    "MX": ("Mexico", "墨西哥"), "MY": ("Malaysia", "马来西亚"), "NL": ("Netherlands", "荷兰"), "OM": ("Oman", "阿曼"),
    "PH": ("Philippines", "菲律宾"), "PT": ("Portugal", "葡萄牙"), "QA": ("Qatar", "卡塔尔"),
    "RU": ("Russian Federation", "俄罗斯"), "SA": ("Saudi Arabia", "沙特阿拉伯"), "SG": ("Singapore", "新加坡"),
    "TH": ("Thailand", "泰国"), "TR": ("Türkiye", "土耳其"), "US": ("United States", "美国"), "VN": ("Viet Nam", "越南"),
    "ZA": ("South Africa", "南非"),
}
# Subdivisions of China that the ministry's table of grid regions does not assign.
UNASSIGNED = (
    ("CN-NM", "CN", "Inner Mongolia", "内蒙古", "its prefectures belong to two grid regions"),
    ("CN-XZ", "CN", "Tibet", "西藏", "no grid region published"),
    ("CN-HK", "", "Hong Kong", "香港", "not covered by national averages, so without a parent"),
)
PREFECTURES = {
    "1501": "Hohhot", "1502": "Baotou", "1503": "Wuhai", "1504": "Chifeng", "1505": "Tongliao", "1506": "Ordos",
    "1507": "Hulunbuir", "1508": "Bayannur", "1509": "Ulanqab", "1522": "Hinggan", "1525": "Xilingol", "1529": "Alxa",
}
GRID_SOURCE = "MEE, method note of the 2021 electricity CO2 factors, table 1"


def region(code, parent, level, names, source):
    """One row of the tree."""
    return {"code": code, "parent": parent, "level": level, "name_en": names[0], "name_zh": names[1], "source": source}


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
    assert {row["parent"] for row in rows} <= codes | {""}
    for path in data.glob("*/*/*/dataset.toml"):
        unknown = set(tomllib.loads(path.read_text(encoding="utf-8")).get("regions", [])) - codes
        assert not unknown, (path, unknown)


def main():
    """Writes `regions.csv`; run it after the other converters, whose regions it checks."""
    source, data = directories()
    grid = read_table(source / "cn-grid-regions/cn_grid_regions.csv")
    factors = read_table(source / "cn-mee-electricity-co2/cn_mee_electricity_co2.csv")
    rows = [region(code, "", "country", names, ISO_COUNTRY) for code, names in COUNTRIES.items()]
    rows += grid_regions(factors) + assigned(grid, factors)
    rows += [
        region(code, parent, "province", (name_en, name_zh), f"{ISO_SUBDIVISION}; {why}")
        for code, parent, name_en, name_zh, why in UNASSIGNED
    ]
    check(rows, data)
    (data / "regions.csv").write_bytes(table_bytes(COLUMNS, rows))
    print(f"regions: {len(rows)} rows")


if __name__ == "__main__":
    main()
