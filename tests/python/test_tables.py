"""Rows of results are a sequence and columns of Arrow, with the same numbers."""

import sys
from decimal import Decimal

import pytest

import cfp

D = Decimal
polars = pytest.importorskip("polars")
pyarrow = pytest.importorskip("pyarrow")
pandas = pytest.importorskip("pandas")


@pytest.fixture
def footprint(system):
    return system.footprint("profile", "1 t", "AR6-100")


@pytest.fixture
def table(footprint):
    return footprint.by_process()


@pytest.fixture
def wide():
    """Ten billion and a number of 28 places in one column: 39 digits."""
    press = cfp.Process("press", makes={"profile": "1 kg"}, takes={"billet": "1 kg", "oil": "1 kg"})
    supply = {"billet": "12345678901 kg CO2e/kg", "oil": "0.0000000000000000000000000001 kg CO2e/kg"}
    return cfp.System(press, supply=supply).footprint("profile", "1 kg", "AR6-100").by_process()


def test_a_table_is_the_sequence_of_its_rows(table):
    assert len(table) == 3 and table
    first, second, third = table
    assert [first.process, second.process, third.process] == ["billet", "electricity", "extrude profile"]
    assert table[0] == first and table[-1] == third and table[1:] == [second, third]
    assert table[::-2] == [third, first] and list(reversed(table)) == [third, second, first]
    assert second in table and table.index(second) == 1 and table.count(second) == 1
    assert "billet" not in table and table.count(None) == 0
    assert repr(table) == repr(list(table))
    for place in (3, -4):
        with pytest.raises(IndexError, match="the table has 3 rows"):
            table[place]
    with pytest.raises(TypeError, match="'co2e'; a column is one of to_pandas"):
        table["co2e"]
    with pytest.raises(ValueError, match="no such row"):
        table.index("billet")


def test_tables_compare_as_lists_do(footprint, table):
    assert table == list(table) and list(table) == table and table == table
    assert table == footprint.by_process() and table != footprint.inventory
    assert table != list(table)[:2] and table != [*table, table[0]]
    assert footprint.terms == [] and footprint.terms != [None]
    assert table != tuple(table) and table != 3 and table != None  # noqa: E711
    with pytest.raises(TypeError, match="unhashable"):
        hash(table)
    with pytest.raises(AttributeError):
        table.append(table[0])


def test_the_columns_have_the_digits_of_the_rows(table):
    taken = pyarrow.table(table)
    assert taken.column_names == table.columns
    # 9.1 kg per kg of 1048 kg, 0.5777 kg per kWh of 1150 kWh, and 203 kg.
    assert taken["co2e"].to_pylist() == [D("9536.8"), D("664.355"), D(203)]
    assert taken.schema.field("co2e").type == pyarrow.decimal128(38, 3)
    assert taken["co2e_bound"].to_pylist() == [D(0)] * 3
    assert taken.schema.field("co2e").metadata == {b"unit": b"kg CO2e"}
    assert table.units == {"co2e": "kg CO2e", "co2e_bound": "kg CO2e", "share_percent": "%"}
    assert taken["unit"].to_pylist() == ["kg", "kWh", ""]
    schema = pyarrow.schema(table)
    assert schema.equals(taken.schema, check_metadata=True)


def test_two_exports_share_their_memory(table):
    one, two = pyarrow.table(table), pyarrow.table(table)
    for name in table.columns:
        buffers = [export[name].chunk(0).buffers() for export in (one, two)]
        addresses = [[buffer and buffer.address for buffer in own] for own in buffers]
        assert addresses[0] == addresses[1] and any(addresses[0])


def test_polars_takes_the_columns_without_a_copy(table):
    frame = polars.DataFrame(table)
    assert frame.schema["co2e"] == polars.Decimal(38, 3)
    assert frame["co2e"].to_list() == [row.co2e for row in table]
    assert frame["co2e"].sum() == D("10404.155")
    assert frame.equals(table.to_polars())
    addresses = [of["co2e"].chunk(0).buffers()[1].address for of in (frame.to_arrow(), pyarrow.table(table))]
    assert addresses[0] == addresses[1]


def test_a_long_table_shows_its_first_rows():
    registry = cfp.Registry.bundled()
    found = registry.search("electricity")
    assert len(found) > 20 and repr(found) == f"{repr(found[:20])[:-1]}, {len(found) - 20} more]"
    assert found._repr_html_().count("<tr>") == 22 and f"{len(found) - 20} more rows" in found._repr_html_()


def test_the_columns_outlive_their_table(system):
    taken = pyarrow.table(system.footprint("profile", "1 t", "AR6-100").by_process())
    assert sum(taken["co2e"].to_pylist()) == D("10404.155")


