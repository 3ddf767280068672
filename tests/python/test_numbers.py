"""What is no exact number does not enter."""

from decimal import Decimal
from pathlib import Path

import pytest

import cfp


EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "aluminium-profile.toml"


def takes(value):
    return cfp.Process("press", makes={"profile": "1 kg"}, takes={"electricity": value})


ENTRANCES = {
    "bare": lambda value: takes(value),
    "pair": lambda value: takes((value, "MWh")),
    "table": lambda value: takes({"amount": value}),
    "list": lambda value: takes([value]),
    "verb": lambda value: takes("1 kWh").takes("heat", value),
    "supply": lambda value: cfp.Supply(value),
    "supply of a system": lambda value: cfp.System(supply={"electricity": value}),
    "demand": lambda value: cfp.System(
        cfp.Process("press", makes={"profile": "1 kg"})
    ).footprint("profile", value, gwp="AR6-100"),
    "demand of a model": lambda value: cfp.read_model(EXAMPLE).footprint(amount=value),
    "share": lambda value: cfp.Process("press", makes={"a": {"amount": "1 kg", "share": value}}),
    "price": lambda value: cfp.Process(
        "press", makes={"a": {"amount": "1 kg", "price": (value, "CNY/kg")}}
    ),
    "causal": lambda value: takes({"amount": "1 kWh", "causal": {"profile": value}}),
    "gwp": lambda value: cfp.GwpSet("mine", {"CO2": value}),
    "gwp table": lambda value: cfp.GwpSet("mine", {"CO2": {"value": value}}),
}


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("value", [1.15, float("nan"), float("inf")], ids=repr)
def test_a_float_is_refused(entrance, value):
    with pytest.raises(TypeError, match="is a float; write "):
        ENTRANCES[entrance](value)


def test_the_refusal_of_a_float_says_the_way_out():
    with pytest.raises(TypeError) as refused:
        takes(1.15)
    assert str(refused.value) == '1.15 is a float; write "1.15 MWh" or Decimal("1.15")'
    with pytest.raises(TypeError) as refused:
        takes((1150.0, "kWh"))
    assert str(refused.value) == '1150.0 is a float; write "1150.0 kWh" or Decimal("1150.0")'


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_a_truth_value_is_refused(entrance):
    with pytest.raises(TypeError, match="True is of type `bool`"):
        ENTRANCES[entrance](True)


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_finite_decimal_is_refused(entrance, text):
    with pytest.raises(cfp.FormatError) as refused:
        ENTRANCES[entrance](Decimal(text))
    assert [problem.code for problem in refused.value.problems] == ["not-a-number"]


def test_29_digits_are_never_rounded():
    fits = Decimal("7.9228162514264337593543950335")
    system = cfp.System(takes((fits, "kWh")), supply={"electricity": "1 kg CO2e/kWh"})
    assert system.footprint("profile", "1 kg", gwp="AR6-100").total == fits
    digits = Decimal("7.9228162514264337593543950336")
    with pytest.raises(cfp.FormatError) as refused:
        cfp.System(takes((digits, "kWh")), supply={"electricity": "1 kg CO2e/kWh"})
    [problem] = refused.value.problems
    assert problem.code == "too-many-digits"
    assert problem.where.startswith("process `press`: input `electricity`")


@pytest.mark.parametrize("value", [Decimal("1.15"), 1150])
def test_a_number_without_a_unit_is_refused(value):
    with pytest.raises(TypeError, match=f"{value} has no unit; write "):
        takes(value)


@pytest.mark.parametrize("value", [None, b"1 kWh", ("1 kWh",), (1, 2), (1, "kWh", "x"), {1: 2}])
def test_other_things_are_refused(value):
    with pytest.raises((TypeError, cfp.FormatError)):
        takes(value)


def test_a_name_alone_is_no_list_of_names():
    with pytest.raises(TypeError, match="'film' is one name; write \\['film'\\]"):
        cfp.System(cut_off="film")


def test_a_detail_that_means_nothing_is_refused():
    with pytest.raises(TypeError, match="`form` is no detail of what a process takes"):
        cfp.Process("press").takes("electricity", "1 kWh", form="meter")
    with pytest.raises(cfp.FormatError):
        cfp.Process("press").makes("profile", "1 kg", pirce="twenty")
