"""Why footprints move, and stored results computed anew."""

import json
import pickle
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import cfp

COMMAND = Path(sys.executable).with_name("cfp")
MEE = "cn-mee-electricity-footprint"
EDITIONS = (f"{MEE}@=2023", f"{MEE}@=2024")
# Of 1 t profile: 1150 kWh, 0.6205 kg CO2e/kWh in 2023 and 0.5777 in 2024; 2 kg N2O, 265 in AR5 and 273 in AR6.
MODEL = """\
name = "press"
product = "profile"
amount = "1 t"
gwp = "AR5-100"
region = "CN"
year = 2024

[[process]]
name = "press"
makes = { profile = "1 t" }
takes = { electricity = "1150 kWh" }
emits = { N2O = "2 kg" }

[supply.electricity]
factor = "electricity"
"""


@pytest.fixture
def path(tmp_path):
    """The model in a directory of its own."""
    path = tmp_path / "press.toml"
    path.write_text(MODEL)
    return path


@pytest.fixture
def model(path):
    return cfp.read_model(path)


@pytest.fixture
def registry():
    return cfp.Registry.bundled()


@pytest.fixture
def system():
    press = cfp.Process(
        "press", makes={"profile": "1 t"}, takes={"electricity": "1150 kWh"}, emits={"N2O": "2 kg"}
    )
    return cfp.System(press, supply={"electricity": "0.6205 kg CO2e/kWh"})


def codes(raised):
    return [problem.code for problem in raised.value.problems]


def stored(model, path, text=None):
    """The file of a result beside its model."""
    path = path.with_name("result.json")
    path.write_bytes((text or model.result().text).encode())
    return path


def test_another_edition_moves_a_footprint(model):
    difference = model.difference(*EDITIONS)
    assert (difference.product, difference.demand) == ("profile", "1 t")
    # 1150 x 0.6205 + 2 x 265, and 1150 x 0.5777 + 2 x 265
    assert (difference.before, difference.after) == (Decimal("1243.575"), Decimal("1194.355"))
    assert difference.change == Decimal("-49.22")
    assert difference.remainder == 0
    for bound in ["before", "after", "change", "remainder"]:
        assert getattr(difference, f"{bound}_bound") == 0
    # 4922 / 1243.575 = 3.957943...
    assert difference.change_percent == Decimal("-3.957944")
    [part] = difference.parts
    assert (part.kind, part.name, part.category) == ("supply", "electricity", None)
    assert (part.before, part.after) == (Decimal("0.6205"), Decimal("0.5777"))
    assert (part.amount, part.unit) == (Decimal("1150"), "kWh")
    assert (part.co2e, part.share_percent) == (Decimal("-49.22"), Decimal("100"))
    assert (part.before_bound, part.after_bound, part.amount_bound, part.co2e_bound) == (0, 0, 0, 0)
    rows = [(row.dataset, row.version, row.row, row.value) for row in (part.row_before, part.row_after)]
    assert rows == [
        (MEE, "2023-1", "national", Decimal("0.6205")),
        (MEE, "2024-1", "national", Decimal("0.5777")),
    ]


def test_another_report_moves_a_footprint(model, system):
    of_model = model.difference("ipcc-gwp-ar5", "ipcc-gwp-ar6")
    of_system = system.difference("profile", "1 t", "AR5-100", gwp_after="AR6-100")
    for difference in [of_model, of_system]:
        assert (difference.change, difference.remainder) == (Decimal("16"), 0)
        [part] = difference.parts
        assert (part.kind, part.name, part.category) == ("gas", "N2O", "fossil")
        assert (part.before, part.after, part.amount, part.unit) == (265, 273, 2, "kg")
        assert (part.row_before, part.row_after) == (None, None)


def test_the_question_may_differ_from_the_file(model):
    asked = {"product": "profile", "amount": (Decimal("2"), "t"), "gwp": "AR6-100"}
    difference = model.difference(*EDITIONS, **asked)
    assert (difference.demand, difference.change) == ("2 t", Decimal("-98.44"))
    assert difference.before == Decimal("2519.15")  # 2 x (1150 x 0.6205 + 2 x 273)


