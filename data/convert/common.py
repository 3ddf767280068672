"""What every converter shares: reading raw tables, checking rows, writing a dataset folder."""

import csv
import hashlib
import io
import json
import re
import sys
from pathlib import Path

FACTOR_COLUMNS = (
    "row", "activity", "activity_zh", "region", "year", "value", "unit", "kind", "place", "url", "confidence", "note",
)
GWP_COLUMNS = (
    "row", "gas", "aliases", "category", "metric", "horizon_years", "value", "unit", "place", "confidence", "note",
)
KINDS = {
    "life-cycle footprint",
    "direct emission factor",
    "combustion",
    "combustion, gross CV",
    "combustion, net CV",
    "gas release",
    "operation",
    "upstream",
    "waste disposal",
    "residual mix",
    "spend-based",
}
PLAIN_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def directories():
    """The source and the data directory named on the command line."""
    if len(sys.argv) != 3:
        sys.exit(f"usage: python3 {sys.argv[0]} SOURCE_DIR DATA_DIR")
    return Path(sys.argv[1]), Path(sys.argv[2])


def read_table(path):
    """The rows of a CSV file as dictionaries, every cell stripped of surrounding white space."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return [{column: cell.strip() for column, cell in row.items()} for row in rows]


def shared(rows, column):
    """The one value that a column has in all rows; fails where there are several."""
    values = {row[column] for row in rows}
    if len(values) != 1:
        sys.exit(f"`{column}` is not one value: {sorted(values)}")
    return values.pop()


def table_bytes(columns, rows):
    """The CSV bytes of `rows`: UTF-8, LF line ends, columns in the given order."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def distinct(rows, columns):
    """Fails where two rows agree in all of `columns`."""
    seen = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in seen:
            sys.exit(f"rows {seen[key]} and {row['row']} have the same {', '.join(columns)}: {key}")
        seen[key] = row["row"]


def plain_values(rows):
    """Fails where a value is not a plain decimal number, or a row lacks its place."""
    for row in rows:
        if not PLAIN_DECIMAL.fullmatch(row["value"]):
            sys.exit(f"row {row['row']}: {row['value']!r} is not a plain decimal number")
        if not row["place"]:
            sys.exit(f"row {row['row']}: no place")


def write_factors(folder, about, rows):
    """Writes `factors.csv` and `dataset.toml` of a dataset of emission factors."""
    plain_values(rows)
    distinct(rows, ["row"])
    distinct(rows, ["activity", "region", "year", "kind", "unit"])
    distinct([row for row in rows if row["activity_zh"]], ["activity_zh", "region", "year", "kind", "unit"])
    unknown = {row["kind"] for row in rows} - KINDS
    if unknown:
        sys.exit(f"unknown kinds: {unknown}")
    other_years = {int(row["year"]) for row in rows} - {about["reference_year"]}
    if other_years:
        sys.exit(f"rows of {other_years} in a dataset of {about['reference_year']}")
    zeros = [row["row"] for row in rows if not float(row["value"])]
    if bool(zeros) != about.get("zeros_are_published", False):
        sys.exit(f"{len(zeros)} zeros, which `zeros_are_published` has to say: {zeros[:3]}")
    about = about | {
        "kinds": sorted({row["kind"] for row in rows}),
        "regions": sorted({row["region"] for row in rows}),
    }
    write_dataset(folder, about, "factors.csv", table_bytes(FACTOR_COLUMNS, rows), len(rows))


def write_gwp(folder, about, rows):
    """Writes `gwp.csv` and `dataset.toml` of a set of global warming potentials."""
    plain_values(rows)
    distinct(rows, ["row"])
    distinct(rows, ["gas", "metric"])
    about = about | {"metrics": list(dict.fromkeys(row["metric"] for row in rows))}
    write_dataset(folder, about, "gwp.csv", table_bytes(GWP_COLUMNS, rows), len(rows))


def write_dataset(folder, about, name, content, rows):
    """Writes the content file and the `dataset.toml` that describes and seals it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    about = about | {"content": {"file": name, "rows": rows, "sha256": hashlib.sha256(content).hexdigest()}}
    (folder / "dataset.toml").write_bytes(toml_text(about).encode("utf-8"))
    print(f"{folder.parent.name} {folder.name}: {rows} rows")


TOML_ORDER = (
    "id", "edition", "revision", "supersedes", "title", "title_zh", "publisher", "document", "url", "reference_year",
    "serves", "published", "kinds", "regions", "metrics", "gas_basis", "gwp_set",
    "zeros_are_published", "licence", "content",
)


def toml_text(about):
    """The text of `dataset.toml`; keys that are absent from `about` are left out."""
    left_over = set(about) - set(TOML_ORDER)
    if left_over:
        sys.exit(f"keys without a place in dataset.toml: {left_over}")
    lines = []
    for key in TOML_ORDER:
        if key not in about:
            continue
        value = about[key]
        if isinstance(value, dict):
            lines += ["", f"[{key}]"] + [f"{name} = {toml_value(item)}" for name, item in value.items()]
        else:
            lines.append(f"{key} = {toml_value(value)}")
    return "\n".join(lines) + "\n"


def toml_value(value):
    """A string, whole number, truth value or list of these in TOML spelling, which here is that of JSON."""
    return json.dumps(value, ensure_ascii=False)
