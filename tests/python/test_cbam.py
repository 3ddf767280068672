"""The Carbon Border Adjustment Mechanism: what goods embed, and the certificates of imports."""

import datetime
import json
from decimal import Decimal, localcontext

import pytest

import cfp

D = Decimal
# The example of the Commission's guidance: primary aluminium, of which a part is formed in the installation.
ALUMINIUM = """
name = "smelter"
country = "CN"
year = 2026

[[process]]
name = "primary smelting"
produced = "200000 t"
direct = "311000 t CO2e"
electricity = [{ amount = "3000000 MWh", factor = "0.41 t CO2e/MWh" }]
goods = [{ cn = "76011010" }]

[[process]]
name = "forming"
produced = "113000 t"
direct = "5283 t CO2e"
electricity = [{ amount = "105000 MWh", factor = "0.41 t CO2e/MWh" }]
takes = [{ from = "primary smelting", amount = "120000 t" }]
goods = [{ cn = "76042100" }]
"""
GAS = """
year = 2026

[[stream]]
name = "natural gas"
method = "combustion"
activity = "190000 t"
net_calorific_value = "48 GJ/t"
emission_factor = "56.1 t CO2/TJ"
factors = "national"
used_in = "reforming"

[[process]]
name = "reforming"
produced = "55000 t"
goods = [{ cn = "28041000" }]
"""
COIL = {"cn": "72081000", "country": "CN", "mass_t": "1"}


@pytest.fixture
def smelter():
    return cfp.cbam.Installation.from_text(ALUMINIUM, "smelter.toml")


# A cell group, a measured source and a boiler that serves a process.
SOURCES = """
year = 2026

[[anode_effects]]
name = "cells"
aluminium = "1000 t"
technology = "CWPB"
frequency = "0.1"
minutes = "2"
slope_factor = "0.122"
c2f6_per_cf4 = "0.097"
collection_efficiency = "1"
used_in = "smelting"

[[measured]]
name = "stack"
measured = "4500 t CO2"
used_in = "smelting"

[[stream]]
name = "natural gas"
method = "combustion"
activity = "10 TJ"
emission_factor = "56.1 t CO2/TJ"
factors = "national"
used_in = "boiler"

[[energy_unit]]
name = "boiler"
kind = "boiler"
efficiency = "0.9"

[[process]]
name = "smelting"
produced = "1000 t"
heat_imported = [{ amount = "9 TJ", unit = "boiler" }]
goods = [{ cn = "76011010" }]
"""


@pytest.fixture
def plant(examples):
    """The example of a smelter with a forming line that buys billets, and what its footprint needs."""
    return cfp.cbam.Installation.read(examples / "cbam" / "aluminium.toml")


def declared(*rows, **options):
    return cfp.cbam.declaration(list(rows), year=options.pop("year", 2026), **options)


def refusal(kind, act):
    """The codes of what is refused, which is of this class."""
    with pytest.raises(cfp.CfpError) as raised:
        act()
    assert type(raised.value) is kind
    return [problem.code for problem in raised.value.problems]


def test_hot_rolled_coil_by_its_default_value():
    [coil] = declared(COIL, price="75.36").goods
    assert (coil.see, coil.markup, coil.see_with_markup) == (D("3.187"), D("0.1"), D("3.5057"))
    assert (coil.cbam_factor, coil.benchmark, coil.sefa) == (D("0.975"), D("1.370"), D("1.33575"))
    assert (coil.certificates, coil.cost_eur) == (D("2.16995"), D("163.527432"))
    assert (coil.path, coil.route, coil.country, coil.default_table) == ("default", "C", "China", "China")
    assert type(coil.certificates) is Decimal and coil.line == 1 and coil.production_year == 2026
    assert coil.steps()[-1] == "cost: 2.16995 × 75.36 EUR = 163.527432 EUR"


@pytest.mark.parametrize("mass", ["1000", D("1000"), 1000], ids=repr)
def test_an_amount_is_text_a_decimal_or_an_int(mass):
    assert declared({**COIL, "mass_t": mass}).goods[0].certificates == D("2169.95")