def test_a_system_moves_by_what_is_stated(system, registry):
    old, new = (registry.find("electricity", region="CN", year=year) for year in (2023, 2024))
    pair = {"electricity": (old, new)}
    both = system.difference("profile", "1 t", "AR5-100", supply=pair, gwp_after="AR6-100")
    # -49.22 + 16; the shares: 4922 / 33.22 and -1600 / 33.22
    assert both.change == Decimal("-33.22")
    parts = [(part.name, part.co2e, part.share_percent) for part in both.parts]
    assert parts == [
        ("electricity", Decimal("-49.22"), Decimal("148.163757")),
        ("N2O", Decimal("16"), Decimal("-48.163757")),
    ]
    assert [row.version for row in (both.parts[0].row_before, both.parts[0].row_after)] == [
        "2023-1",
        "2024-1",
    ]
    same = system.difference("profile", "1 t", {"N2O": "1"})
    assert (same.change, same.change_percent, same.parts) == (0, 0, [])


def test_what_a_system_is_not_supplied_with_does_not_change(system):
    pair = ("1 kg CO2e/kWh", "2 kg CO2e/kWh")
    with pytest.raises(cfp.LinkError, match="`supply` does not make `electricty`") as raised:
        system.difference("profile", "1 t", "AR6-100", supply={"electricty": pair, "profile": pair})
    assert codes(raised) == ["unknown-provider", "unknown-provider"]
    assert raised.value.problems[1].hint == "those who do: `press`"
    with pytest.raises(cfp.UnitError) as raised:
        wrong = {"electricity": ("1 kg CO2e/kWh", "2 kg CO2e/kg")}
        system.difference("profile", "1 t", "AR6-100", supply=wrong)
    assert codes(raised) == ["wrong-dimension"]
    for other in ["2 kg CO2e/kWh", ("1 kg CO2e/kWh",)]:
        with pytest.raises(TypeError, match="what supplies `electricity` is a pair"):
            system.difference("profile", "1 t", "AR6-100", supply={"electricity": other})


def test_what_has_no_counterpart_is_told(model):
    with pytest.raises(cfp.FactorError) as raised:
        model.difference(f"{MEE}@=2024", "cn-mee-electricity-co2@=2023")
    assert codes(raised) == ["no-counterpart"]
    with pytest.raises(cfp.FactorError) as raised:
        model.difference(MEE, "ipcc-gwp-ar6")
    assert codes(raised) == ["datasets-not-comparable"]


def test_a_difference_is_a_value(model):
    difference = model.difference(*EDITIONS)
    assert cfp.Difference.from_json(difference.to_json()) == difference
    assert pickle.loads(pickle.dumps(difference)) == difference
    assert difference != model.difference(*EDITIONS, amount="2 t")
    assert repr(difference) == "<cfp.Difference of 1 t profile: -49.22 kg CO2e>"
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Difference.from_json(model.footprint().to_json())
    assert codes(raised) == ["not-a-result"]


def test_the_command_finds_the_same_difference(model, path):
    asked = [COMMAND, "--format", "json", "factors", "diff", *EDITIONS, "--model", path]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert cfp.Difference.from_json(done.stdout) == model.difference(*EDITIONS)


def test_the_lock_of_a_model(model, path, registry):
    lock = model.lock()
    assert lock.models == ["press.toml"]
    assert [(dataset.id, dataset.version) for dataset in lock.datasets] == [(MEE, "2024-1")]
    assert [(gwp.set, gwp.id) for gwp in lock.gwp] == [("AR5-100", "ipcc-gwp-ar5")]
    again = model.lock("AR6-100")
    assert [gwp.set for gwp in again.gwp] == ["AR6-100"]
    fixed = cfp.read_model(path, registry=registry.locked(lock))
    assert fixed.footprint() == model.footprint()
    with pytest.raises(cfp.FactorError) as raised:
        fixed.difference(*EDITIONS)
    assert codes(raised) == ["not-in-lock"]
    assert fixed.difference(*EDITIONS, registry=registry) == model.difference(*EDITIONS)


def test_a_lock_may_be_opened(model, registry):
    lock = model.lock()
    co2 = {"region": "CN", "year": 2023, "kind": "direct emission factor"}
    with pytest.raises(cfp.FactorError) as raised:
        registry.locked(lock).find("electricity", **co2)
    assert codes(raised) == ["not-in-lock"]
    opened = registry.locked(lock.open())
    assert opened.find("electricity", **co2).text == "0.5306"
    grid = {"region": "CN", "year": 2023}
    with pytest.raises(cfp.FactorError):
        opened.find("electricity", **grid)
    free = registry.locked(lock.but_for(MEE))
    assert free.find("electricity", **grid).text == "0.6205"
    assert lock.but_for(MEE).datasets == []
    assert lock != lock.open() != lock.but_for(MEE)


