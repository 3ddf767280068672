"""What the tests share."""

from pathlib import Path

import pytest

import cfp


@pytest.fixture
def root() -> Path:
    """The directory of the tree."""
    return Path(__file__).parents[2]


@pytest.fixture
def examples(root: Path) -> Path:
    """The directory of the example models."""
    return root / "data" / "examples"


@pytest.fixture
def press() -> cfp.Process:
    """A process of one product with two inputs and one emission."""
    return cfp.Process(
        "extrude profile",
        makes={"profile": "1000 kg"},
        takes={"billet": "1048 kg", "electricity": "1.15 MWh"},
        emits={"CO2, fossil": "203 kg"},
    )


@pytest.fixture
def system(press: cfp.Process) -> cfp.System:
    """The process, linked to suppliers with intensities of their own."""
    supply = {"billet": "9.1 kg CO2e/kg", "electricity": "0.5777 kg CO2e/kWh"}
    return cfp.System(press, supply=supply)
