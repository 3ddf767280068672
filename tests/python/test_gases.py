"""Greenhouse gases of databases by their names, and what is told of those that do not count."""

from decimal import Decimal

import numpy as np
import pytest

import cfp


def flows_of(*names, place="air"):
    """A database of one process that emits a kilogram of each flow."""
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    count = len(names)
    emissions = (np.arange(count), np.zeros(count, dtype=np.int64), np.ones(count))
    labels = [{"id": f"f{at}", "name": name, "location": place, "unit": "kg"} for at, name in enumerate(names)]
    return cfp.Database.from_triplets(1, one, count, emissions, flows=labels)


def test_gases_count_by_the_names_that_databases_have():
    scores = flows_of("Dinitrogen monoxide", "Carbon dioxide, from soil or biomass stock").scores("AR6-100")
    assert scores[0].value == Decimal(274)
    assert scores.unit == "kg CO2e"
    assert flows_of("二氧化碳", place="资源/来自空气").scores("AR6-100")[0].value == Decimal(-1)


def test_choices_say_what_names_leave_open():
    database = flows_of("Methane", "Perfluorocarbons, unspecified", "Water")
    with pytest.raises(cfp.FactorError) as refused:
        database.scores("AR6-100")
    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["gases-without-value", "gases-of-several-origins"]
    assert "leave_out" in refused.value.problems[0].hint and "gases" in refused.value.problems[1].hint
    scores = database.scores(
        "AR6-100", gases={"Methane": "CH4, fossil"}, leave_out=["Perfluorocarbons, unspecified"]
    )
    assert scores[0].value == Decimal("29.8")
    left_out = [(row.flow, row.label.name, row.reason) for row in scores.left_out]
    assert left_out == [
        (1, "Perfluorocarbons, unspecified", "left out by name"), (2, "Water", "no greenhouse gas"),
    ]
    assert repr(scores).endswith("; 2 findings>")
    with pytest.raises(TypeError, match="give a GWP set"):
        database.scores({0: 1.0}, leave_out=["Water"])


def test_other_names_of_a_flow_count():
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    flow = {"id": "f", "name": "Lachgas", "cas": "10024-97-2"}
    scores = cfp.Database.from_triplets(1, one, 1, one, flows=[flow]).scores("AR6-100")
    assert scores[0].value == Decimal(273)
    rows = scores.contributions(0).flows()
    assert rows[0].score.value == Decimal(273) and rows[0].amount.value == Decimal(1)
    assert "score" in rows.columns


def test_a_product_made_negative_is_told():
    exchanges = (np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([1.0, -2.0, -1.0]))
    emissions = (np.array([0, 0]), np.array([0, 1]), np.array([5.0, 0.3]))
    database = cfp.Database.from_triplets(2, exchanges, 1, emissions)
    assert [finding.code for finding in database.findings] == ["products-made-negative"]
    assert repr(database) == "<cfp.Database of 2 processes and 1 flow; 1 finding>"


def test_draws_without_spreads_say_so():
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    draws = cfp.Database.from_triplets(1, one, 1, one).scores({0: 1.0}).monte_carlo([0], draws=10)
    assert [finding.code for finding in draws.findings] == ["nothing-uncertain"]
    assert repr(draws).endswith("; 1 finding>")


def test_what_is_masked_is_never_filled_with_zero():
    amounts = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    places = np.array([0, 0])
    with pytest.raises(TypeError) as refused:
        cfp.Database.from_triplets(1, (places, places, amounts), 1, (places, places, np.array([1.0, 1.0])))
    assert "masked" in str(refused.value) and "filled(0)" not in str(refused.value)