def test_what_the_lines_come_to():
    declaration = declared({**COIL, "mass_t": "30"}, {**COIL, "mass_t": "20"}, price=D("75.36"))
    totals = declaration.totals
    assert (totals.mass_t, totals.certificates) == (D(50), D("108.4975"))
    # 50 t may be reached and not exceeded, so that nothing is due.
    assert (totals.threshold.limit_t, totals.threshold.is_exceeded) == (D(50), False)
    assert (totals.certificates_due, totals.cost_due_eur, totals.lines_without_certificates) == (0, 0, 0)
    assert "below-threshold" in [finding.code for finding in declaration.findings]
    more = declared({**COIL, "mass_t": "50.001"}, price="75.36").totals
    assert more.threshold.is_exceeded and more.cost_due_eur == D("50.001") * D("163.527432")
    # From 2027 on, half of the default values without mark-up less the free allocation is held.
    assert totals.holding == []
    later = declared({**COIL, "import_date": "2027-02-03"}, year=2027).totals
    assert [row.quarter for row in later.holding] == ["2027-Q1"]


def test_actual_values_are_taken_as_they_are():
    row = {**COIL, "mass_t": 10, "see_direct": "1.9", "see_indirect": "0.1", "sefa": D("1.3")}
    [coil] = declared(row).goods
    assert (coil.path, coil.see, coil.markup, coil.certificates) == ("actual", 2, 0, 7)
    assert (coil.default_row, coil.cost_eur, coil.price_eur) == (None, None, None)


def test_prices_by_quarter():
    rows = [{**COIL, "import_date": "2026-02-03"}, {**COIL, "import_date": datetime.date(2026, 4, 1)}]
    prices = {"2026-Q1": "75.36", "2026-Q2": D("75.28")}
    first, second = declared(*rows, price=prices).goods
    assert (first.quarter, first.price_eur) == ("2026-Q1", D("75.36"))
    assert (second.quarter, second.price_eur) == ("2026-Q2", D("75.28"))
    assert second.cost_eur == D("2.16995") * D("75.28")
    one = declared(*rows, price={"2026-Q1": 75})
    assert len(one.goods) == 1 and [problem.code for problem in one.problems] == ["no-price-of-quarter"]
    for price in ("dear", {"2026": "75"}, {"2026-Q5": "75"}, {}, "-1"):
        assert refusal(cfp.FormatError, lambda price=price: declared(COIL, price=price)) == ["bad-price"]


def test_a_draft_rule_is_switched_on_by_name():
    row = {**COIL, "see_direct": "2", "see_indirect": "0", "sefa": "1", "carbon_price_paid_eur_per_t": "10"}
    without, = declared(row, price="80").goods
    assert without.certificates == 1 and "carbon-price-not-counted" in [one.code for one in without.findings]
    with_it = declared(row, price="80", draft_rules=["carbon-price-paid"])
    assert with_it.goods[0].certificates == D("0.75") and with_it.goods[0].carbon_price_reduction == D("0.25")
    assert "draft-rule" in [finding.code for finding in with_it.findings]
    unpriced = refusal(cfp.LinkError, lambda: declared(row, draft_rules=["carbon-price-paid"], strict=True))
    assert unpriced == ["no-reference-price"]
    with pytest.raises(ValueError, match='a draft rule is "carbon-price-paid", not "netting"'):
        declared(row, draft_rules=["netting"])
    with pytest.raises(TypeError, match="is one name"):
        declared(row, draft_rules="carbon-price-paid")


def test_years_without_published_numbers():
    [problem] = declared({**COIL, "see_direct": "2", "see_indirect": "0"}, year=2032).problems
    assert problem.code == "not-published-for-year"
    row = {**COIL, "see_direct": "2", "see_indirect": "0", "precursor_sefa": "0"}
    [coil] = declared(row, year=2032, correction_factor=1, benchmark=D("0.05")).goods
    assert (coil.benchmark, coil.correction_factor) == (D("0.05"), 1)
    assert "benchmark-given" in [finding.code for finding in coil.findings]