def test_pandas_has_decimals_or_floats(table):
    frame = table.to_pandas()
    assert list(frame.columns) == table.columns
    assert frame["co2e"].tolist() == [row.co2e for row in table]
    assert all(type(value) is Decimal for value in frame["co2e"])
    floats = table.to_pandas(decimals="repr")
    assert floats["co2e"].dtype == "float64"
    assert floats["co2e"].tolist() == [9536.8, 664.355, 203.0]
    assert floats["share_percent"].tolist() == [float(row.share_percent) for row in table]
    assert table.to_polars(decimals="repr")["co2e"].to_list() == [9536.8, 664.355, 203.0]
    assert table.to_pyarrow(decimals="repr")["co2e"].to_pylist() == [9536.8, 664.355, 203.0]
    assert table.to_pyarrow() == pyarrow.table(table)
    with pytest.raises(ValueError, match='`decimals` is "exact" or "repr", not "float"'):
        table.to_pandas(decimals="float")


def test_a_float_is_the_nearest():
    third = cfp.Process("third", makes={"part": "3 kg"}, emits={"CO2": "1 kg"})
    table = cfp.System(third).footprint("part", "1 kg", "AR6-100").by_process()
    assert table.to_pandas("repr")["co2e"].tolist() == [1 / 3]
    assert 0 < table.to_pandas()["co2e_bound"][0] < D("1e-27")


def test_what_is_absent_is_null(examples):
    footprint = cfp.read_model(examples / "aluminium-profile.toml").footprint()
    taken = pyarrow.table(footprint.coverage)
    years = [row.year for row in footprint.coverage]
    assert None in years and any(years)
    assert taken["year"].to_pylist() == years
    frame = footprint.coverage.to_pandas()
    assert frame["year"].dtype == "Int64" and frame["exact"].dtype == "boolean"
    assert [None if pandas.isna(year) else year for year in frame["year"]] == years
    gases = footprint.inventory
    assert pyarrow.table(gases)["mass_kg"].to_pylist() == [row.mass_kg for row in gases]
    assert gases.to_pandas("repr")["mass_kg"].isna().tolist() == [row.mass_kg is None for row in gases]


def test_an_empty_table_has_its_columns(footprint):
    terms = footprint.terms
    assert len(terms) == 0 and not terms
    assert terms.columns[:3] == ["process", "term", "flow"]
    assert pyarrow.table(terms).num_rows == 0 and polars.DataFrame(terms).height == 0
    assert list(terms.to_pandas().columns) == terms.columns


def test_a_column_beyond_38_digits_keeps_them(wide):
    taken = pyarrow.table(wide)
    assert taken.schema.field("co2e").type == pyarrow.decimal256(76, 28)
    assert taken["co2e"].to_pylist()[:2] == [D("12345678901"), D("1e-28")]
    assert wide.to_pandas()["co2e"].tolist()[:2] == [D("12345678901"), D("1e-28")]
    with pytest.raises(ValueError, match="`co2e` needs more than the 38 digits"):
        wide.to_polars()
    assert wide.to_polars("repr")["co2e"].to_list()[:2] == [12345678901.0, 1e-28]


@pytest.mark.parametrize("name", ["pandas", "polars", "pyarrow"])
def test_a_missing_library_is_named(table, name, monkeypatch):
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=f"`to_{name}` needs the package `{name}`"):
        getattr(table, f"to_{name}")()


def test_a_table_in_a_notebook_is_escaped():
    press = cfp.Process("<b>press</b>", makes={"profile": "1 kg"}, emits={"CO2": "0.123456789 kg"})
    html = cfp.System(press).footprint("profile", "1 kg", "AR6-100").by_process()._repr_html_()
    assert "&lt;b&gt;press&lt;/b&gt;" in html and "<b>" not in html
    assert "<td>0.123457</td>" in html and "<th>co2e<br>kg CO2e</th>" in html


def attribute(row, column):
    """What a row says under the name of a column; a field that has fields is asked for theirs."""
    if hasattr(row, column):
        value = getattr(row, column)
        return value.value if isinstance(value, cfp.Figure) else value
    prefixes = [name for name in dir(row) if column.startswith(f"{name}_") and not name.startswith("_")]
    prefix = max(prefixes, key=len)
    value, rest = getattr(row, prefix), column.removeprefix(f"{prefix}_")
    if value is None:
        return None
    if isinstance(value, list):
        return [getattr(item, rest) for item in value]
    return value.get(rest) if isinstance(value, dict) else getattr(value, rest)


def check(table):
    """Each cell of a table is what its row says."""
    taken = pyarrow.table(table)
    assert taken.num_rows == len(table)
    assert list(table) == table and all(row in table for row in table[:3])
    for name in taken.column_names:
        if name.startswith(("by_category_", "elasticity_")) and name.endswith("_bound"):
            continue
        assert taken[name].to_pylist() == [attribute(row, name) for row in table], name
    assert len(table.to_pandas()) == len(table)
    return len(table)


