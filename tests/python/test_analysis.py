"""Why a footprint is so much."""

from decimal import Decimal

import numpy as np
import pytest

import cfp

# A tonne of profile: 1.1 t of billet, 0.5 MWh and 20 kg; a tonne of billet: 2 MWh and 100 kg. At 0.5 kg/kWh in all
# 20 + 110 + 250 + 1100 = 1480 kg CO2e.
PRESS = cfp.Process(
    "press", makes={"profile": "1 t"}, takes={"billet": "1.1 t", "electricity": "0.5 MWh"},
    emits={"CO2": "20 kg"}, stage="production", tags=["site A"],
)
CAST = cfp.Process(
    "cast", makes={"billet": "1 t"}, takes={"electricity": "2 MWh"}, emits={"CO2": "100 kg"}, stage="raw materials",
)


@pytest.fixture
def analysis() -> cfp.Analysis:
    system = cfp.System(PRESS, CAST, supply={"electricity": "0.5 kg CO2e/kWh"})
    return system.analyse("profile", "2 t", gwp="AR6-100")


def test_the_footprint_is_that_of_the_system(analysis):
    assert analysis.footprint.total == 2960
    assert repr(analysis) == "<cfp.Analysis of 2 t profile: 2960 kg CO2e>"


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("process", [("electricity", 2700), ("cast", 220), ("press", 40)]),
        ("product", [("electricity", 2700), ("billet", 220), ("profile", 40)]),
        ("gas", [("CO2e", 2700), ("CO2, fossil", 260)]),
        ("category", [("unspecified", 2700), ("fossil", 260)]),
        ("stage", [("raw materials", 2420), ("production", 540)]),
        ("tag", [(None, 2420), ("site A", 540)]),
        ("region", [(None, 2960)]),
        ("tier", [("0", 40), ("1", 720), ("2", 2200)]),
        ("dataset", [(None, 2700), (None, 260)]),
    ],
)
def test_breakdowns_sum_to_the_total(analysis, by, expected):
    table = analysis.contributions(by)
    assert [(row.name, row.co2e) for row in table.rows] == expected
    assert (table.by, table.total, table.rounding, table.remainder) == (by, 2960, 0, None)
    top = analysis.contributions(by, most=1)
    rest = top.remainder.co2e if top.remainder else 0
    assert top.rows[0].co2e + rest == 2960


def test_rows_state_kinds_shares_and_bounds(analysis):
    table = analysis.contributions("process", most=1)
    row, rest = table.rows[0], table.remainder
    assert (row.kind, row.share_percent, row.co2e_bound) == ("supply", Decimal("91.216216"), 0)
    assert (rest.name, rest.count, rest.co2e, rest.share_percent) == ("2 others", 2, 260, Decimal("8.783784"))
    assert repr(row) == "<cfp.ContributionPart 'electricity': 2700 kg CO2e>"
    assert table == analysis.contributions("process", most=1)


def test_upstream(analysis):
    upstream = analysis.upstream()
    rows = {row.product: (row.direct, row.upstream, row.amount, row.unit) for row in upstream.rows}
    assert rows["billet"] == (220, 2420, Decimal("2.2"), "t")
    assert rows["profile"] == (40, 2960, 2, "t")
    assert rows["electricity"] == (2700, 2700, 5400, "kWh")
    assert analysis.upstream(most=1).left_out == 2


def test_the_tree_names_what_it_leaves_out(analysis):
    for cut_off in (0.2, "0.2", Decimal("0.2")):
        tree = analysis.tree(cut_off=cut_off)
        assert [(node.parent, node.product, node.co2e) for node in tree.nodes] == [
            (None, "profile", 2960), (0, "billet", 2420), (1, "electricity", 2200),
        ]
        assert (tree.nodes[0].cut_off, tree.nodes[0].cut_off_count) == (500, 1)
        assert (tree.covered, tree.remainder) == (2460, 500)
    assert len(analysis.tree(most=1).nodes) == 1


def test_paths(analysis):
    found = analysis.paths(most=2)
    assert [[step.product for step in path.steps] for path in found.paths] == [
        ["profile", "billet", "electricity"], ["profile", "electricity"],
    ]
    assert [path.co2e for path in found.paths] == [2200, 500]
    assert (found.covered, found.remainder, found.findings) == (2700, 260, [])
    assert found.paths[0].steps[2].amount == 4400


def test_flows_balance(analysis):
    for cut_off in (0, 0.9):
        sankey = analysis.sankey(cut_off=cut_off)
        for place, node in enumerate(sankey.nodes):
            into = sum(link.co2e for link in sankey.links if link.target == place)
            assert into + node.direct == node.co2e
            if node.kind != "demand":
                assert sum(link.co2e for link in sankey.links if link.source == place) == node.co2e
    assert [node.kind for node in sankey.nodes] == ["demand", "process", "supply", "others"]


