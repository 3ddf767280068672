"""Published numbers, as published."""

from decimal import Decimal
from pathlib import Path

import pytest

import cfp

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(params=["bundled", "directory"])
def registry(request):
    if request.param == "bundled":
        return cfp.Registry.bundled()
    return cfp.Registry.open(DATA)


def test_a_factor_has_its_provenance(registry):
    grid = registry.find("electricity", region="CN", year=2024)
    assert grid.value == Decimal("0.5777")
    assert (grid.text, grid.unit) == ("0.5777", "kg CO2e/kWh")
    assert (grid.kind, grid.region, grid.year) == ("life-cycle footprint", "CN", 2024)
    assert grid.dataset.id == "cn-mee-electricity-footprint"
    assert grid.dataset.version == "2024-1"
    assert grid.dataset.publisher and grid.dataset.document and grid.dataset.licence
    assert len(grid.dataset.sha256) == 64
    assert grid.row and grid.place and grid.confidence
    assert grid.steps == []


def test_nothing_falls_back_unasked(registry):
    with pytest.raises(cfp.FactorError):
        registry.find("electricity", region="CN-GD", year=2025)
    near = registry.find(
        "electricity", region="CN-GD", year=2025, up_to_region="country", up_to_years_old=1
    )
    assert near.value == Decimal("0.5777")
    assert near.steps == ["CN-GD → CN", "2025 → 2024"]


def test_kinds_never_mix(registry):
    asked = {"region": "CN", "year": 2023}
    footprint = registry.find("electricity", **asked)
    direct = registry.find("electricity", kind="direct emission factor", **asked)
    assert footprint.value == Decimal("0.6205")
    assert footprint.unit == "kg CO2e/kWh"
    assert direct.unit == "kg CO2/kWh"
    with pytest.raises(cfp.FactorError):
        registry.find("electricity", kind="direct", **asked)


def test_a_factor_supplies_an_input_and_is_told(registry, press):
    grid = registry.find("electricity", region="CN", year=2024)
    billet = cfp.Supply("9.1 kg CO2e/kg", source="supplier declaration 2024-118", primary=True)
    system = cfp.System(press, supply={"electricity": grid, "billet": billet})
    footprint = system.footprint("profile", "1 kg", gwp=registry.gwp("AR6-100"))
    assert footprint.total == Decimal("10.404155")
    [used] = footprint.factors
    assert (used.flow, used.value, used.unit) == ("electricity", Decimal("0.5777"), "kg CO2e/kWh")
    assert (used.dataset, used.version, used.row) == (grid.dataset.id, "2024-1", grid.row)
    assert (used.region, used.year, used.steps) == ("CN", 2024, [])


def test_co2_alone_is_no_co2e(registry, press):
    direct = registry.find("electricity", region="CN", year=2023, kind="direct emission factor")
    with pytest.raises(cfp.UnitError) as raised:
        cfp.System(press, supply={"electricity": direct, "billet": "9.1 kg CO2e/kg"})
    assert raised.value.problems[0].code == "co2-is-not-co2e"


def test_datasets_and_search(registry):
    ids = {dataset.id for dataset in registry.datasets()}
    assert {"cn-mee-electricity-footprint", "ipcc-gwp-ar6", "uk-desnz"} <= ids
    found = registry.search("electricity", region="CN", dataset="cn-mee-electricity-footprint")
    assert Decimal("0.5777") in [factor.value for factor in found]
    assert all(factor.region == "CN" for factor in found)


