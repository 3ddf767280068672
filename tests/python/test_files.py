"""Files that are written, files that a result leads to, and what packed files cost."""

import os
import zipfile
from pathlib import Path

import pytest

import cfp

PLANT = """
product = "steel"
amount = "1 kg"
gwp = "AR6-100"
[[process]]
name = "mill"
makes = { steel = "1 kg" }
emits = { "CO2, fossil" = "-2 kg" }
"""


def test_a_file_is_written_whole_and_not_over_another(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    cfp.write_file(path, "one")
    with pytest.raises(cfp.FormatError) as raised:
        cfp.write_file(path, "two")
    problem = raised.value.problems[0]
    assert problem.code == "file-exists"
    assert problem.hint == "give another name, or write over it with `force=True`"
    assert path.read_text() == "one"
    cfp.write_file(path, b"two", force=True)
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["result.json"]


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    model = tmp_path / "model.toml"
    model.write_text(PLANT)
    os.link(model, tmp_path / "same.toml")
    for output in (model, tmp_path / "." / "model.toml", tmp_path / "same.toml"):
        with pytest.raises(cfp.FormatError) as raised:
            cfp.write_file(output, "", inputs=model, force=True)
        assert raised.value.problems[0].code == "output-is-an-input"
    with pytest.raises(cfp.FormatError) as raised:
        cfp.write_file(tmp_path / "new.csv", "", inputs=[tmp_path], force=True)
    assert raised.value.problems[0].code == "output-in-an-input"
    assert model.read_text() == PLANT


def test_a_result_leads_to_files_beside_it_alone(tmp_path: Path) -> None:
    plant = tmp_path / "plant"
    plant.mkdir()
    (plant / "model.toml").write_text(PLANT)
    result = plant / "result.json"
    cfp.write_file(result, cfp.read_model(plant / "model.toml").result().text)
    assert cfp.verify(result).agrees
    moved = tmp_path / "model.toml"
    (plant / "model.toml").rename(moved)
    with pytest.raises(cfp.FormatError) as raised:
        cfp.verify(result)
    assert raised.value.problems[0].code == "file-not-beside-result"
    assert raised.value.problems[0].hint == "put it beside the result, or give it by `model`"
    assert cfp.verify(result, model=moved).agrees
    assert cfp.verify(result, model=[moved]).agrees
    pipe = plant / "model.toml"
    os.mkfifo(pipe)
    with pytest.raises(cfp.FormatError) as raised:
        cfp.verify(result)
    assert raised.value.problems[0].code == "not-a-regular-file"


def test_keys_and_findings_of_a_result_are_sealed(tmp_path: Path) -> None:
    (tmp_path / "model.toml").write_text(PLANT)
    text = cfp.read_model(tmp_path / "model.toml").result().text
    result = tmp_path / "result.json"
    result.write_text(text.replace("{", '{"reviewed": true,', 1))
    with pytest.raises(cfp.FormatError) as raised:
        cfp.verify(result)
    assert raised.value.problems[0].code == "unread-keys"
    message = cfp.read_model(tmp_path / "model.toml").footprint().findings[0].message
    forged = text.replace(message, "all is well", 1)
    assert forged != text
    result.write_text(forged)
    assert not cfp.verify(result).agrees


def test_memory_is_limited_before_it_is_spent(tmp_path: Path) -> None:
    path = tmp_path / "rows.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("processes.csv", "id,name,product,unit,location\na,,,,\n")
        package.writestr("flows.csv", "id,name,compartment,unit\nf,,,\n")
        rows = "a,a,1\n" * 3_000_000
        package.writestr("technosphere.csv", "product,process,amount\n" + rows)
        package.writestr("emissions.csv", "flow,process,amount\nf,a,1\n")
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Database.read(path)
    problem = raised.value.problems[0]
    assert problem.code == "too-much-memory"
    assert problem.hint is not None
    assert "`allow_large=True`" in problem.hint
    assert cfp.Database.read(path, allow_large=True).size == 1
