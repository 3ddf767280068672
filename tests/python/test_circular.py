"""Materials by the circular footprint formula."""

from decimal import Decimal

import pytest

import cfp

SUPPLY = {
    "polymer": "3 kg CO2e/kg",
    "recyclate": "0.9 kg CO2e/kg",
    "collected polymer": "0.95 kg CO2e/kg",
    "burnt polymer": "2.2 kg CO2e/kg",
    "district heat": "0.07 kg CO2e/MJ",
    "electricity": "0.16 kg CO2e/MJ",
    "dumped polymer": "0.1 kg CO2e/kg",
}


@pytest.fixture
def bumper():
    """A material with every term of the formula."""
    return cfp.Circular(
        "bumper",
        "1 kg",
        recycled_content="0.25",
        recycled_afterwards=Decimal("0.4"),
        to_energy="0.35",
        sharing="0.5",
        energy_sharing=0,
        quality_in="0.9",
        quality_out="0.85",
        virgin="polymer",
        displaces="polymer",
        recycled="recyclate",
        recycling="collected polymer",
        energy_recovery="burnt polymer",
        heating_value=(22, "MJ/kg"),
        heat={"efficiency": "0.30", "flow": "district heat"},
        electricity={"efficiency": Decimal("0.15"), "flow": "electricity"},
        disposal="dumped polymer",
    )


def test_every_term(bumper):
    # 2.25 + 0.45 - 0.32 + 0.4235 + 0.025, worked in the tests of the formula itself.
    footprint = cfp.System(bumper, supply=SUPPLY).footprint("bumper", "1 kg", "AR6-100")
    assert (footprint.total, footprint.bound) == (Decimal("2.8285"), 0)
    assert [(row.term, row.co2e) for row in footprint.terms] == [
        ("virgin material", Decimal("2.25")),
        ("recycled content", Decimal("0.1125")),
        ("recycled content", Decimal("0.3375")),
        ("recycling at end of life", Decimal("0.19")),
        ("displaced virgin material", Decimal("-0.51")),
        ("energy recovery", Decimal("0.77")),
        ("displaced heat", Decimal("-0.1617")),
        ("displaced electricity", Decimal("-0.1848")),
        ("disposal", Decimal("0.025")),
    ]
    heat = footprint.terms[6]
    assert (heat.process, heat.flow, heat.unit) == ("bumper", "district heat", "MJ")
    assert (heat.amount, heat.amount_bound, heat.co2e_bound) == (Decimal("-2.31"), 0, 0)
    assert repr(heat) == "<cfp.TermRow 'displaced heat': -0.1617 kg CO2e>"
    assert sum(finding.code == "credit-in-total" for finding in footprint.findings) == 3
    assert cfp.Footprint.from_json(footprint.to_json()).terms == footprint.terms


def test_beside_processes(bumper, press):
    supply = SUPPLY | {"billet": "9.1 kg CO2e/kg", "electricity": "0.576 kg CO2e/kWh"}
    system = cfp.System(press, bumper, supply=supply)
    assert system.products == ["profile", "bumper"]
    assert system.footprint("profile", "1 t", "AR6-100").terms == []


def test_it_is_a_value(bumper):
    assert (bumper.name, repr(bumper)) == ("bumper", "<cfp.Circular 'bumper'>")
    plain = cfp.Circular("bumper", "1 kg", virgin="polymer")
    assert plain == cfp.Circular("bumper", "1 kg", virgin="polymer")
    assert plain != bumper


@pytest.mark.parametrize(
    ("terms", "error", "code"),
    [
        ({}, cfp.LinkError, "missing-term"),
        ({"virgin": "polymer", "sharing": "1.5"}, cfp.FormatError, "share-out-of-range"),
        ({"virgin": "polymer", "recycled_content": "a"}, cfp.FormatError, "not-a-number"),
    ],
)
def test_problems_are_told_by_the_system(terms, error, code):
    with pytest.raises(error) as told:
        cfp.System(cfp.Circular("bumper", "1 kg", **terms), supply=SUPPLY)
    assert [problem.code for problem in told.value.problems] == [code]


def test_what_is_refused_at_once():
    with pytest.raises(TypeError, match="is a float"):
        cfp.Circular("bumper", "1 kg", recycled_content=0.25)
    with pytest.raises(cfp.UnitError):
        cfp.Circular("bumper", "1 kg", heating_value="22 MJ/kgg")
    with pytest.raises(TypeError, match="efficency"):
        cfp.Circular("bumper", "1 kg", heat={"efficency": "0.3", "flow": "steam"})
    with pytest.raises(cfp.FormatError, match="no `flow`"):
        cfp.Circular("bumper", "1 kg", heat={"efficiency": "0.3"})
    with pytest.raises(TypeError):
        cfp.System("bumper")