def test_bad_rows_are_told_and_the_others_declared():
    changes = [{}, {"mass_t": "much"}, {"cn": "72081"}, {"country": "Chna"}]
    rows = [*({**COIL, **change} for change in changes), {"cn": "72081000"}]
    declaration = declared(*rows, COIL)
    assert [good.line for good in declaration.goods] == [1, 6]
    told = [(problem.code, problem.where) for problem in declaration.problems]
    assert told == [
        ("not-a-decimal", "imports:row 2, mass_t"),
        ("not-a-cn-code", "imports:row 3, cn"),
        ("unknown-country", "imports:row 4, country"),
        ("empty-import-field", "imports:row 5, country"),
        ("empty-import-field", "imports:row 5"),
    ]
    assert "China" in declaration.problems[2].hint
    codes = refusal(cfp.FormatError, lambda: declared(*rows, strict=True))
    assert codes == [code for code, _ in told]
    unknown = {**COIL, "cn": "99999999"}
    assert refusal(cfp.FactorError, lambda: declared(unknown, strict=True)) == ["cn-code-not-in-scope"]


def test_a_list_that_is_none():
    assert refusal(cfp.FormatError, lambda: declared()) == ["no-rows"]
    titles = {"cn": "72081000", "mass": "1"}
    assert refusal(cfp.FormatError, lambda: declared(titles)) == ["unknown-title", "no-column", "no-column"]
    for rows in (["72081000"], COIL, 3):
        with pytest.raises(TypeError):
            cfp.cbam.declaration(rows, year=2026)


@pytest.mark.parametrize("column", ["mass_t", "see_direct", "cn"])
def test_a_float_is_refused(column):
    with pytest.raises(TypeError, match=rf'row 2, {column}: 1.5 is a float; write "1.5" or Decimal\("1.5"\)'):
        declared(COIL, {**COIL, column: 1.5})
    numpy = pytest.importorskip("numpy")
    with pytest.raises(TypeError, match=rf"row 1, {column}: 1.5 is a float"):
        declared({**COIL, column: numpy.float64(1.5)})


def test_other_numbers_are_exact_too():
    for option in ({"price": 75.36}, {"price": {"2026-Q1": 75.36}}, {"correction_factor": 1.0}, {"benchmark": 1.37}):
        with pytest.raises(TypeError, match="is a float"):
            declared(COIL, **option)
    with pytest.raises(TypeError, match="True is of type `bool`"):
        declared({**COIL, "mass_t": True})


def test_a_file_of_imports(tmp_path):
    path = tmp_path / "imports.csv"
    path.write_text("cn,country,mass_t\n72081000,CN,1\n72081000,CN,-1\n")
    for given in (path, str(path)):
        declaration = cfp.cbam.declaration(given, year=2026)
        assert [(good.line, good.certificates) for good in declaration.goods] == [(2, D("2.16995"))]
        [problem] = declaration.problems
        assert (problem.code, problem.where) == ("negative-field", f"{path}:3:13")
    with pytest.raises(FileNotFoundError):
        cfp.cbam.declaration(tmp_path / "missing.csv", year=2026)


def test_data_frames_are_lists_of_imports():
    columns = {"cn": ["72081000", "76011010"], "country": ["CN", "IN"], "mass_t": [D("1.5"), D(2)]}
    columns["route"] = ["C", None]
    expected = declared(*({name: values[row] for name, values in columns.items()} for row in range(2)))
    assert len(expected.goods) == 2
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    for frame in (pandas.DataFrame(columns), polars.DataFrame(columns), pyarrow.table(columns)):
        assert cfp.cbam.declaration(frame, year=2026) == expected
    frame = pandas.DataFrame({"cn": [72081000, 72081000], "country": "CN", "mass_t": [1, 2]})
    frame["import_date"] = pandas.to_datetime(["2026-03-31", None])
    frame["see_direct"] = [None, float("nan")]
    first, second = cfp.cbam.declaration(frame, year=2026).goods
    assert (first.quarter, second.quarter) == ("2026-Q1", None) and second.certificates == D("4.3399")
    frame["mass_t"] = [1.5, 2.5]
    with pytest.raises(TypeError, match="row 1, mass_t: 1.5 is a float"):
        cfp.cbam.declaration(frame, year=2026)


