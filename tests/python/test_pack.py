"""Own tables as sealed datasets."""

import hashlib

import pytest

import cfp

HEADER = """id = "suppliers"
edition = "2024"
revision = 1
title = "Declarations of our suppliers"
publisher = "our purchasing"
document = "letters of 2024"
reference_year = 2024
serves = [2024]
published = "2025-03-01"
gas_basis = "CO2e"

[licence]
name = "for our own use"
redistribution = false
attribution = "our purchasing"
"""
TITLES = "row,activity,activity_zh,region,year,value,unit,kind,place,confidence\r\n"
ROW = "a,own steel,自有钢材,CN,2024,1.85,kg CO2e/kg,life-cycle footprint,letter 7,seen\r\n"


def pack(tmp_path, table):
    (tmp_path / "header.toml").write_text(HEADER, encoding="utf-8")
    (tmp_path / "table.csv").write_bytes(table)
    return cfp.pack_dataset(tmp_path / "header.toml", tmp_path / "table.csv", today="2026-11-22")


def test_a_table_from_a_chinese_spreadsheet_answers(tmp_path):
    files = dict(pack(tmp_path, (TITLES + ROW).encode("gbk")))
    folder = "own/suppliers/2024-1"
    assert sorted(files) == [f"{folder}/dataset.toml", f"{folder}/factors.csv"]
    table = files[f"{folder}/factors.csv"]
    assert "自有钢材" in table.decode("utf-8") and b"\r" not in table
    assert hashlib.sha256(table).hexdigest() in files[f"{folder}/dataset.toml"].decode("utf-8")
    for name, content in files.items():
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    registry = cfp.Registry.open(tmp_path / "data", over=cfp.Registry.bundled())
    assert registry.find("own steel", region="CN", year=2024).text == "1.85"


def test_faults_have_their_lines(tmp_path):
    with pytest.raises(cfp.CfpError) as raised:
        pack(tmp_path, (TITLES + ROW.replace("1.85", "n/a")).encode("utf-8"))
    problem = raised.value.problems[0]
    assert problem.code == "no-value"
    assert ":2:" in problem.where
