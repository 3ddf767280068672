"""Which edition of a published number applies: days, locks, and what an edition changed."""

import datetime
from decimal import Decimal

import pytest

import cfp

MEE = "cn-mee-electricity-footprint"
GRID = {"region": "CN", "year": 2024}
# The tables in `data/electricity` and `data/gwp`, by `sha256sum`.
SEALS = {
    "2023-1": "ae21be8989395f414366f7f7dbdefbc6ee3776bc318dcf597d75037ee389b2a8",
    "2024-1": "72b7537e71eddb8a6122f9f16e120c4f4504e0f19f6c30e4c92c72fac3fc279e",
}
OF_AR6 = "7a6054f9210b818e7c6e09e7a0ce31d9c33ae1cdc7e431ff2acf55ba86b7190d"


@pytest.fixture
def registry():
    return cfp.Registry.bundled()


def locked(version, seal=None):
    """A lock of one edition of MEE's electricity."""
    seal = seal or SEALS[version]
    text = f'format = 1\n\n[[dataset]]\nid = "{MEE}"\nversion = "{version}"\nsha256 = "{seal}"\n'
    return cfp.Lock.parse(text)


def codes(raised):
    return [problem.code for problem in raised.value.problems]


@pytest.mark.parametrize("day", ["2025-06-30", datetime.date(2025, 6, 30)])
def test_what_was_known_on_a_day(registry, day):
    then = registry.as_of(day)
    with pytest.raises(cfp.FactorError) as raised:
        then.find("electricity", **GRID)
    [problem] = raised.value.problems
    assert problem.code == "factor-not-found"
    later = f"CN 2024   {MEE} 2024-1, row national: published 2025-10-24"
    assert ("later", later) in problem.details
    assert later in str(raised.value)
    allowed = then.find("electricity", **GRID, up_to_years_old=1)
    assert (allowed.value, allowed.steps) == (Decimal("0.6205"), ["2024 → 2023"])
    assert f"{MEE}@=2024-1" not in [dataset.selector for dataset in then.datasets()]
    known = registry.as_of("2025-10-24").find("electricity", **GRID)
    assert known.value == Decimal("0.5777")


def test_a_month_counts_from_its_last_day(registry):
    asked = {"region": "CN", "year": 2023}
    with pytest.raises(cfp.FactorError):
        registry.as_of("2025-01-30").find("electricity", **asked)
    out = registry.as_of("2025-01-31").find("electricity", **asked)
    assert (out.text, out.dataset.published) == ("0.6205", "2025-01")


def test_a_day_is_nothing_else(registry):
    for text in ["2025-06", "2025-02-30", "30.06.2025", ""]:
        with pytest.raises(cfp.FormatError) as raised:
            registry.as_of(text)
        assert codes(raised) == ["bad-date"]
    for other in [datetime.datetime(2025, 6, 30), 20250630, None]:
        with pytest.raises(TypeError, match="a day is text such as"):
            registry.as_of(other)


def test_a_model_is_answered_as_of_a_day(registry, examples):
    path = examples / "aluminium-profile.toml"
    now = cfp.read_model(path, registry=registry).footprint()
    then = cfp.read_model(path, registry=registry.as_of("2025-06-30"))
    with pytest.raises(cfp.FactorError):
        then.footprint()
    older = then.footprint(up_to_years_old=1)
    grids = [used for used in (*now.factors, *older.factors) if used.dataset == MEE]
    assert [used.value for used in grids] == [Decimal("0.5777"), Decimal("0.6205")]
    assert older.total > now.total


def test_what_an_edition_changed(registry):
    diff = registry.diff(f"{MEE}@=2023", f"{MEE}@=2024-1")
    assert (diff.before, diff.after) == (f"{MEE}@=2023-1", f"{MEE}@=2024-1")
    [grid] = [row for row in diff.changed if row.before.row == "national"]
    assert (grid.before.value, grid.after.value) == (Decimal("0.6205"), Decimal("0.5777"))
    # 0.5777 - 0.6205, and that over 0.6205
    assert (grid.difference, grid.percent) == (Decimal("-0.0428"), Decimal("-6.8977"))
    assert isinstance(grid.percent, Decimal)
    assert (grid.after.region, grid.after.unit) == ("CN", "kg CO2e/kWh")
    assert (grid.after.activity, grid.after.kind) == ("electricity", "life-cycle footprint")
    [coal] = [row.before for row in diff.changed if row.before.row == "coal"]
    assert (coal.text, coal.value) == ("0.9440", Decimal("0.944"))
    # 2023's transmission with its losses was not found; nuclear power stays at 0.0065.
    assert [(row.row, row.text) for row in diff.added] == [("td-incl-losses", "0.0327")]
    assert (diff.removed, len(diff.rewritten), len(diff.changed)) == ([], 1, 9)
    assert registry.diff(f"{MEE}@=2023", f"{MEE}@=2024") == diff