def test_a_declaration_is_json_and_a_table():
    declaration = declared(COIL, {**COIL, "country": "Chna"}, price="75.36")
    written = json.loads(declaration.to_json())
    assert written["goods"][0]["certificates"] == "2.16995" and written["year"] == 2026
    [problem] = written["problems"]
    assert (problem["code"], problem["where"]) == ("unknown-country", "imports:row 2, country")
    assert declaration.table() == declaration.goods and declaration.table().units["cost_eur"] == "EUR"
    frame = pytest.importorskip("pandas") and declaration.table().to_pandas()
    assert frame["certificates"].tolist() == [D("2.16995")] and frame["cn"].tolist() == ["72081000"]
    assert frame["sefa"].tolist() == [row.sefa for row in declaration.goods]
    assert declaration == declared(COIL, {**COIL, "country": "Chna"}, price="75.36") != declared(COIL)
    assert repr(declaration) == "<cfp.cbam.Declaration of 2026: 1 goods, 1 problems; 4 findings>"
    assert any(name.startswith("cbam-default-values@=") for name in declaration.datasets)


def near(value, expected):
    """Within a part in a billion billions of a quotient of integers."""
    with localcontext() as context:
        context.prec = 60
        exact = D(expected[0]) / D(expected[1])
        assert abs(value - exact) <= abs(exact) * D("1e-18"), (value, exact)
    return True


def test_aluminium_and_what_is_formed_of_it(smelter):
    embedded = smelter.embedded()
    primary, formed = embedded.goods
    assert (primary.process, primary.cn) == ("primary smelting", "76011010")
    assert (primary.functional_unit, primary.content) == ("t", 1)
    assert (primary.see_direct, primary.see_indirect, primary.see_total) == (D("1.555"), D("6.15"), D("7.705"))
    assert abs(formed.see_direct / D("1.698079646017699") - 1) < D("1e-12")
    assert abs(formed.see_indirect / D("6.9119469026548686") - 1) < D("1e-12")
    # 5283 t of its own and 120000 t of metal at 1.555; 43050 t and 120000 t at 6.15; for 113000 t.
    assert near(formed.see_direct, (191883, 113000)) and near(formed.see_indirect, (781050, 113000))
    assert (formed.see_direct_reported, formed.see_indirect_reported) == ("1.69808", "6.91195")
    # Aluminium is of Annex II: electricity does not count.
    assert formed.see_certificates == formed.see_direct and primary.see_certificates_reported == "1.555"
    assert primary.electricity_mwh == 15 and 0 < embedded.rounding_bound < D("1e-18")
    # The processes state their emissions, and no source is given.
    assert (embedded.installation_direct, embedded.installation_indirect) == (0, 1273050)


def test_the_way_to_the_goods(smelter):
    embedded = smelter.embedded(cfp.Registry.bundled())
    assert embedded == smelter.embedded()
    primary, forming = embedded.processes
    assert (primary.direct, primary.attributed_direct, primary.attributed_indirect) == (311000, 311000, 1230000)
    assert primary.precursors == [] and primary.annex_ii and primary.share_of_goods == 1
    [metal] = forming.precursors
    assert (metal.name, metal.is_own, metal.tonnes) == ("primary smelting", True, 120000)
    assert (metal.see_direct, metal.see_indirect, metal.indirect_counted) == (D("1.555"), D("6.15"), 0)
    assert embedded.streams == [] and embedded.anode_effects == []
    assert embedded.measured == [] and embedded.energy_units == []
    assert any("accredited" in item for item in embedded.checklist)
    assert len(embedded.datasets) == 6


def test_source_streams_say_their_equation():
    embedded = cfp.cbam.Installation.from_text(GAS).embedded()
    [stream] = embedded.streams
    assert (stream.method, stream.emissions, stream.energy_tj) == ("combustion", 511632, 9120)
    assert stream.step == "190000 t × 48 GJ/t × 56.1 t CO2/TJ = 511632 t CO2"
    assert embedded.goods[0].see_direct == D("9.3024") and embedded.installation_direct == 511632