def test_what_cannot_be_asked_is_refused(analysis):
    with pytest.raises(cfp.CfpError, match="nothing is broken down by `colour`"):
        analysis.contributions("colour")
    with pytest.raises(cfp.CfpError, match="no share between 0 and 1"):
        analysis.tree(cut_off=1.5)
    with pytest.raises(cfp.CfpError):
        analysis.sankey(cut_off="much")


def test_a_model_file_is_analysed(examples):
    model = cfp.read_model(examples / "aluminium-profile.toml")
    analysis = model.analyse(amount="2 t")
    assert analysis.footprint == model.footprint(amount="2 t")
    assert analysis.paths(most=1).paths[0].steps[-1].product == "primary aluminium"
    loop = cfp.read_model(examples / "coal-electricity-loop.toml").analyse()
    table = loop.contributions("process")
    assert abs(table.rounding) <= table.rounding_bound


def test_paths_of_a_database():
    # A kWh takes 0.4 kg of coal and emits 0.9 kg; a kg of coal takes 0.05 kWh.
    exchanges = (np.array([0, 1, 1, 0]), np.array([0, 0, 1, 1]), np.array([1.0, -0.4, 1.0, -0.05]))
    emissions = (np.array([0]), np.array([0]), np.array([0.9]))
    database = cfp.Database.from_triplets(2, exchanges, 1, emissions, products=["power", "coal"])
    found = database.scores({0: 1.0}).paths("power", most=2)
    assert [[step.label.id for step in path.steps] for path in found.paths] == [["power"], ["power", "coal", "power"]]
    assert [round(path.score.value, 9) for path in found.paths] == [Decimal("0.9"), Decimal("0.018")]
    assert round(found.covered.value + found.remainder.value - found.total.value, 15) == 0


def test_a_remainder_shows_what_nets_out():
    # 10 kg, and 5 kg that are taken and avoided: 20 kg in all.
    works = cfp.Process(
        "works", makes={"part": "1 kg"}, takes={"steel": "5 kg"}, avoids={"scrap": "5 kg"}, emits={"CO2": "10 kg"},
    )
    supply = {"steel": "1 kg CO2e/kg", "scrap": "1 kg CO2e/kg"}
    analysis = cfp.System(works, supply=supply).analyse("part", "1 kg", gwp="AR6-100")
    for few in (analysis.contributions("process", most=1), analysis.contributions("process", until="0.5")):
        rest = few.remainder
        assert [row.co2e for row in few.rows] == [10]
        assert (rest.name, rest.co2e, rest.positive, rest.negative) == ("2 others", 0, 5, -5)
    assert len(analysis.contributions("process", until=Decimal("0.6")).rows) == 2
    tree = analysis.tree(cut_off=0.3)
    assert (tree.gross, len(tree.nodes), tree.findings) == (20, 1, [])
    node = tree.nodes[0]
    assert (node.cut_off, node.cut_off_positive, node.cut_off_negative) == (0, 5, -5)
    assert (tree.remainder, tree.remainder_positive, tree.remainder_negative) == (0, 5, -5)
    with pytest.raises(cfp.FormatError, match="no share between 0 and 1"):
        analysis.contributions("process", until=80)


def test_contributors_of_a_database_down_to_a_share():
    # 1 kg takes 1 and avoids 1 of what emits 2: 3 kg of its own, and 4 kg of others that are nothing together.
    exchanges = (np.array([0, 1, 2, 1, 2]), np.array([0, 1, 2, 0, 0]), np.array([1.0, 1.0, 1.0, -1.0, 1.0]))
    emissions = (np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([3.0, 2.0, 2.0]))
    scores = cfp.Database.from_triplets(3, exchanges, 1, emissions).scores({0: 1.0})
    found = scores.contributions(0)
    assert (found.total.value, found.gross.value) == (3, 7)
    assert [found.until(share) for share in ("0", "0.4", 0.7, Decimal(1))] == [0, 1, 2, 3]
    rest = found.others(1)
    assert (rest.processes, rest.score.value, rest.positive.value, rest.negative.value) == (2, 0, 2, -2)
    with pytest.raises(cfp.FormatError, match="no share"):
        found.until(1.5)
    chains = scores.supply_chains(0, cut_off=0.5)
    assert (chains.gross.value, len(chains.nodes), chains.findings) == (7, 1, [])
    assert (chains.remainder_positive.value, chains.remainder_negative.value) == (2, -2)
