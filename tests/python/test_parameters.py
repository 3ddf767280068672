"""Named parameters of a model file."""

from decimal import Decimal
from pathlib import Path

import pytest

import cfp

MODEL = """
product = "profile"
amount = "1 t"
gwp = "AR6-100"

[parameters]
yield = "1.05"
load = "1 t"
loss = "{load} * ({yield} - 1)"
broken = "{load} + 1"

[[process]]
name = "press"
makes = { profile = "{load}" }
emits = { "CO2, fossil" = "{yield} * 200 kg + {loss} / 100" }
"""


@pytest.fixture
def model(tmp_path: Path) -> cfp.Model:
    path = tmp_path / "model.toml"
    path.write_text(MODEL.replace('broken = "{load} + 1"\n', ""), encoding="utf-8")
    return cfp.read_model(path)


def test_parameters_are_decimals_with_units(model: cfp.Model) -> None:
    assert model.parameters == {
        "yield": (Decimal("1.05"), ""),
        "load": (Decimal(1), "t"),
        "loss": (Decimal("0.05"), "t"),
    }


def test_a_parameter_that_has_no_value_is_none(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text(MODEL, encoding="utf-8")
    model = cfp.read_model(path)
    assert model.parameters["broken"] is None
    with pytest.raises(cfp.UnitError) as caught:
        model.footprint()
    assert [problem.code for problem in caught.value.problems] == ["units-do-not-add"]


@pytest.mark.parametrize(
    "value",
    ["1.1", Decimal("1.1"), "2.2 / 2"],
)
def test_a_footprint_takes_other_values(model: cfp.Model, value: str | Decimal) -> None:
    # 1.05 × 200 kg and a hundredth of 50 kg.
    assert model.footprint().total == Decimal("210.5")
    # 1.1 × 200 kg and a hundredth of 100 kg.
    assert model.footprint(parameters={"yield": value}).total == 221
    assert model.intensities(parameters={"yield": value}).rows[0].total == 221


def test_a_quantity_may_be_a_pair(model: cfp.Model) -> None:
    # (210 kg and a hundredth of 100 kg) per 2 t.
    changed = model.footprint(parameters={"load": (Decimal(2000), "kg")})
    assert changed.total == Decimal("105.5")


def test_a_float_is_refused(model: cfp.Model) -> None:
    with pytest.raises(TypeError, match="1.1 is a float"):
        model.footprint(parameters={"yield": 1.1})  # type: ignore[dict-item]


def test_an_unknown_name_is_an_error(model: cfp.Model) -> None:
    with pytest.raises(cfp.LinkError, match="unknown parameter `yeild`"):
        model.footprint(parameters={"yeild": "1.1"})


def test_results_take_other_values_and_are_verified_with_them(model: cfp.Model, tmp_path: Path) -> None:
    parameters = {"yield": "1.1"}
    result = model.result(parameters=parameters)
    assert result.footprint.total == model.footprint(parameters=parameters).total
    assert result.footprint.total != model.footprint().total
    (tmp_path / "result.json").write_text(result.text, encoding="utf-8")
    assert cfp.verify(tmp_path / "result.json").agrees
    codes = {finding.code for finding in model.check("pact-3", parameters=parameters)}
    assert "boundary-not-stated" in codes
    same = model.difference("ipcc-gwp-ar6", "ipcc-gwp-ar6", parameters=parameters)
    assert same.before == result.footprint.total