def test_a_result_says_what_it_was_computed_from(path, registry):
    model = cfp.read_model(path, registry=registry.as_of("2025-10-24"))
    result = model.result(amount="2 t", gwp="AR6-100", up_to_years_old=1)
    assert result.footprint == model.footprint(amount="2 t", gwp="AR6-100", up_to_years_old=1)
    assert result.footprint.total == Decimal("2420.71")  # 2 x (1150 x 0.5777 + 2 x 273)
    provenance = result.provenance
    assert provenance.program.startswith("cfp ")
    assert provenance.model == "press.toml"
    sha256 = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout
    assert provenance.sha256 == sha256.split()[0]
    assert provenance.options == {"amount": "2 t", "gwp": "AR6-100", "up_to_years_old": 1}
    assert provenance.as_of == "2025-10-24"
    assert [dataset.version for dataset in provenance.lock.datasets] == ["2024-1"]
    assert cfp.read_model(path).result().provenance.as_of is None


def test_a_result_is_a_value(model):
    result = model.result()
    assert cfp.Result.from_json(result.text) == result
    assert pickle.loads(pickle.dumps(result)) == result
    assert cfp.Footprint.from_json(result.text) == result.footprint
    assert result != model.result(amount="2 t")
    assert result.provenance == model.result().provenance
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Result.from_json(result.footprint.to_json())
    assert codes(raised) == ["not-a-result"]


@pytest.mark.parametrize("asked", [{}, {"amount": "2 t"}, {"gwp": "AR6-100", "up_to_region": "country"}])
def test_the_text_is_that_of_the_command(model, path, asked):
    options = [word for key, value in asked.items() for word in ("--" + key.replace("_", "-"), value)]
    command = [COMMAND, "--format", "json", "footprint", path, *options]
    done = subprocess.run(command, capture_output=True, check=True)
    assert model.result(**asked).text.encode() == done.stdout


def test_a_result_agrees(model, path):
    result = stored(model, path)
    verification = cfp.verify(result)
    assert (verification.agrees, verification.differences) == (True, [])
    assert verification.compared > 40
    moved = result.parent / "elsewhere"
    moved.mkdir()
    result = result.rename(moved / "result.json")
    with pytest.raises(cfp.FormatError) as raised:
        cfp.verify(result)
    assert raised.value.problems[0].code == "file-not-beside-result"
    assert cfp.verify(str(result), model=path) == verification
    with pytest.raises(FileNotFoundError):
        cfp.verify(moved / "none.json")


def test_a_forged_digit_is_found(model, path):
    text = model.result().text
    # 1150 x 0.5777 + 2 x 265
    assert json.loads(text)["total"]["value"] == "1194.355"
    forged = cfp.verify(stored(model, path, text.replace('"1194.355"', '"1194.354"', 1)))
    assert forged.agrees is False
    [value] = forged.differences
    assert (value.path, value.stored, value.recomputed) == ("/total/value", "1194.354", "1194.355")
    assert repr(value) == "<cfp.ValueDifference '/total/value'>"
    assert repr(forged) == f"<cfp.Verification: 1 of {forged.compared} values differ>"
    assert forged != cfp.verify(stored(model, path))


def test_what_was_added_and_left_out_is_found(model, path):
    data = json.loads(model.result().text)
    data["findings"].append({"code": "made-up", "message": "", "hint": ""})
    data["by_process"].pop()
    told = cfp.verify(stored(model, path, json.dumps(data))).differences
    added = [value for value in told if value.recomputed is None]
    assert [value.path for value in added] == [f"/findings/{len(data['findings']) - 1}"]
    out = [value for value in told if value.stored is None]
    assert [value.path for value in out] == [f"/by_process/{len(data['by_process'])}"]
    assert len(told) == 2


def test_a_changed_model_is_refused(model, path):
    result = stored(model, path)
    path.write_text(MODEL + "# a closing word\n")
    with pytest.raises(cfp.FormatError, match="is not the model") as raised:
        cfp.verify(result)
    assert codes(raised) == ["model-changed"]


def test_a_dataset_that_is_not_there_is_refused(model, path, root):
    result = stored(model, path)
    own = path.with_name("data")
    shutil.copytree(root / "data" / "gwp", own / "gwp")
    shutil.copy(root / "data" / "regions.csv", own)
    with pytest.raises(cfp.FactorError, match=MEE) as raised:
        cfp.verify(result, registry=cfp.Registry.open(own))
    assert codes(raised) == ["locked-edition-missing"]


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_what_is_no_result_is_refused(model, path, text):
    result = stored(model, path, text)
    with pytest.raises(cfp.FormatError) as raised:
        cfp.verify(result)
    assert codes(raised) == ["not-a-result"]
    assert raised.value.problems[0].where.startswith(str(result))
