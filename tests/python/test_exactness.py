"""Decimals in, decimals out: every expected value is computed here, by hand or in decimals."""

from decimal import Decimal, getcontext, localcontext

import cfp

D = Decimal


def test_one_process_is_its_hand_sum(system):
    # 1048 x 9.1 + 1150 x 0.5777 + 203 x 1 = 9536.8 + 664.355 + 203 per 1000 kg
    footprint = system.footprint("profile", "1 t", gwp="AR6-100")
    assert footprint.total == D("10404.155")
    assert footprint.bound == D("0")
    assert footprint.total_without_biogenic_uptake == D("10404.155")
    assert footprint.by_category["fossil"] == D("203")
    assert footprint.by_category["unspecified"] == D("10201.155")
    assert sum(footprint.by_category.values()) == footprint.total


def test_the_profile_example_is_its_hand_sum(examples):
    with localcontext() as context:
        context.prec = 60
        carried = D("0.1985") * D("0.09509") + D("1.186") * D("0.1668") + D("0.011858") * D("0.02259")
        burnt = D("1.96") + D("3.6017E-5") * D("29.8") + D("3.6017E-5") * D("273")
        gas = D("0.3323") + carried + burnt
        metal = D("0.991") * D("16.897")
        power = D("2.015") * D("0.5777")
        lime = D("1.04E-5") * D("1.406")
        expected = 1000 * (metal + power + D("0.23844") * gas + lime)
    footprint = cfp.read_model(examples / "aluminium-profile.toml").footprint()
    assert footprint.total == expected
    assert footprint.bound == D("0")


def test_all_ways_to_write_an_amount_are_one():
    ways = [
        {"electricity": "1.15 MWh"},
        {"electricity": (D("1.15"), "MWh")},
        {"electricity": (1150, "kWh")},
        {"electricity": {"amount": "1150 kWh", "source": "meter 4", "data": "primary"}},
        {"electricity": [{"amount": "1 MWh"}, {"amount": (150, "kWh")}]},
        {"electricity": ["1 MWh", (D("0.15"), "MWh")]},
    ]
    for takes in ways:
        press = cfp.Process("press", makes={"profile": "1 t"}, takes=takes)
        system = cfp.System(press, supply={"electricity": (D("0.5777"), "kg CO2e/kWh")})
        assert system.footprint("profile", (1, "t"), gwp="AR6-100").total == D("664.355"), takes


def test_verbs_read_as_the_sheet(press):
    fluent = (
        cfp.Process("extrude profile")
        .makes("profile", "1000 kg")
        .takes("billet", (1048, "kg"))
        .takes("electricity", "1.15 MWh")
        .emits("CO2, fossil", "203 kg")
    )
    assert fluent == press


def test_the_context_of_decimals_changes_nothing(system):
    before = system.footprint("profile", "1 t", gwp="AR6-100").total
    with localcontext() as context:
        context.prec = 3
        assert system.footprint("profile", "1 t", gwp="AR6-100").total == before
    assert getcontext().prec > 3


def test_thirds_have_a_true_bound():
    press = cfp.Process("press", makes={"profile": "3 kg"}, emits={"CO2": "1 kg"})
    footprint = cfp.System(press).footprint("profile", "1 kg", gwp="AR6-100")
    with localcontext() as context:
        context.prec = 60
        distance = abs(3 * footprint.total - 1) / 3
        assert 0 < distance <= footprint.bound < D("1e-26")


def test_28_digits_go_in_and_come_out():
    digits = "1.234567890123456789012345678"
    press = cfp.Process("press", makes={"profile": "1 kg"}, emits={"CO2": (D(digits), "kg")})
    footprint = cfp.System(press).footprint("profile", "1 kg", gwp={"CO2": "1"})
    assert str(footprint.total) == digits


def test_allocation_shares_the_burdens():
    boiler = cfp.Process(
        "boiler house",
        makes={
            "steam": {"amount": "5 GJ", "price": "20 CNY/GJ"},
            "ash": {"amount": "10 kg", "price": (D("2.5"), "CNY/kg")},
        },
        emits={"CO2": "500 kg"},
        allocate="price",
    )
    # 5 x 20 = 100 and 10 x 2.5 = 25: four fifths of 500 kg for 5 GJ
    assert cfp.System(boiler).footprint("steam", "1 GJ", gwp="AR6-100").total == D("80")


def test_a_provider_and_a_credit():
    system = cfp.System(
        cfp.Process("coal plant", makes={"power": "1 kWh"}, emits={"CO2": "1 kg"}),
        cfp.Process("hydro plant", makes={"power": "1 kWh"}),
        cfp.Process("press", makes={"profile": "1 kg"})
        .takes("power", "3 kWh", from_="coal plant")
        .takes("power", "7 kWh", from_="hydro plant")
        .avoids("power", "1 kWh", from_="coal plant"),
    )
    assert system.products == ["power", "power", "profile"]
    assert system.footprint("profile", "1 kg", gwp="AR6-100").total == D("2")
    assert system.footprint("power", "1 kWh", "AR6-100", from_="hydro plant").total == D("0")


def test_intensities_are_per_unit(system):
    intensities = system.intensities("AR6-100")
    [row] = intensities.rows
    assert (row.product, row.process, row.unit) == ("profile", "extrude profile", "kg CO2e/kg")
    assert (row.total, row.bound) == (D("10.404155"), D("0"))
    assert sum(row.by_category.values()) == row.total
    assert row.inventory == []


def test_gases_of_intensities_are_asked_for(system):
    [row] = system.intensities("AR6-100", gases=True).rows
    assert sum(gas.co2e for gas in row.inventory) == row.total
    assert {gas.gas: gas.mass_kg for gas in row.inventory} == {"CO2, fossil": D("0.203"), "CO2e": None}



def test_a_set_of_your_own():
    digester = cfp.Process("digester", makes={"gas": "1 m3"}, emits={"CH4, biogenic": "2 kg"})
    values = {"CH4, biogenic": {"value": 27, "category": "biogenic"}}
    for gwp in (values, cfp.GwpSet("mine", values), {"name": "mine", **values}):
        footprint = cfp.System(digester).footprint("gas", "1 m3", gwp=gwp)
        assert footprint.by_category["biogenic_emissions"] == D("54")
