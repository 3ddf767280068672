"""Scenarios, sweeps and break-even values."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import cfp

COMMAND = Path(sys.executable).with_name("cfp")
# Of 1 t profile: 1050 kg of billet at 9 kg CO2e, 1000 kWh at 0.5777: 10027.7 kg CO2e.
MODEL = """\
product = "profile"
amount = "1 t"
gwp = "AR6-100"
region = "CN"
year = 2024

[parameters]
loss = "1.05"

[[process]]
name = "press"
makes = { profile = "1 t" }
takes = { billet = "{loss} * 1 t", electricity = "1 MWh" }

[supply.billet]
footprint = "9 kg CO2e/kg"

[supply.electricity]
factor = "electricity"

[scenario."2023"]
year = 2023

[scenario.better]
parameters.loss = "1.02"
supply.electricity = { factor = "electricity, hydropower" }
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "press.toml"
    path.write_text(MODEL)
    return path


@pytest.fixture
def model(path):
    return cfp.read_model(path)


def test_scenarios_stand_beside_the_model(model, path):
    assert model.scenario_names == ["2023", "better"]
    found = model.scenarios()
    assert found.base == Decimal("10027.7") and found.base_bound == 0
    older, better = found.scenarios
    assert (older.total, older.change) == (Decimal("10070.5"), Decimal("42.8"))
    assert better.change == Decimal("-833.6") and better.remainder == 0
    supply, exchange = better.parts
    assert (supply.kind, supply.name, supply.co2e) == ("supply", "electricity", Decimal("-563.6"))
    assert supply.row_after.row == "hydro"
    assert (exchange.kind, exchange.process, exchange.verb, exchange.name) == ("exchange", "press", "takes", "billet")
    assert (exchange.written_before, exchange.written_after) == ("1.05 t", "1.02 t")
    assert exchange.before is None and exchange.co2e == -270
    assert [scenario.name for scenario in model.scenarios(only=["better"]).scenarios] == ["better"]
    printed = subprocess.run([COMMAND, "--format", "json", "scenarios", path], capture_output=True, check=True)
    assert json.loads(printed.stdout) == json.loads(found.to_json())
    with pytest.raises(cfp.FormatError, match="no scenario `beter`"):
        model.scenarios(only=["beter"])


def test_a_sweep_has_a_row_for_every_value(model):
    rows = model.sweep("1", "1.1", 2, parameter="loss").rows
    expected = [("1", "9577.7"), ("1.05", "10027.7"), ("1.1", "10477.7")]
    assert [(row.value, row.total) for row in rows] == [(value, Decimal(total)) for value, total in expected]
    assert rows[1].change == 0
    rows = model.sweep("0 kg CO2e/kWh", "1 kg CO2e/kWh", 1, supply="electricity", scenario="2023").rows
    assert [row.total for row in rows] == [9450, 10450]
    with pytest.raises(TypeError):
        model.sweep("1", "2")


def test_footprints_meet(model):
    found = model.break_even(("0 kg CO2e/kWh", "1 kg CO2e/kWh"), supply="electricity", equals="10 t CO2e")
    # 9450 + 1000 × figure
    assert (found.value, found.is_linear, found.gap) == ("0.55 kg CO2e/kWh", True, 0)
    assert found.left.total == found.right.total == 10000
    found = model.break_even(("0.9", "1.2"), parameter="loss", against_scenario="better")
    # loss × 9000 + 577.7 = 9180 + 14.1
    assert abs(Decimal(found.value) - Decimal("8616.4") / 9000) < Decimal("1e-15")
    assert found.right.scenario == "better"
    with pytest.raises(cfp.FormatError, match="do not change places"):
        model.break_even(("1", "2"), parameter="loss", equals="1 kg CO2e")
    with pytest.raises(TypeError):
        model.break_even(("1", "2"), parameter="loss")


def test_footprints_that_jump_do_not_meet(tmp_path):
    def model(amount):
        path = tmp_path / "model.toml"
        path.write_text(
            'product = "a"\namount = "1 kg"\ngwp = { name = "g", CO2 = "1" }\n[parameters]\nk = "0.5"\n'
            f'[[process]]\nname = "P"\nmakes = {{ a = "1 kg" }}\nemits = {{ CO2 = "{amount}" }}\n'
        )
        return cfp.read_model(path)

    with pytest.raises(cfp.FormatError) as raised:
        model("({k} > 0.37) * 2 kg").break_even(("0.1", "0.9"), parameter="k", equals="1 kg CO2e")
    assert [problem.code for problem in raised.value.problems] == ["break-even-jump"]
    with pytest.raises(cfp.FormatError) as raised:
        model("1 kg / ({k} * {k} - 0.1)").break_even(("0.1", "0.32"), parameter="k", equals="100 kg CO2e")
    assert [problem.code for problem in raised.value.problems] == ["break-even-pole"]


def test_the_maker_is_named(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text(
        'product = "steel"\namount = "1 t"\ngwp = { name = "g", CO2 = "1" }\n[parameters]\ny = "1"\n'
        '[[process]]\nname = "bf"\nmakes = { steel = "1 t" }\nemits = { CO2 = "{y} * 2 t" }\n'
        '[[process]]\nname = "eaf"\nmakes = { steel = "1 t" }\nemits = { CO2 = "0.4 t" }\n'
    )
    model = cfp.read_model(path)
    rows = model.sweep("0", "1", 2, parameter="y", from_="bf").rows
    assert [row.total for row in rows] == [0, 1000, 2000]
    found = model.break_even(("0.1", "1"), parameter="y", from_="bf", against="steel", against_maker="eaf")
    assert (found.value, found.left.maker, found.right.maker) == ("0.2", "bf", "eaf")
