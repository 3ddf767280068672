"""Problems are typed, all told at once, and go through pickle."""

import errno
import pickle
import re
from pathlib import Path

import pytest

import cfp

CLASSES = [
    cfp.UnitError,
    cfp.LinkError,
    cfp.FactorError,
    cfp.AllocationError,
    cfp.SolveError,
    cfp.FormatError,
]


def made(**lines):
    return cfp.Process("press", makes={"profile": "1 kg"}, **lines)


def of_unit():
    cfp.System(made(takes={"electricity": "1150 kg"}), supply={"electricity": "1 kg CO2e/kWh"})


def of_link():
    cfp.System(made(takes={"electricity": "1 kWh"}))


def of_factor():
    cfp.Registry.bundled().find("electricity", region="CN-GD", year=2031)


def of_gas():
    cfp.System(made(emits={"SF7": "1 kg"})).footprint("profile", "1 kg", gwp="AR6-100")


def of_allocation():
    cfp.System(cfp.Process("press", makes={"profile": "1 kg", "chips": "1 kg"}))


def of_solve():
    one = cfp.Process("one", makes={"a": "1 kg"}, takes={"b": "2 kg"})
    two = cfp.Process("two", makes={"b": "1 kg"}, takes={"a": "1 kg"})
    cfp.System(one, two).footprint("a", "1 kg", gwp="AR6-100")


def of_format():
    cfp.Footprint.from_json("{")


CASES = [
    (of_unit, cfp.UnitError, "wrong-dimension"),
    (of_link, cfp.LinkError, "no-supplier"),
    (of_factor, cfp.FactorError, "factor-not-found"),
    (of_gas, cfp.FactorError, "unknown-gas"),
    (of_allocation, cfp.AllocationError, "allocation-not-stated"),
    (of_solve, cfp.SolveError, "loop-consumes-output"),
    (of_format, cfp.FormatError, "not-a-result"),
]


@pytest.mark.parametrize(("act", "kind", "code"), CASES)
def test_each_kind_of_problem_has_its_class(act, kind, code):
    with pytest.raises(cfp.CfpError) as raised:
        act()
    error = raised.value
    assert type(error) is kind
    assert [problem.code for problem in error.problems] == [code]
    [problem] = error.problems
    assert str(error).startswith(problem.message)
    assert problem.hint is None or f"hint: {problem.hint}" in str(error)


def test_every_class_is_raised_by_a_case():
    assert {kind for _, kind, _ in CASES} == set(CLASSES)
    assert all(issubclass(kind, cfp.CfpError) for kind in CLASSES)


def test_all_problems_come_at_once():
    first = cfp.Process("one", makes={"a": "1 kg"}, takes={"power": "1 kWg"})
    second = cfp.Process("two", makes={"b": "0 kg"}, takes={"c": "1 kg"})
    with pytest.raises(cfp.CfpError) as raised:
        cfp.System(first, second)
    codes = {problem.code for problem in raised.value.problems}
    assert {"unknown-unit", "zero-reference-amount", "no-supplier"} <= codes
    for problem in raised.value.problems:
        assert problem.message in str(raised.value)


def test_a_problem_says_where_it_is(tmp_path):
    path = tmp_path / "model.toml"
    path.write_text('product = "a"\namount = "1 kg"\ngwp = "AR6-100"\nprodukt = "b"\n')
    with pytest.raises(cfp.FormatError) as raised:
        cfp.read_model(path).footprint()
    places = {problem.code: problem.where for problem in raised.value.problems}
    assert places["unknown-key"] == f"{path}:4:1"
    assert f"{path}:4:1" in str(raised.value)


@pytest.mark.parametrize("act", [case[0] for case in CASES])
def test_errors_go_through_pickle(act):
    with pytest.raises(cfp.CfpError) as raised:
        act()
    copy = pickle.loads(pickle.dumps(raised.value))
    assert type(copy) is type(raised.value)
    assert copy.problems == raised.value.problems
    assert str(copy) == str(raised.value)


def test_files_that_are_not_there_are_errors_of_the_system(tmp_path):
    missing = tmp_path / "model.toml"
    with pytest.raises(FileNotFoundError) as raised:
        cfp.read_model(missing)
    assert (raised.value.errno, raised.value.filename) == (errno.ENOENT, str(missing))
    with pytest.raises(FileNotFoundError) as raised:
        cfp.Registry.open(tmp_path / "nowhere")
    assert raised.value.filename == str(tmp_path / "nowhere") + "/"
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(IsADirectoryError) as raised:
        cfp.read_model(str(folder))
    assert raised.value.filename == str(folder)


def test_a_directory_without_datasets_is_a_problem_of_factors(tmp_path):
    with pytest.raises(cfp.FactorError) as raised:
        cfp.Registry.open(tmp_path)
    assert [problem.code for problem in raised.value.problems] == ["no-datasets"]


def test_files_that_are_too_large_are_not_read(tmp_path):
    path = tmp_path / "model.toml"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(cfp.FormatError) as raised:
        cfp.read_model(path)
    assert [problem.code for problem in raised.value.problems] == ["file-too-large"]
    assert str(100 << 20) in str(raised.value)


def test_every_code_has_a_class():
    root = Path(__file__).parents[2]
    listed = [root / "cfp-exchange/src/model_file/problem.rs", root / "cfp-factors/src/error/mod.rs"]
    cbam = root / "cfp-exchange/src/cbam"
    listed += [cbam / "problem.rs", cbam / "installation/problem.rs"]
    listed += [cbam / "workbook/problem.rs", cbam / "installation/template/problem.rs"]
    listed += [root / "cfp-exchange/src/footprint_file/mod.rs"]
    lists = [re.search(r"const CODES[^=]*= &?\[(.*?)\];", file.read_text(), re.DOTALL) for file in listed]
    classes = (root / "cfp-py/src/errors.rs").read_text()
    kinds = [re.search(r"pub enum (\w+Problem) ", file.read_text())[1] for file in listed]
    assert [kind for kind in kinds if f"{kind}::CODES" not in classes] == []
    mapped = classes + "".join(codes[1] for codes in lists)
    sources = [root / "cfp-factors/src/cbam/problem.rs", *listed]
    for crate in ["cfp-core", "cfp-factors"]:
        sources += (root / crate / "src" / "error").glob("*.rs")
    codes = {
        code
        for source in sources
        for code in re.findall(r'=> "([a-z0-9]+(?:-[a-z0-9]+)+)"', source.read_text())
    }
    assert len(codes) > 90
    assert {"no-counterpart", "not-a-result", "model-changed", "result-differs", "no-default-value"} <= codes
    assert {code for code in codes if f'"{code}"' not in mapped} == set()