def test_sets_of_potentials(registry):
    newest = registry.gwp("AR6-100")
    assert newest.name == "AR6-100"
    assert newest.dataset.id == "ipcc-gwp-ar6"
    leak = cfp.System(cfp.Process("pipe", makes={"gas": "1 kg"}, emits={"CH4, fossil": "1 kg"}))
    # AR6 WG1, table 7.15
    assert leak.footprint("gas", "1 kg", gwp=newest).total == Decimal("29.8")
    fixed = leak.footprint("gas", "1 kg", gwp="AR6-100@=2021")
    assert fixed.total == Decimal("29.8")
    assert fixed.gwp_source == "ipcc-gwp-ar6 2021-1"
    assert leak.footprint("gas", "1 kg", gwp={"CH4, fossil": 28}).gwp_source is None
    with pytest.raises(cfp.FactorError) as raised:
        registry.gwp("AR7-100")
    assert raised.value.problems[0].code == "unknown-gwp-set"


def test_search_by_unit(registry):
    whole = registry.search("electricity", region="CN", unit="kg CO2e/kWh")
    assert whole and {factor.unit for factor in whole} == {"kg CO2e/kWh"}
    per = registry.search("electricity", region="CN", unit="kWh")
    assert {factor.unit for factor in per} == {"kg CO2e/kWh", "g CO2e/kWh", "kg CO2/kWh"}
    assert registry.search("electricity", region="CN", unit="MWh") == []


def test_years_and_potentials_of_a_factor(registry):
    grid = registry.find("electricity", region="CN", year=2024)
    assert (grid.served_year, grid.gwp_set, grid.dataset.serves) == (None, None, [2024])
    # DESNZ states that its CO2e is by AR5, and for which year its values of 2022 are.
    asked = {"region": "GB", "year": 2024, "kind": "combustion", "per": "t"}
    gas = registry.find("butane", dataset="uk-desnz@=2024", **asked)
    assert (gas.text, gas.year, gas.served_year) == ("3033.38067", 2022, 2024)
    assert gas.gwp_set == gas.dataset.gwp_set == "AR5-100"
    boiler = cfp.Process("boiler", makes={"heat": "1 MJ"}, takes={"butane": "1 kg"})
    footprint = cfp.System(boiler, supply={"butane": gas}).footprint("heat", "1 MJ", gwp="AR5-100")
    assert [used.gwp_set for used in footprint.factors] == ["AR5-100"]


def test_names_of_sets_of_potentials(registry):
    names = registry.gwp_names()
    assert {"AR4-100", "AR5-100", "AR6-20", "AR6-100", "AR6-500", "AR6-GTP100"} <= set(names)
    assert names == sorted(names)


def test_regions_belong_to_broader_ones(registry):
    regions = {region.code: region for region in registry.regions()}
    guangdong = regions["CN-GD"]
    assert (guangdong.name, guangdong.name_zh) == ("Guangdong", "广东")
    assert (guangdong.level, regions["CN"].level) == ("province", "country")
    assert regions[guangdong.parent].parent == "CN"
    assert guangdong.source and regions["CN"].parent is None


def test_parts_of_one_unit_add_up(registry, press):
    asked = {"region": "CN", "year": 2024}
    grid = registry.find("electricity", **asked)
    name = "electricity transmission and distribution, including losses"
    losses = registry.find(name, **asked)
    assert cfp.sum_factors(iter([grid, losses])) == (Decimal("0.6104"), "kg CO2e/kWh")
    plug = cfp.sum_factors([grid, losses])
    system = cfp.System(press, supply={"electricity": plug, "billet": "9.1 kg CO2e/kg"})
    # 0.203 + 1.048 × 9.1 + 1.15 × 0.6104
    total = system.footprint("profile", "1 kg", gwp="AR6-100").total
    assert total == Decimal("10.44176")


def test_what_does_not_add_up(registry):
    asked = {"region": "CN", "year": 2023}
    grid = registry.find("electricity", **asked)
    direct = registry.find("electricity", kind="direct emission factor", **asked)
    with pytest.raises(cfp.FactorError) as raised:
        cfp.sum_factors([grid, direct])
    assert [problem.code for problem in raised.value.problems] == ["factors-do-not-combine"]
    with pytest.raises(ValueError, match="no sum"):
        cfp.sum_factors([])
    with pytest.raises(TypeError):
        cfp.sum_factors([grid, "0.1 kg CO2e/kWh"])
