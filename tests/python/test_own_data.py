"""Data of one's own: laid over the bundled ones, and checked."""

import datetime
import hashlib
from decimal import Decimal

import pytest

import cfp

COLUMNS = "row,activity,activity_zh,region,year,value,unit,kind,place,url,confidence,note"
REGIONS = "code,parent,level,name_en,name_zh,source\nCN,,country,China,中国,ISO 3166-1\n"
HEADER = """id = "ours"
edition = "2024"
revision = 1
title = "Meters of our sites"
publisher = "us"
document = "ledger"
reference_year = 2024
serves = [2024, 2025]
published = "2025-03-01"
kinds = ["life-cycle footprint"]
regions = ["CN"]
gas_basis = "CO2e"

[licence]
name = "none"
redistribution = false
attribution = "us"

[content]
file = "factors.csv"
rows = {rows}
sha256 = "{seal}"
"""


@pytest.fixture
def own(tmp_path):
    """Writes a dataset of these activities and values, and gives the directory it is in."""

    def write(per="kWh", **values):
        folder = tmp_path / "sites" / "ours" / "2024-1"
        folder.mkdir(parents=True)
        lines = [
            f"{name},{name},,CN,2024,{value},kg CO2e/{per},life-cycle footprint,p. 1,,metered,"
            for name, value in values.items()
        ]
        table = "\n".join([COLUMNS, *lines]) + "\n"
        seal = hashlib.sha256(table.encode()).hexdigest()
        (folder / "factors.csv").write_text(table)
        (folder / "dataset.toml").write_text(HEADER.format(rows=len(lines), seal=seal))
        return tmp_path

    return write


def test_own_data_answer_before_bundled_ones(own, press):
    bundled = cfp.Registry.bundled()
    both = cfp.Registry.open(own(electricity="0.61"), over=bundled)
    grid = both.find("electricity", region="CN", year=2024)
    assert (grid.value, grid.dataset.id) == (Decimal("0.61"), "ours")
    assert grid.steps == ["own data over cn-mee-electricity-footprint 2024-1, row national"]
    assert grid.over == ["cn-mee-electricity-footprint@=2024-1"]
    system = cfp.System(press, supply={"electricity": grid, "billet": "9.1 kg CO2e/kg"})
    [used] = system.footprint("profile", "1 kg", gwp="AR6-100").factors
    assert (used.dataset, used.steps, used.over) == ("ours", grid.steps, grid.over)
    older = both.find("electricity", region="CN", year=2023)
    assert (older.value, older.steps, older.over) == (Decimal("0.6205"), [], [])
    assert len(both.datasets()) == len(bundled.datasets()) + 1
    assert bundled.find("electricity", region="CN", year=2024).value == Decimal("0.5777")


def test_a_year_that_data_serve_is_told(own):
    both = cfp.Registry.open(own(steam="0.2"), over=cfp.Registry.bundled())
    steam = both.find("steam", region="CN", year=2025)
    assert (steam.year, steam.served_year) == (2024, 2025)
    assert steam.dataset.serves == [2024, 2025]
    assert both.find("steam", region="CN", year=2024).served_year is None


def test_a_sum_is_exact_or_none(own):
    both = cfp.Registry.open(own(per="MJ", furnace="0.5"), over=cfp.Registry.bundled())
    furnace = both.find("furnace", region="CN", year=2024)
    grid = both.find("electricity", region="CN", year=2024)
    # 0.5 kg/MJ is 1.8 kg/kWh, while 0.5777 kg/kWh is no decimal per MJ.
    assert cfp.sum_factors([grid, furnace]) == (Decimal("2.3777"), "kg CO2e/kWh")
    with pytest.raises(cfp.FormatError) as raised:
        cfp.sum_factors([furnace, grid])
    assert [problem.code for problem in raised.value.problems] == ["too-many-digits"]


def test_own_data_alone_need_regions(own):
    root = own(steam="0.2")
    with pytest.raises(FileNotFoundError):
        cfp.Registry.open(root).find("steam", region="CN", year=2024)
    (root / "regions.csv").write_text(REGIONS)
    alone = cfp.Registry.open(root)
    assert alone.find("steam", region="CN", year=2024).value == Decimal("0.2")
    [china] = alone.regions()
    assert (china.code, china.parent, china.level) == ("CN", None, "country")
    assert (china.name, china.name_zh, china.source) == ("China", "中国", "ISO 3166-1")


def test_sound_data_have_no_problems(own):
    root, under = own(electricity="0.61", steam="0.2"), cfp.Registry.bundled()
    report = cfp.check_datasets(root, own=True, over=under)
    assert (report.datasets, report.rows, report.problems) == (["ours@=2024-1"], 2, [])


def test_every_fault_is_told_by_its_place(own):
    root, under = own(electricity="5.777", steam="0.2"), cfp.Registry.bundled()
    report = cfp.check_datasets(root, over=under, today=datetime.date(2025, 2, 28))
    table = root / "sites" / "ours" / "2024-1" / "factors.csv"
    header = table.with_name("dataset.toml")
    assert [(problem.code, problem.where) for problem in report.problems] == [
        ("published-in-future", f"{header}:9:13"),
        ("licence-forbids-redistribution", f"{header}:16:18"),
        ("out-of-range", f"{table}:2:34"),
    ]
    assert all(isinstance(problem, cfp.Problem) for problem in report.problems)
    assert "5.777 kg CO2e/kWh" in report.problems[2].message
    table.write_text(table.read_text().replace("5.777", "0.5777"))
    report = cfp.check_datasets(root, own=True, over=under, today="2025-03-01")
    assert [problem.code for problem in report.problems] == ["checksum-mismatch"]


def test_the_day_of_a_check_is_today_unless_stated(own):
    root, under = own(steam="0.2"), cfp.Registry.bundled()
    header = root / "sites" / "ours" / "2024-1" / "dataset.toml"
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    header.write_text(header.read_text().replace("2025-03-01", tomorrow.isoformat()))
    report = cfp.check_datasets(root, own=True, over=under)
    assert [problem.code for problem in report.problems] == ["published-in-future"]
    assert cfp.check_datasets(root, own=True, over=under, today=tomorrow).problems == []


def test_a_check_needs_the_datasets_of_a_lock(own):
    root, under = own(steam="0.2"), cfp.Registry.bundled()
    lock = '[[dataset]]\nid = "ours"\nversion = "2023-1"\n' + f'sha256 = "{"0" * 64}"\n'
    lock = cfp.Lock.parse("format = 1\n" + lock, file="here.lock")
    [problem] = cfp.check_datasets(root, own=True, over=under, lock=lock).problems
    assert (problem.code, problem.where) == ("locked-edition-missing", "here.lock:2:1")


def test_a_directory_without_datasets_cannot_be_checked(tmp_path):
    with pytest.raises(cfp.FactorError) as raised:
        cfp.check_datasets(tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["no-datasets"]
    with pytest.raises(FileNotFoundError):
        cfp.check_datasets(tmp_path / "nowhere")


def test_the_bundled_data_are_sound(root):
    report = cfp.check_datasets(root / "data", today="2026-12-01")
    assert report.problems == []
    assert set(report.datasets) == {
        dataset.selector for dataset in cfp.Registry.bundled().datasets()
    }