def test_an_installation_is_written_and_read_again(smelter, tmp_path):
    assert (smelter.name, smelter.country, smelter.year) == ("smelter", "CN", 2026)
    assert smelter.processes == ["primary smelting", "forming"]
    path = tmp_path / "smelter.json"
    path.write_text(smelter.to_json(), encoding="utf-8")
    expected = smelter.embedded()
    assert cfp.cbam.Installation.read(path).embedded() == expected
    assert cfp.cbam.Installation.from_text(smelter.to_toml()).embedded() == expected
    assert cfp.cbam.Installation.from_text(smelter.to_csv(), "smelter.csv").embedded() == expected
    for language in ("en", "zh"):
        path = tmp_path / f"{language}.xlsx"
        path.write_bytes(smelter.to_template(language))
        again = cfp.cbam.Installation.read(path)
        assert again.to_json() == smelter.to_json() and again.embedded() == expected
    assert repr(smelter) == "<cfp.cbam.Installation 'smelter', 2026, of 2 processes>"


def test_embedded_emissions_are_json_and_a_table(smelter):
    embedded = smelter.embedded()
    written = json.loads(embedded.to_json())
    assert written["goods"][0]["see_direct"] == "1.555"
    assert {"functional_unit", "see_direct_per_fu", "see_certificates", "sefa"} <= written["goods"][0].keys()
    assert embedded.table() == embedded.goods
    frame = pytest.importorskip("pandas") and embedded.table().to_pandas()
    assert frame["see_direct"].tolist() == [good.see_direct for good in embedded.goods]
    assert embedded.goods.units["see_total"] == "t CO2e/t"


def test_each_kind_of_row_is_its_columns(smelter, plant):
    pyarrow = pytest.importorskip("pyarrow")
    embedded = smelter.embedded()
    sources = cfp.cbam.Installation.from_text(SOURCES).embedded()
    goods = declared(COIL, {**COIL, "reference": "a", "import_date": "2027-05-01"}, year=2027)
    tables = [embedded.goods, embedded.processes, embedded.processes[1].precursors]
    tables += [sources.streams, sources.anode_effects, sources.measured, sources.energy_units]
    tables += [goods.goods, goods.totals.holding]
    compared = plant.compare("75.36")
    tables += [compared.years, compared.suppliers, smelter.compare(0).years, plant.bridge().lines]
    for table in tables:
        taken = pyarrow.table(table)
        for name in taken.column_names:
            assert taken[name].to_pylist() == [getattr(row, name) for row in table], name
    assert all(tables)


def test_actual_values_beside_default_values(plant):
    compared = plant.compare("75.36")
    assert (compared.country, compared.price_eur) == ("CN", D("75.36"))
    assert [(row.name, row.year) for row in compared.years] == [
        (name, year) for name in ("slabs", "wire") for year in range(2026, 2031)
    ]
    wire = compared.years[5]
    assert (wire.process, wire.cn, wire.cbam_factor, wire.markup) == ("forming", "76051900", D("0.975"), D("0.1"))
    assert (wire.default_see, wire.default_sefa) == (D("5.3691"), D("1.447875"))
    assert wire.default_certificates == wire.default_see - wire.default_sefa
    assert wire.default_eur_per_t == wire.default_certificates * D("75.36")
    good = plant.embedded().goods[1]
    assert (wire.actual_see, wire.actual_sefa) == (good.see_certificates, good.sefa)
    [billets] = compared.suppliers
    assert (billets.precursor, billets.supplier, billets.is_actual) == ("billets", "Billet works A", False)
    assert billets.see == billets.see_by_default > billets.see_without and billets.saving_eur_per_t == 0
    assert compared.datasets == plant.embedded().datasets and any("accredited" in item for item in compared.checklist)
    assert "tariff-code-is-not-cn" in [finding.code for finding in compared.findings]
    written = json.loads(compared.to_json())
    assert written["goods"][1]["years"][0]["default"]["see"] == "5.3691"
    assert compared.table() == compared.years and compared.years.units["saving_eur_per_t"] == "EUR/t"
    assert repr(compared) == "<cfp.cbam.Comparison 'CN', of 2 goods, at 75.36 EUR; 9 findings>"
    assert type(compared) is cfp.cbam.Comparison is not cfp.Comparison


