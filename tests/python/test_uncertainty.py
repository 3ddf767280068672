"""Sensitivity and uncertainty of models, from Python."""

from decimal import Decimal
from pathlib import Path

import pytest

import cfp

# Per t of profile, by hand: 100 kg CO2 + 1000 kg × {yield} × 2 kg/kg + 2 MWh × 500 kg/MWh = 3200 kg CO2e.
MODEL = """
product = "profile"
amount = "1 t"
gwp = { name = "mine", "CO2" = "1" }

[parameters]
yield = { value = "1.05", spread = { normal_sd = "0.01" } }

[[process]]
name = "press"
makes = { "profile" = "1000 kg" }
takes = { "billet" = "1 t * {yield}", "electricity" = "2 MWh" }
emits = { "CO2" = { amount = "100 kg", spread = { normal_sd = "15 kg" } } }

[[process]]
name = "roll"
makes = { "sheet" = "1 t" }
takes = { "profile" = "1.1 t" }

[supply.billet]
footprint = "2 kg CO2e/kg"

[supply.electricity]
footprint = "0.5 kg CO2e/kWh"
"""


@pytest.fixture
def analysis(tmp_path: Path) -> cfp.Analysis:
    path = tmp_path / "model.toml"
    path.write_text(MODEL, encoding="utf-8")
    return cfp.read_model(path).analyse()


def test_derivatives_are_exact(analysis: cfp.Analysis) -> None:
    found = analysis.sensitivities()
    assert found.total == Decimal(3200)
    rows = {(row.kind, row.exchange): row for row in found.rows}
    assert rows["parameter", "yield"].derivative == Decimal(2000)
    assert rows["parameter", "yield"].elasticity == Decimal("0.65625")
    assert rows["takes", "electricity"].derivative == Decimal(500)
    assert rows["takes", "electricity"].unit == "kg CO2e/MWh"
    assert rows["makes", "profile"].elasticity == Decimal(-1)
    assert found.rows.columns[:4] == ["process", "exchange", "index", "kind"]


def test_the_variance_is_that_by_hand(analysis: cfp.Analysis) -> None:
    # (2000 × 0.01)² + 15² = 625.
    found = analysis.first_order()
    assert found.standard_deviation == pytest.approx(25, rel=1e-12)
    assert [(row.exchange, row.share_percent) for row in found.inputs] == [
        ("yield", pytest.approx(64, rel=1e-9)),
        ("CO2", pytest.approx(36, rel=1e-9)),
    ]


def test_draws_follow_from_the_seed(analysis: cfp.Analysis) -> None:
    first = analysis.monte_carlo(500, seed=3)
    assert first.values == analysis.monte_carlo(500, seed=3).values
    assert first.values != analysis.monte_carlo(500, seed=4).values
    assert first.statistics.used == 500 and len(first.values) == 500
    # Five standard errors of the mean.
    assert first.statistics.mean == pytest.approx(3200, abs=5 * 25 / 500**0.5)


def test_two_products_share_their_draws(analysis: cfp.Analysis) -> None:
    found = analysis.monte_carlo(200, latin_hypercube=True, against="sheet")
    assert found.against is not None and found.latin_hypercube
    assert found.against.comparison.probability == 1
    assert found.against.values == pytest.approx([1.1 * value for value in found.values])


def test_shares_of_the_variance(analysis: cfp.Analysis) -> None:
    found = analysis.global_sensitivity(2000)
    assert found.evaluations == 8000
    shares = {row.exchange: row for row in found.inputs}
    for name, share in [("yield", 0.64), ("CO2", 0.36)]:
        row = shares[name]
        assert row.total is not None and row.total_error is not None
        assert row.total == pytest.approx(share, abs=5 * row.total_error)


def test_spreads_are_stated_in_python() -> None:
    press = cfp.Process(
        "press",
        makes={"profile": "1 t"},
        takes={"billet": {"amount": "2 t", "spread": {"triangular": ["1.9 t", "2 t", "2.2 t"]}}},
        emits={"CO2": {"amount": "10 kg", "pedigree": [4, 5, 3, 2, 4]}},
    )
    billet = cfp.Supply("3 kg CO2e/kg", spread={"lognormal_gsd": "1.1", "amount_is": "mean"})
    analysis = cfp.System(press, supply={"billet": billet}).analyse("profile", "1 t", gwp={"CO2": "1"})
    found = analysis.first_order()
    assert {row.exchange: row.kind for row in found.inputs if row.kind != "supply"} == {
        "billet": "takes",
        "CO2": "emits",
    }
    # The pedigree by ecoinvent's matrix: 0.008 + 0.008 + 0.002 + 2.5e-5 + 0.04.
    emission = next(row for row in found.inputs if row.kind == "emits")
    assert emission.spread == "lognormal, variance of the logarithm 0.058025"
    with pytest.raises(TypeError, match="no form of a spread"):
        cfp.Supply("3 kg CO2e/kg", spread={"gsd": "1.1"})
    with pytest.raises(cfp.CfpError) as told:
        cfp.System(press, supply={"billet": cfp.Supply("3 kg CO2e/kg", spread={"lognormal_gsd": "0.9"})})
    assert told.value.problems[0].code == "bad-spread"


@pytest.fixture
def worn(tmp_path: Path) -> cfp.Model:
    """The model with a scenario of a yield of 1.2, whose spread has bounds."""
    path = tmp_path / "worn.toml"
    bounded = MODEL.replace('{ normal_sd = "0.01" }', '{ uniform = ["1.03", "1.07"] }')
    path.write_text(bounded + '[scenario.worn]\nparameters = { yield = "1.2" }\n', encoding="utf-8")
    return cfp.read_model(path)


def test_a_scenario_is_asked_like_the_model(worn: cfp.Model) -> None:
    # 0.15 × 1 t × 2 kg/kg more than 3200 kg.
    assert worn.footprint(scenario="worn").total == Decimal(3500)
    assert worn.analyse(scenario="worn").footprint.total == Decimal(3500)
    assert worn.result(scenario="worn").footprint.total == Decimal(3500)
    assert worn.intensities(scenario="worn").rows[0].total == Decimal("3.5")
    with pytest.raises(cfp.CfpError) as raised:
        worn.footprint(scenario="won")
    assert raised.value.problems[0].code == "unknown-scenario"
    assert "worn" in raised.value.problems[0].hint


def test_a_scenario_is_drawn_beside_the_model(worn: cfp.Model) -> None:
    base, other = worn.analyse(), worn.analyse(scenario="worn")
    drawn = other.monte_carlo(200, beside=base)
    assert drawn.against.model == "base"
    assert drawn.against.comparison.probability == 0
    # The yield moves along, so that the difference is the same in every draw.
    assert drawn.against.comparison.difference.mean == pytest.approx(300)
    assert drawn.against.comparison.difference.standard_deviation == pytest.approx(0, abs=1e-9)
    assert [finding.code for finding in drawn.findings] == ["spread-carried"]
    assert drawn.not_drawn == [] and other.first_order().not_drawn == []
    assert base.monte_carlo(200, beside=other).against.model == "worn"
    with pytest.raises(ValueError):
        other.monte_carlo(200, beside=base, against="sheet")
    press = cfp.Process("press", makes={"profile": "1 t"}, emits={"CO2": "1 kg"})
    system = cfp.System(press).analyse("profile", "1 t", gwp="AR6-100")
    assert system.monte_carlo(10, beside=system).against.comparison.equal == 10
    with pytest.raises(ValueError):
        other.monte_carlo(10, beside=system)
