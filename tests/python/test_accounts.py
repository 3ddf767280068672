"""Suppliers' results, mixes, electricity, regions and data quality; the sums stand in each test."""

import pickle
from decimal import Decimal

import pytest

import cfp

BILLET = cfp.Supply(
    "9.1 kg CO2e/kg",
    supplier="Pinggao Foundry",
    source="declaration 118",
    boundary="cradle to gate",
    region="CN-HE",
    primary_share=Decimal("72"),
    quality=("1", 2, Decimal("2.5")),
    categories={"land use change": "0.3 kg CO2e/kg", "biogenic removals": "-0.1 kg CO2e/kg"},
    gwp="AR6-100",
    validity="2026-12",
)


def one_of(supply, **details):
    """The footprint of what takes 1 kg or 1 kWh of a supply, and nothing else."""
    unit = details.pop("unit", "kg")
    works = cfp.Process("works", makes={"part": "1 kg"}, takes={"input": f"1 {unit}"}, **details)
    return cfp.System(works, supply={"input": supply}).footprint("part", "1 kg", gwp="AR6-100")


def test_a_suppliers_result_says_what_it_is():
    footprint = one_of(BILLET)
    [row] = footprint.suppliers
    assert (row.flow, row.supplier, row.source) == ("input", "Pinggao Foundry", "declaration 118")
    assert (row.boundary, row.gwp, row.validity) == ("cradle to gate", "AR6-100", "2026-12")
    assert (row.primary_percent, row.amount, row.unit) == (Decimal(72), Decimal(1), "kg")
    assert (row.co2e, row.co2e_bound) == (Decimal("9.1"), Decimal(0))
    # 9.1 - 0.3 + 0.1 = 8.9 are of no stated category
    parts = {name: co2e for name, co2e in footprint.by_category.items() if co2e}
    assert parts == {
        "land_use_change": Decimal("0.3"),
        "biogenic_removals": Decimal("-0.1"),
        "unspecified": Decimal("8.9"),
    }
    data = footprint.data_quality
    assert (data.primary_percent, data.secondary_percent) == (72, 28)
    assert (data.metered_percent, data.not_stated_percent) == (0, 0)
    ratings = data.ratings
    assert (ratings.technology, ratings.geography, ratings.time) == (1, 2, Decimal("2.5"))
    assert ratings.covered_percent == 100
    [source] = footprint.coverage
    assert (source.kind, source.source, source.co2e) == ("supplier", "declaration 118", Decimal("9.1"))
    assert (source.version, source.year, source.exact, source.share_percent) == (None, None, None, 100)


def test_a_mix_is_weighed_by_its_shares():
    # 0.6 x 9.1 + 0.4 x 16.9 = 5.46 + 6.76
    footprint = one_of(cfp.Supply.mix([("0.6", BILLET), (Decimal("0.4"), "16.9 kg CO2e/kg")]))
    assert footprint.total == Decimal("12.22")
    assert [row.co2e for row in footprint.suppliers] == [Decimal("5.46"), Decimal("6.76")]
    assert [row.supplier for row in footprint.suppliers] == ["Pinggao Foundry", None]


def test_electricity_says_by_what_right_it_counts():
    wind = cfp.Supply(
        "0.03 kg CO2e/kWh",
        electricity=cfp.Electricity(
            "certificate",
            instrument="GEC 2024-0815",
            period="2024",
            volume=(Decimal(800), "MWh"),
            location_based="0.5777 kg CO2e/kWh",
        ),
    )
    footprint = one_of(wind, unit="kWh", emits={"CO2, fossil": "1 kg"})
    [row] = footprint.electricity
    assert (row.treatment, row.instrument, row.period) == ("certificate", "GEC 2024-0815", "2024")
    assert (row.volume, row.amount, row.unit) == ("800 MWh", Decimal(1), "kWh")
    assert (row.co2e, row.location_based) == (Decimal("0.03"), Decimal("0.5777"))
    assert (footprint.total, footprint.location_based_total) == (Decimal("1.03"), Decimal("1.5777"))
    assert one_of("0.03 kg CO2e/kWh", unit="kWh").location_based_total is None


def test_stages_and_regions():
    mine = cfp.Process("mine", makes={"ore": "1 kg"}, emits={"CO2": "1 kg"}, region="AU", stage="raw materials")
    works = cfp.Process(
        "works",
        makes={"metal": "1 kg"},
        takes={"ore": "2 kg", "power": "10 kWh"},
        emits={"CO2": {"amount": "5 kg", "quality": (1, 1, 1), "data": "primary", "source": "meter 4"}},
        stage="production",
    )
    power = cfp.Supply("0.5 kg CO2e/kWh", region="CN")
    system = cfp.System(mine, works, supply={"power": power}, region="CN")
    footprint = system.footprint("metal", "1 kg", gwp="AR6-100")
    stages = [(row.stage, row.co2e) for row in footprint.by_stage]
    assert stages == [("production", Decimal(10)), ("raw materials", Decimal(2))]
    assert footprint.by_stage[0].share_percent == Decimal("83.333333")
    # The smelter takes the ore's 2 kg and the electricity's 5 kg, and China the metal's own 5 kg.
    regions = [(row.region, row.territorial, row.embodied) for row in footprint.by_region]
    assert regions == [("AU", 2, 0), ("CN", 10, 12)]
    assert footprint.data_quality.ratings.covered_percent == Decimal("41.666667")
    kinds = {row.kind: row.co2e for row in footprint.coverage}
    assert kinds == {"emission": 5, "supplier": 5, "not stated": 2}


