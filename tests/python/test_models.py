"""Model files and the command."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import cfp

COMMAND = Path(sys.executable).with_name("cfp")


@pytest.mark.parametrize("name", ["aluminium-profile", "coal-electricity-loop", "primary-aluminium"])
def test_the_examples_answer(examples, name):
    path = examples / f"{name}.toml"
    model = cfp.read_model(path)
    assert len(model.processes) == path.read_text().count("[[process]]")
    footprint = model.footprint()
    assert footprint.product == model.product
    assert footprint.total > 0
    assert footprint.bound is not None and footprint.bound < Decimal("1e-12")
    cut_off = [finding for finding in footprint.findings if finding.code == "cut-off"]
    assert cut_off


def test_the_loop_is_its_hand_sum(examples):
    # Per kWh: (plant + 0.44186 x mine) / (1 - 0.44186 x 0.0387); potentials of AR6: CH4, fossil 29.8,
    # N2O 273, CH2Cl2 11.2
    plant = sum(
        Decimal(mass) * Decimal(gwp)
        for mass, gwp in [
            ("0.99407", "1"),
            ("8.3124E-6", "29.8"),
            ("2.4231E-5", "273"),
            ("6.4069E-8", "11.2"),
        ]
    )
    mine = Decimal("0.00399") * Decimal("29.8")
    expected = 1000 * (plant + Decimal("0.44186") * mine) / (1 - Decimal("0.44186") * Decimal("0.0387"))
    footprint = cfp.read_model(examples / "coal-electricity-loop.toml").footprint()
    assert abs(footprint.total - expected) < Decimal("1e-20")


def test_a_question_may_differ_from_the_file(examples):
    model = cfp.read_model(examples / "coal-electricity-loop.toml")
    coal = model.footprint("Bituminous coal, at mine", (Decimal("2"), "kg"), "AR5-100")
    assert (coal.product, coal.demand, coal.gwp) == ("Bituminous coal, at mine", "2 kg", "AR5-100")
    rows = {row.product: row for row in model.intensities("AR5-100").rows}
    assert abs(coal.total - 2 * rows["Bituminous coal, at mine"].total) < Decimal("1e-20")


def test_a_question_without_an_answer(examples, tmp_path):
    model = cfp.read_model(examples / "aluminium-profile.toml")
    with pytest.raises(cfp.LinkError) as raised:
        model.footprint("aluminum profile")
    assert raised.value.problems[0].code == "unknown-product"
    path = tmp_path / "model.json"
    path.write_text(json.dumps({"process": [{"name": "a", "makes": {"a": "1 kg"}}], "gwp": "AR6-100"}))
    with pytest.raises(cfp.LinkError) as raised:
        cfp.read_model(path).footprint()
    codes = {problem.code for problem in raised.value.problems}
    assert codes == {"no-product-stated", "no-amount-stated"}


def test_a_registry_of_your_own(examples):
    registry = cfp.Registry.open(examples.parent)
    model = cfp.read_model(examples / "aluminium-profile.toml", registry=registry)
    assert model.footprint() == cfp.read_model(examples / "aluminium-profile.toml").footprint()


def test_the_command_says_the_same(examples):
    path = examples / "aluminium-profile.toml"
    asked = [COMMAND, "--format", "json", "footprint", path]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert cfp.Footprint.from_json(done.stdout) == cfp.read_model(path).footprint()


@pytest.mark.parametrize(("arguments", "code"), [(["footprint", "missing.toml"], 1), (["foot"], 2)])
def test_the_command_has_exit_codes(arguments, code):
    done = subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("error: ")