def test_years_and_prices_of_a_comparison(plant):
    one = plant.compare(D("75.36"), first_year=2027, last_year=2027, registry=cfp.Registry.bundled())
    assert [row.year for row in one.years] == [2027, 2027]
    assert one.years[:] == [row for row in plant.compare("75.36").years if row.year == 2027]
    assert refusal(cfp.FormatError, lambda: plant.compare(75, first_year=2028, last_year=2027)) == ["years-reversed"]
    with pytest.raises(TypeError, match="75.36 is a float"):
        plant.compare(75.36)
    for price in ("dear", "-1", "2026-Q1=75"):
        assert refusal(cfp.FormatError, lambda price=price: plant.compare(price)) == ["bad-price"]
    # Without a country there is no default value to compare with.
    text = ALUMINIUM.replace('country = "CN"\n', "")
    first = cfp.cbam.Installation.from_text(text).compare("75.36").years[0]
    assert (first.actual_see, first.default_see, first.default_eur_per_t) == (D("1.555"), None, None)
    assert first.saving_eur_per_t is None and first.break_even_see is None


def test_the_lines_of_a_bridge_add_up_to_the_footprint(plant):
    bridge = plant.bridge()
    assert (bridge.gwp, bridge.datasets) == ("AR6-100", plant.embedded().datasets)
    written = json.loads(bridge.to_json())["goods"]
    for good, expected in zip(plant.embedded().goods, written, strict=True):
        first, *differences, last = [line for line in bridge.lines if line.cn == good.cn]
        assert (first.step, first.process, first.name) == ("embedded-emissions", good.process, good.name)
        assert (first.per_tonne, last.step) == (good.see_certificates, "footprint")
        assert [line.step for line in differences] == [line["step"] for line in expected["lines"]]
        assert [str(line.per_tonne) for line in differences] == [line["per_tonne"] for line in expected["lines"]]
        with localcontext() as context:
            context.prec = 60
            rest = last.per_tonne - first.per_tonne - sum(line.per_tonne for line in differences)
        assert abs(rest) <= D("1e-20")
        assert str(last.per_tonne) == expected["footprint"] and last.per_tonne > first.per_tonne
    assert bridge.table() == bridge.lines and bridge.lines.units == {"per_tonne": "t CO2e/t"}
    assert bridge == plant.bridge(cfp.Registry.bundled())
    assert repr(bridge) == "<cfp.cbam.Bridge of 2 goods by 'AR6-100'>"


def test_a_bridge_needs_what_a_footprint_needs(smelter):
    assert refusal(cfp.FormatError, smelter.bridge) == ["none-of"]
    open_one = cfp.cbam.Installation.from_text(ALUMINIUM + '[footprint]\ngwp = "AR6-100"\n')
    assert refusal(cfp.FormatError, open_one.bridge) == ["footprint-not-stated"]


def test_workbooks_are_written(plant, tmp_path):
    written = [cfp.cbam.template(), cfp.cbam.template("zh"), plant.operator_report(), plant.importer_sheet()]
    assert all(type(workbook) is bytes and workbook.startswith(b"PK") for workbook in written)
    assert written[0] != written[1] and written[0] == cfp.cbam.template("en")
    assert plant.operator_report(cfp.Registry.bundled()) == written[2]
    # An empty template states no installation yet, and a report is no template.
    path = tmp_path / "plant.xlsx"
    others = {"template-not-one-row": written[0], "not-the-communication-template": written[2], "not-a-workbook": b"PK"}
    for code, workbook in others.items():
        path.write_bytes(workbook)
        assert refusal(cfp.FormatError, lambda: cfp.cbam.Installation.read(path)) == [code]
    for act in (cfp.cbam.template, plant.to_template):
        with pytest.raises(ValueError, match='`language` is "en" or "zh", not "de"'):
            act("de")


def test_a_communication_workbook_beside_what_is_computed(root, smelter):
    assert smelter.embedded().workbook is None
    # The Commission's own examples lie beside the tree, where they are; reading them is tested in Rust with workbooks of its own.
    for path in (root.parent / "shared" / "data" / "cbam" / "official").glob("ex6_Aluminium.xlsx"):
        figures = cfp.cbam.Installation.read(path).embedded().workbook
        assert [(figure.cn, figure.what) for figure in figures] == [
            (cn, what) for cn in ("76011010", "76051900") for what in ("direct", "indirect")
        ]
        assert (figures[0].workbook, figures[0].computed, figures[0].differs) == (D("1.555"), D("1.555"), False)
        assert all(figure.cell and figure.name for figure in figures)
        taken = pytest.importorskip("pyarrow").table(figures)
        for name in taken.column_names:
            assert taken[name].to_pylist() == [getattr(row, name) for row in figures], name