@pytest.mark.parametrize("estimate", ["1500 g CO2e/kg", cfp.Supply("1.5 kg CO2e/kg")])
def test_a_cut_off_may_say_what_it_could_make(estimate):
    takes = {"film": "2 kg", "grease": "1 g"}
    works = cfp.Process("works", makes={"part": "1 kg"}, takes=takes, emits={"CO2": "20 kg"})
    system = cfp.System(works, cut_off={"film": estimate, "grease": None})
    footprint = system.footprint("part", "1 kg", gwp="AR6-100")
    assert footprint.total == 20
    film, grease = footprint.cut_offs
    assert (film.flow, film.amount, film.unit, film.exchanges) == ("film", 2, "kg", 1)
    assert (film.estimate, film.estimate_percent) == (3, 15)
    assert (grease.estimate, grease.estimate_bound, grease.estimate_percent) == (None, None, None)
    named = cfp.System(works, cut_off=["film", "grease"]).footprint("part", "1 kg", gwp="AR6-100")
    assert (named.total, named.cut_offs[0].estimate) == (20, None)


def test_a_footprint_supplies_another_system():
    billet = one_of(BILLET, emits={"CO2": "0.9 kg"})
    again = one_of(billet.supply(supplier="Datang Metals", region="CN-SX"))
    assert (again.total, again.by_category) == (Decimal(10), billet.by_category)
    [row] = again.suppliers
    # 72 % of 9.1 of 10 kg, without the uptake of 0.1 kg: 9.2 of 10.1
    assert (row.supplier, row.gwp) == ("Datang Metals", "AR6-100")
    # A part of the billet's data states no origin: it stays so, and the supplier's primary share is not known.
    assert row.primary_percent is None
    assert again.data_quality.primary_percent == Decimal("65.584158")
    assert again.data_quality.not_stated_percent == billet.data_quality.not_stated_percent > 0
    assert again.by_region[0].region == "CN-SX"


@pytest.mark.parametrize(
    ("supply", "kind", "code"),
    [
        (cfp.Supply("1 kg CO2e/kg", quality=(1, 2, 6)), cfp.FormatError, "bad-score"),
        (cfp.Supply("1 kg CO2e/kg", primary_share="101"), cfp.FormatError, "bad-percentage"),
        (cfp.Supply("1 kg CO2e/kg", categories={"fosil": "1 kg CO2e/kg"}), cfp.FormatError, "unknown-word"),
        (
            cfp.Supply("1 kg CO2e/kg", categories={"fossil": "1 kg CO2e/kg", "unspecified": "1 kg CO2e/kg"}),
            cfp.LinkError,
            "parts-sum",
        ),
        (
            cfp.Supply(
                "1 kg CO2e/kg",
                categories={"land use change": "1 kg CO2e/kg", "land_use_change": "1 kg CO2e/kg"},
            ),
            cfp.LinkError,
            "duplicate-category",
        ),
        (cfp.Supply.mix([]), cfp.LinkError, "empty-mix"),
        (cfp.Supply.mix([("0.6", "1 kg CO2e/kg")]), cfp.AllocationError, "shares-sum"),
        (
            cfp.Supply.mix([("1.5", "1 kg CO2e/kg"), ("-0.5", "1 kg CO2e/kg")]),
            cfp.AllocationError,
            "negative-share",
        ),
    ],
)
def test_what_is_wrong_with_a_supply(supply, kind, code):
    with pytest.raises(cfp.CfpError) as raised:
        one_of(supply)
    assert (type(raised.value), [problem.code for problem in raised.value.problems]) == (kind, [code])


def test_what_cannot_be_meant_is_refused_at_once():
    with pytest.raises(TypeError, match="primary_share"):
        cfp.Supply("1 kg CO2e/kg", primary=True, primary_share="40")
    with pytest.raises(TypeError, match="technology, geography and time"):
        cfp.Supply("1 kg CO2e/kg", quality=("1", "2"))
    with pytest.raises(TypeError, match="share"):
        cfp.Supply.mix(["1 kg CO2e/kg"])
    with pytest.raises(TypeError, match="float"):
        cfp.Supply.mix([(0.5, "1 kg CO2e/kg"), (0.5, "2 kg CO2e/kg")])
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Electricity("green")
    assert raised.value.problems[0].code == "unknown-word"


def test_rows_are_values():
    footprint = one_of(BILLET)
    copy = pickle.loads(pickle.dumps(footprint))
    assert copy == footprint and copy.suppliers == footprint.suppliers
    assert copy.data_quality == footprint.data_quality and copy.coverage == footprint.coverage
    assert repr(footprint.suppliers) == "[<cfp.SupplierRow 'Pinggao Foundry': 9.1 kg CO2e>]"
    assert repr(footprint.data_quality) == "<cfp.DataQuality primary: 72 %>"
    assert repr(footprint.data_quality.ratings) == "<cfp.Ratings technology 1, geography 2, time 2.5>"
    assert repr(footprint.supply()) == "<cfp.Supply of 1 kg part: 9.1 kg CO2e>"
