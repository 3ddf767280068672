"""What standards ask of the footprint of a model."""

from pathlib import Path

import pytest

import cfp

MODEL = """
product = "profile"
amount = "1 t"
gwp = "AR5-100"
[study]
boundary = "cradle to gate"
offsets = [{ name = "CCER 2024-0031", amount = "500 kg CO2e" }]
[[process]]
name = "press"
makes.profile = "1 t"
emits."CO2, fossil" = { amount = "203 kg", source = "gas meter", data = "primary" }
"""


@pytest.fixture
def model(tmp_path: Path) -> cfp.Model:
    """A model of one process that states an offset."""
    path = tmp_path / "model.toml"
    path.write_text(MODEL, encoding="utf-8")
    return cfp.read_model(path)


def test_findings_have_a_clause(model: cfp.Model) -> None:
    """Each finding names the clause, how it weighs, and on what the rule rests."""
    found = {finding.code: finding for finding in model.check("pact-3")}
    gwp = found["gwp-set"]
    assert (gwp.clause, gwp.severity, gwp.basis) == ("3.2.2", "error", "clause")
    assert gwp.message == "the footprint is made with AR5-100, not with AR6-100"
    assert found["offsets-stated"].basis == "parameter"
    assert "gwp-set" not in {f.code for f in model.check("pact-3", gwp="AR6-100")}


def test_offsets_are_not_subtracted(model: cfp.Model) -> None:
    """An offset stands beside the footprint."""
    assert model.footprint().total == 203


def test_every_profile_answers(model: cfp.Model) -> None:
    """The five profiles are there, and no other."""
    assert all(model.check(profile) for profile in cfp.profiles())
    with pytest.raises(cfp.FormatError, match="`pact-4`"):
        model.check("pact-4")