def test_each_kind_of_row_is_its_columns(examples):
    footprints = [cfp.read_model(path).footprint() for path in sorted(examples.glob("*.toml"))]
    of = ["inventory", "by_stage", "by_region", "suppliers", "electricity", "cut_offs", "coverage", "terms", "factors"]
    rows = {name: sum(check(getattr(own, name)) for own in footprints) for name in [*of, "findings"]}
    assert all(rows.values()), rows
    assert sum(check(own.by_process()) for own in footprints) > len(footprints)


def test_other_results_are_tables_too(examples):
    model = cfp.read_model(examples / "aluminium-profile.toml")
    assert check(model.intensities().rows) and check(model.check("iso-14067")) >= 0
    mee = "cn-mee-electricity-footprint"
    assert check(model.difference(f"{mee}@=2023", f"{mee}@=2024").parts)
    registry = cfp.Registry.bundled()
    assert check(registry.search("electricity", region="CN")) > 1
    assert check(registry.datasets()) > 10 and check(registry.regions()) > 10


def test_the_rows_of_a_database_are_tables():
    numpy = pytest.importorskip("numpy")
    exchanges = (numpy.array([0, 1, 0]), numpy.array([0, 1, 1]), numpy.array([1.0, 1.0, -0.5]))
    emissions = (numpy.array([0, 0]), numpy.array([0, 1]), numpy.array([3.0, 1.0]))
    for labels in ({}, {"products": ["coal", "power"], "flows": [{"id": "co2", "name": "CO2", "unit": "kg"}]}):
        database = cfp.Database.from_triplets(2, exchanges, 1, emissions, **labels)
        scores = database.scores({0: 1.0})
        contributions = scores.contributions(1, 2)
        assert check(contributions.rows) == 2 and check(contributions.flows()) == 1
        nodes = scores.supply_chains(1).nodes
        assert check(nodes) == 2 and check(scores.loops) == 0 and check(scores.findings) == 0
        assert pyarrow.table(nodes)["parent"].to_pylist() == [None, 0]
        paths = scores.paths(1).paths
        assert len(paths) == 2 and pyarrow.table(paths)["score"].to_pylist() == [path.score.value for path in paths]
        assert check(scores.sensitivities(1).rows) > 2
    assert pyarrow.table(nodes)["label_id"].to_pylist() == ["power", "coal"]
    assert pyarrow.table(paths)["steps_product"].to_pylist() == [["power", "coal"], ["power"]]


MODEL = """
product = "profile"
amount = "2 t"
gwp = "AR6-100"

[parameters]
loss = { value = "1.05", spread = { normal_sd = "0.01" } }

[[process]]
name = "press"
makes = { "profile" = "1 t" }
takes = { "billet" = "{loss} * 1 t", "electricity" = "1.15 MWh" }
emits = { "CO2, fossil" = { amount = "100 kg", spread = { normal_sd = "15 kg" } } }

[[process]]
name = "foundry"
makes = { "billet" = "1 t" }
takes = { "electricity" = "2 MWh" }

[supply.electricity]
footprint = "0.5 kg CO2e/kWh"

[scenario.better]
parameters.loss = "1.02"
"""


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text(MODEL)
    return cfp.read_model(path)


def test_analyses_are_tables(model):
    analysis = model.analyse()
    for by in ("process", "product", "gas", "category", "stage", "tag", "region", "tier", "dataset"):
        assert check(analysis.contributions(by).rows) >= 1
    assert check(analysis.upstream().rows) == 3 and check(analysis.tree().nodes) == 4
    assert check(analysis.paths().paths) == 3 and check(analysis.paths().findings) == 0
    sankey = analysis.sankey()
    assert check(sankey.nodes) == 4 and check(sankey.links) == 4
    assert check(analysis.sensitivities().rows) > 4


def test_uncertainty_is_in_tables(model):
    analysis = model.analyse()
    assert check(analysis.first_order().inputs) == 2
    drawn = analysis.monte_carlo(100)
    assert check(drawn.inputs) == 2 and check(drawn.statistics.percentiles) > 2 and check(drawn.statistics.failed) == 0
    assert check(analysis.global_sensitivity(50).inputs) == 2
    assert drawn.inputs.to_pandas()["mean"].dtype == "float64"


def test_scenarios_are_tables(model):
    scenarios = model.scenarios()
    assert check(scenarios.scenarios) == 1 and check(scenarios.scenarios[0].parts) >= 1
    taken = pyarrow.table(scenarios.scenarios)
    # 2 t of profile with 0.03 t less of billet each, 1000 kg CO2e per t.
    assert taken["change"].to_pylist() == [D(-60)] and taken["name"].to_pylist() == ["better"]
    assert check(model.sweep("1", "1.1", 2, parameter="loss").rows) >= 2