def test_a_corrected_potential_has_no_region(registry):
    diff = registry.diff("ipcc-gwp-ar6@=2021", "ipcc-gwp-ar6@=2024")
    assert {row.after.unit for row in diff.changed} == {"kg CO2e/kg"}
    assert {row.after.region for row in diff.changed} == {None}


def test_only_like_is_compared(registry):
    with pytest.raises(cfp.FactorError) as raised:
        registry.diff(MEE, "ipcc-gwp-ar6")
    assert codes(raised) == ["datasets-not-comparable"]
    with pytest.raises(cfp.FactorError) as raised:
        registry.diff(MEE, f"{MEE}@=2031")
    assert codes(raised) == ["unknown-dataset"]


def test_a_lock_shows_nothing_else(registry):
    fixed = registry.locked(locked("2023-1"))
    # A lock of format 1 seals factors and potentials, and has no place for other tables.
    beyond = ("cbam-", "ecoinvent-pedigree", "gas-names")
    shown = [dataset.selector for dataset in fixed.datasets() if not dataset.id.startswith(beyond)]
    assert shown == [f"{MEE}@=2023-1"]
    assert fixed.find("electricity", region="CN", year=2023).value == Decimal("0.6205")
    with pytest.raises(cfp.FactorError) as raised:
        fixed.find("electricity", **GRID)
    assert codes(raised) == ["not-in-lock"]
    assert f"{MEE}@=2024-1" in str(raised.value)


def test_a_lock_is_sealed(registry):
    with pytest.raises(cfp.FactorError) as raised:
        registry.locked(locked("2023-1", seal="0" * 64))
    assert codes(raised) == ["locked-content-changed"]
    assert raised.value.problems[0].where == "cfp.lock:3:1"
    with pytest.raises(cfp.FactorError) as raised:
        registry.locked(locked("2031-1", seal="0" * 64))
    assert codes(raised) == ["locked-edition-missing"]


def test_a_lock_is_a_file(tmp_path):
    lock = locked("2024-1")
    [dataset] = lock.datasets
    assert (dataset.id, dataset.version, dataset.sha256) == (MEE, "2024-1", SEALS["2024-1"])
    assert (dataset.superseded, lock.gwp) == (False, [])
    path = tmp_path / "cfp.lock"
    path.write_text(lock.text)
    again = cfp.Lock.read(path)
    assert again == lock and again.text == lock.text
    assert again != locked("2023-1")


def test_a_file_that_is_no_lock(tmp_path):
    path = tmp_path / "cfp.lock"
    with pytest.raises(FileNotFoundError) as raised:
        cfp.Lock.read(path)
    assert raised.value.filename == str(path)
    path.write_text('format = 1\nversion = "2024-1"\n')
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Lock.read(path)
    assert codes(raised) == ["bad-lock"]
    assert raised.value.problems[0].where == f"{path}:2:1"
    path.write_bytes(b"format = 1\n# caf\xe9\n")
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Lock.read(path)
    assert codes(raised) == ["not-utf8"]
    assert raised.value.problems[0].where == str(path)


def test_what_leads_from_lock_to_lock():
    old, new, none = locked("2023-1"), locked("2024-1"), cfp.Lock.parse("format = 1\n")
    [moved] = old.difference(new)
    assert (moved.before.version, moved.after.version) == ("2023-1", "2024-1")
    assert repr(moved) == f"<cfp.LockChange {MEE} 2023-1 → {MEE} 2024-1>"
    [added] = none.difference(new)
    assert (added.before, added.after) == (None, new.datasets[0])
    [removed] = new.difference(none)
    assert (removed.before, removed.after) == (new.datasets[0], None)
    assert old.difference(locked("2023-1")) == []


