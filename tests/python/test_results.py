"""Results are values: equal, frozen, written as JSON, pickled, shown."""

import copy
import json
import pickle
from decimal import Decimal

import pytest

import cfp


@pytest.fixture
def footprint(system):
    return system.footprint("profile", "1 t", gwp="AR6-100")


def test_rows_are_decimals_with_bounds(footprint):
    rows = {row.process: row for row in footprint.by_process()}
    assert [row.process for row in footprint.by_process()] == [
        "billet",
        "electricity",
        "extrude profile",
    ]
    billet = rows["billet"]
    assert (billet.kind, billet.runs, billet.unit) == ("supply", Decimal("1048"), "kg")
    assert (billet.co2e, billet.co2e_bound) == (Decimal("9536.8"), Decimal("0"))
    own = rows["extrude profile"]
    assert (own.kind, own.product, own.runs, own.co2e) == ("process", "profile", 1, 203)
    assert own.share_percent == round(Decimal("203") / Decimal("10404.155") * 100, 6)
    assert sum(row.co2e for row in footprint.by_process()) == footprint.total


def test_the_inventory_keeps_what_is_known_only_as_co2e_apart(footprint):
    gases = {row.gas: row for row in footprint.inventory}
    assert gases["CO2, fossil"].mass_kg == Decimal("203")
    assert gases["CO2, fossil"].category == "fossil"
    assert gases["CO2e"].mass_kg is None
    assert gases["CO2e"].co2e == Decimal("10201.155")


def test_json_has_numbers_as_text_and_comes_back(footprint):
    written = json.loads(footprint.to_json())
    assert written["total"] == {"value": "10404.155", "bound": "0", "unit": "kg CO2e"}
    assert cfp.Footprint.from_json(footprint.to_json()) == footprint
    written["total"]["value"] = 10404.155
    with pytest.raises(cfp.FormatError):
        cfp.Footprint.from_json(json.dumps(written))


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_results_go_through_pickle(system, footprint, protocol):
    intensities = system.intensities("AR6-100")
    for result in (footprint, intensities):
        again = pickle.loads(pickle.dumps(result, protocol))
        assert type(again) is type(result)
        assert again == result
        assert again.to_json() == result.to_json()
    assert copy.deepcopy(footprint) == footprint


def test_another_amount_is_another_footprint(system, footprint):
    other = system.footprint("profile", "2 t", gwp="AR6-100")
    assert other != footprint
    assert other.total == 2 * footprint.total
    assert footprint != "footprint"


def test_results_are_frozen(footprint):
    with pytest.raises(AttributeError):
        footprint.total = Decimal("0")
    with pytest.raises(AttributeError):
        footprint.by_process()[0].co2e = Decimal("0")
    footprint.by_category["fossil"] = Decimal("0")
    with pytest.raises(AttributeError):
        footprint.findings.append("x")
    assert footprint.by_category["fossil"] == Decimal("203")
    assert footprint.findings == []


def test_html_is_escaped():
    name = "<script>alert('a & \"b\"')</script>"
    process = cfp.Process(name, makes={name: "1 kg"}, emits={"CO2": "1 kg"})
    html = cfp.System(process).footprint(name, "1 kg", gwp={"name": name, "CO2": 1})._repr_html_()
    assert "<script" not in html
    escaped = "&lt;script&gt;alert(&#39;a &amp; &quot;b&quot;&#39;)&lt;/script&gt;"
    assert html.count(escaped) == 3
    assert html.startswith("<table>") and html.endswith("</table>")
    assert "says nothing about the data" in html


def test_html_names_what_it_leaves_out(system):
    takes = {f"input {number}": "1 kg" for number in range(14)}
    process = cfp.Process("press", makes={"profile": "1 kg"}, takes=takes, emits={"CO2": "1 kg"})
    supply = {flow: "1 kg CO2e/kg" for flow in takes}
    footprint = cfp.System(process, supply=supply).footprint("profile", "1 kg", gwp="AR6-100")
    assert "5 more" in footprint._repr_html_()


def test_texts_for_people(system, footprint):
    assert repr(footprint) == "<cfp.Footprint of 1 t profile: 10404.155 kg CO2e>"
    assert repr(system) == "<cfp.System of 1 processes>"
    assert repr(footprint.by_process()[2]) == "<cfp.ProcessRow 'extrude profile': 203 kg CO2e>"


def test_what_was_cut_off_is_a_finding():
    press = cfp.Process("press", makes={"profile": "1 kg"}, takes={"film": "1 kg"})
    footprint = cfp.System(press, cut_off=["film"]).footprint("profile", "1 kg", gwp="AR6-100")
    [finding] = footprint.findings
    assert "film" in finding.message


def test_no_bound_is_none():
    text = (
        cfp.System(cfp.Process("a", makes={"a": "1 kg"}, emits={"CO2": "1 kg"}))
        .footprint("a", "1 kg", gwp="AR6-100")
        .to_json()
    )
    unproved = json.loads(text)
    unproved["total"]["bound"] = None
    footprint = cfp.Footprint.from_json(json.dumps(unproved))
    assert footprint.bound is None
    assert footprint.total == Decimal("1")


def test_findings_stand_in_representations():
    footprint = cfp.System(
        cfp.Process("mill", makes={"plate": "1 kg"}, emits={"CO2, fossil": "1 kg"}, takes={"film": "-1 kg"}),
        supply={"film": "2 kg CO2e/kg"},
    ).footprint("plate", "1 kg", gwp="AR6-100")
    count = len(footprint.findings)
    assert count > 0
    assert f"; {count} finding" in repr(footprint)
    page = footprint._repr_html_()
    assert f"findings ({count})" in page
    assert all(finding.code in page for finding in footprint.findings)


def test_names_that_turn_the_direction_of_writing_are_shown():
    name = "plate\u202egnp"
    process = cfp.Process(name, makes={"plate": "1 kg"}, emits={"CO2, fossil": "1 kg"})
    footprint = cfp.System(process).footprint("plate", "1 kg", gwp="AR6-100")
    page = footprint._repr_html_()
    assert "\u202e" not in page and "\\u{202e}" in page
    with pytest.raises(cfp.CfpError) as refused:
        cfp.System(cfp.Process(name, makes={"plate": "1 kg"}, takes={"ore": "1 kg"}))
    assert "\u202e" not in str(refused.value)