def test_what_is_wrong_with_an_installation_has_its_place():
    text = ALUMINIUM.replace("from = \"primary smelting\"", "from = \"smelting\"").replace("produced", "makes", 1)
    read = cfp.cbam.Installation.from_text
    assert refusal(cfp.FormatError, lambda: read(text, "plant.toml")) == ["missing-key", "unknown-key"]
    plant = read(text.replace("makes", "produced"), "plant.toml")
    assert refusal(cfp.LinkError, plant.embedded) == ["unknown-part"]
    with pytest.raises(cfp.LinkError) as raised:
        plant.embedded()
    assert raised.value.problems[0].where.startswith("plant.toml:")
    taken = GAS.replace('factors = "national"', 'standard = "Natural gas"')
    assert refusal(cfp.FormatError, read(taken).embedded)[0] == "standard-not-asked"
    unknown = read(GAS.replace("28041000", "99999999"))
    assert refusal(cfp.FactorError, unknown.embedded) == ["cn-code-not-in-scope"]
    wrong = read(GAS.replace("48 GJ/t", "48 t"))
    assert refusal(cfp.UnitError, wrong.embedded) == ["wrong-dimension"]


def test_files_of_installations(tmp_path):
    path = tmp_path / "plant.toml"
    path.write_text(GAS)
    assert cfp.cbam.Installation.read(str(path)).year == 2026
    with pytest.raises(FileNotFoundError):
        cfp.cbam.Installation.read(tmp_path / "missing.toml")


def test_single_numbers_have_their_rows():
    coil = cfp.cbam.default_value("7208 10 00", country="China")
    assert (coil.total, coil.route, coil.table) == (D("3.187"), "C", "China") and coil.row and coil.place
    assert coil.dataset.startswith("cbam-default-values@=")
    unknown = cfp.cbam.default_value("72081000", country=None)
    assert unknown.table == "unknown" and unknown.total >= coil.total
    factor = cfp.cbam.cbam_factor(2027)
    assert (factor.value, factor.written, factor.first_year) == (D("0.95"), "0.95", 2027)
    assert cfp.cbam.mark_up("72081000", year=2026, registry=cfp.Registry.bundled()).value == D("0.1")
    assert cfp.cbam.mark_up("72081000", year=2026).dataset == factor.dataset
    benchmark = cfp.cbam.benchmark("72081000", column="B", route="C", year=2026)
    assert (benchmark.value, benchmark.route, benchmark.alternatives) == (D("1.37"), "C", [])
    open_one = cfp.cbam.benchmark("72081000", column="B", year=2026)
    assert (open_one.value, open_one.row) == (None, None) and ("C", D("1.37")) in open_one.alternatives
    assert [finding.code for finding in open_one.findings] == ["no-benchmark-fits"]
    with pytest.raises(ValueError, match='`column` is "A" or "B", not "C"'):
        cfp.cbam.benchmark("72081000", column="C", year=2026)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda: cfp.cbam.default_value("steel", country="CN"), "not-a-cn-code"),
        (lambda: cfp.cbam.default_value("72089999", country="CN"), "unknown-cn-code"),
        (lambda: cfp.cbam.default_value("99999999", country="CN"), "cn-code-not-in-scope"),
        (lambda: cfp.cbam.default_value("72081000", country="Chna"), "unknown-country"),
        (lambda: cfp.cbam.cbam_factor(2025), "year-too-early"),
        (lambda: cfp.cbam.mark_up("72081000", year=2025), "year-too-early"),
        (lambda: cfp.cbam.benchmark("72081000", column="A", year=2040), "not-published-for-year"),
    ],
)
def test_a_look_up_without_an_answer(act, code):
    assert refusal(cfp.FactorError, act) == [code]