def of_ar6(name):
    return (
        f'[[gwp]]\nset = "{name}"\nid = "ipcc-gwp-ar6"\nversion = "2024-1"\nsha256 = "{OF_AR6}"\n'
    )


def test_a_lock_names_sets_of_potentials(registry):
    lock = cfp.Lock.parse("format = 1\n" + of_ar6("AR6-20") + of_ar6("AR6-100"))
    assert [gwp.set for gwp in lock.gwp] == ["AR6-100", "AR6-20"]
    named = lock.gwp[0]
    assert (named.id, named.version, named.sha256) == ("ipcc-gwp-ar6", "2024-1", OF_AR6)
    changes = cfp.Lock.parse("format = 1\n").difference(lock)
    assert [(change.before, change.after) for change in changes] == [
        (None, gwp) for gwp in lock.gwp
    ]
    fixed = registry.locked(lock)
    assert fixed.gwp("AR6-100").dataset.version == "2024-1"
    with pytest.raises(cfp.FactorError) as raised:
        fixed.gwp("AR5-100")
    assert codes(raised) == ["not-in-lock"]


def test_a_lock_names_its_models():
    lock = cfp.Lock.parse('format = 1\nmodels = ["profile.toml", "billet.toml"]\n')
    assert lock.models == ["billet.toml", "profile.toml"]
    assert locked("2024-1").models == []


STEAM = """
product = "x"
amount = "1 kg"
gwp = "AR6-100"
region = "CN-GD"
year = 2024
[[process]]
name = "p"
makes = { x = "1 kg" }
takes = { electricity = "1 kWh" }
[supply.electricity]
factor = "electricity"
up_to_region = "country"
"""


def test_a_lock_seals_headers_and_regions(registry, tmp_path):
    path = tmp_path / "model.toml"
    path.write_text(STEAM)
    lock = cfp.read_model(path, registry=registry).lock()
    assert (lock.format, lock.finding) == (2, None)
    [region] = lock.regions
    assert (region.code, region.belongs_to[-1]) == ("CN-GD", "CN")
    [dataset] = lock.datasets
    assert dataset.header["gas_basis"] == "CO2e"
    fixed = registry.locked(lock)
    grid = fixed.find("electricity", region="CN-GD", year=2024, up_to_region="country")
    assert grid.value == Decimal("0.5777")
    moved = lock.text.replace('"CO2e"', '"CO2"')
    with pytest.raises(cfp.FactorError) as raised:
        registry.locked(cfp.Lock.parse(moved))
    # That of the factors and that of the potentials.
    assert codes(raised) == ["locked-header-changed"] * 2
    moved = lock.text.replace(f'"{region.belongs_to[0]}"', '"US"', 1)
    with pytest.raises(cfp.FactorError) as raised:
        registry.locked(cfp.Lock.parse(moved))
    assert codes(raised) == ["locked-region-moved"]
    none = cfp.Lock.parse("format = 2\n")
    [added] = [change for change in none.difference(lock) if change.after == region]
    assert added.before is None


def test_an_older_lock_says_so():
    assert locked("2024-1").format == 1
    assert locked("2024-1").finding.code == "lock-of-older-format"


def test_texts_that_changed_are_told(registry):
    diff = registry.diff(f"{MEE}@=2023", f"{MEE}@=2024")
    [nuclear] = diff.rewritten
    assert (nuclear.before.value, nuclear.after.value) == (Decimal("0.0065"), Decimal("0.0065"))
    assert [text.column for text in nuclear.texts] == ["note"]
    assert diff.unchanged == 0


def test_a_row_without_a_number_has_no_value(registry):
    diff = registry.diff("cbam-territories", "cbam-territories")
    assert (diff.changed, diff.rewritten, diff.unchanged) == ([], [], 255)


def test_names_in_other_letters_are_the_same(registry):
    grid = registry.find("电\uf98a", region="CN", year=2024)
    assert grid.value == Decimal("0.5777")
    names = {factor.activity for factor in registry.search("電\uf98a", region="CN", year=2024)}
    assert "electricity" in names
    system = cfp.System(
        cfp.Process("p", makes={"e\u0301": "1 kg"}, takes={"a\u0300": "2 kg"}),
        supply={"à": "3 kg CO2e/kg"},
    )
    assert system.footprint("é", "1 kg", gwp="AR6-100").total == Decimal("6")
