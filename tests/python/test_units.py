"""Units and names that people write, and hints in the language of Python."""

from decimal import Decimal

import pytest

import cfp


def test_a_region_is_known_by_its_names():
    registry = cfp.Registry.bundled()
    for name in ("CN", "CHN", "China", "中国"):
        assert registry.find("electricity", region=name, year=2024).region == "CN"
    (turkey,) = [region for region in registry.regions() if region.code == "TR"]
    assert "TUR" in turkey.also and "Turkey" in turkey.also


def test_a_hint_names_arguments():
    registry = cfp.Registry.bundled()
    with pytest.raises(cfp.FactorError) as raised:
        registry.find("electricity", region="CN-GD", year=2025)
    hint = raised.value.problems[0].hint
    assert hint == 'to use it, allow both: `up_to_region="country"` and `up_to_years_old=1`'
    followed = registry.find("electricity", region="CN-GD", year=2025, up_to_region="country", up_to_years_old=1)
    assert followed.region == "CN"


@pytest.mark.parametrize(
    ("written", "total"),
    [("3 度电", "3"), ("3 kW·h", "3"), ("1 万kW·h", "10000")],
)
def test_units_of_electricity(written, total):
    process = cfp.Process("p", makes={"x": "1 kg"}, takes={"electricity": written})
    system = cfp.System(process, supply={"electricity": cfp.Supply("1 kg CO2-eq./kWh")})
    assert system.footprint("x", "1 kg", gwp="AR6-100").total == Decimal(total)
