"""Databases from arrays: what they answer is true within its bound, and what is wrong with arrays is told."""

import random
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import scipy.sparse as sp
from scipy.sparse.linalg import spsolve

import cfp

COAL, POWER = 0, 1


def triplets(*entries):
    rows, columns, amounts = zip(*entries)
    return np.array(rows), np.array(columns), np.array(amounts, dtype=float)


LOOP = triplets((0, 0, 1.0), (1, 0, -0.05), (1, 1, 1.0), (0, 1, -0.4))
CO2 = triplets((0, 1, 0.9))


@pytest.fixture
def loop() -> cfp.Database:
    """Coal needs power, and power coal."""
    return cfp.Database.from_triplets(
        2,
        LOOP,
        1,
        CO2,
        products=[{"id": "c", "name": "coal", "unit": "kg"}, {"id": "p", "name": "power", "unit": "kWh"}],
        processes=["mine", {"id": "plant", "location": "CN"}],
        flows=[{"id": "f", "name": "CO2, fossil", "location": "air", "unit": "kg"}],
    )


class Case:
    """A random database: production amounts other than one, treatments with a negative diagonal, credits, loops."""

    def __init__(self, seed, sizes=(5, 40)):
        draw = random.Random(seed)
        self.size = size = draw.randint(*sizes)
        made = [10.0 ** draw.uniform(-2, 2) for _ in range(size)]
        treats = [draw.random() < 0.15 for _ in range(size)]
        matrix = np.diag([-own if waste else own for own, waste in zip(made, treats)])
        for process in range(size):
            inputs = draw.sample(range(size), draw.randint(0, min(5, size - 1)))
            for product in set(inputs) - {process}:
                share = draw.uniform(0.01, 0.9 / len(inputs))
                amount = -share * made[process] * 10.0 ** draw.uniform(-0.5, 0.0)
                if draw.random() < 0.1:
                    amount = -amount
                matrix[product, process] = -amount if treats[product] else amount
        emitted = np.array([[draw.random() < 0.4 and draw.uniform(0, 10) for _ in range(size)] for _ in range(3)])
        self.technosphere, self.emissions = matrix, emitted.astype(float)
        self.factors = np.array([1.0, 29.8, draw.uniform(0, 300)])

    def database(self, kind=sp.csc_array):
        return cfp.Database.from_matrices(kind(self.technosphere), kind(self.emissions))

    def exact(self):
        """The exact scores of the doubles, by elimination in fractions."""
        rows = [[Fraction(number) for number in column] for column in self.technosphere.T.tolist()]
        factors = [Fraction(factor) for factor in self.factors.tolist()]
        for row, column in zip(rows, self.emissions.T.tolist()):
            row.append(sum(factor * Fraction(amount) for factor, amount in zip(factors, column)))
        for step in range(self.size):
            pivot = max(range(step, self.size), key=lambda row: abs(rows[row][step]))
            rows[step], rows[pivot] = rows[pivot], rows[step]
            for row in range(self.size):
                if row != step and rows[row][step]:
                    ratio = rows[row][step] / rows[step][step]
                    rows[row] = [own - ratio * other for own, other in zip(rows[row], rows[step])]
        return [row[-1] / row[step] for step, row in enumerate(rows)]


def test_the_loop_of_two_processes_has_its_closed_form(loop):
    scores = loop.scores("AR6-100")
    # The doubles of the matrices are meant as they are.
    power = Fraction(0.9) / (1 - Fraction(0.4) * Fraction(0.05))
    for product, exact in [("coal", Fraction(0.05) * power), ("power", power)]:
        figure = scores[product]
        assert abs(Fraction(figure.value) - exact) <= Fraction(figure.bound) < Fraction(1, 10**12)
    assert scores[COAL] == scores["c"] == scores["coal"] == list(scores)[0]
    assert len(scores) == 2 and scores.characterisation == "AR6-100"
    assert [report.method for report in scores.loops] == ["sweeps"]
    [report] = scores.loops
    assert (report.processes, report.exchanges, report.proved) == (2, 4, True)
    assert 0 <= report.backward_error < 1e-15 and scores.findings == []


@pytest.mark.parametrize("seed", range(100))
def test_the_bound_contains_the_exact_score(seed):
    case = Case(seed, (5, 10))
    scores = case.database().scores(case.factors)
    doubles = zip(scores.values().tolist(), scores.bounds().tolist())
    for figure, (value, bound), exact in zip(scores, doubles, case.exact()):
        if figure.bound is not None:
            assert abs(Fraction(figure.value) - exact) <= Fraction(figure.bound)
            assert abs(Fraction(value) - exact) <= Fraction(bound)
        else:
            assert bound == np.inf and scores.findings[0].code == "no-certificate"


def test_scores_agree_with_scipy_on_a_thousand_databases():
    proved = 0
    for seed in range(1000):
        case = Case(seed)
        scores = case.database().scores(case.factors)
        matrix, direct = case.technosphere.T, case.factors @ case.emissions
        theirs = spsolve(sp.csc_matrix(matrix), direct)
        # What theirs leaves, and what the check of that rounds itself, carried through the inverse.
        rounding = 4 * case.size * np.finfo(float).eps * (abs(matrix) @ abs(theirs) + abs(direct))
        reach = 2 * abs(np.linalg.inv(matrix)) @ (abs(direct - matrix @ theirs) + rounding)
        bounds = scores.bounds()
        assert (abs(scores.values() - theirs) <= bounds + reach).all(), seed
        proved += int(np.isfinite(bounds).all())
    assert proved >= 990


READ = [sp.csc_array, sp.csr_array, sp.coo_array, sp.csc_matrix, sp.csr_matrix, sp.coo_matrix]


@pytest.mark.parametrize("kind", [*READ, sp.lil_array, sp.bsr_array, sp.dok_array, sp.dia_array])
def test_every_format_is_the_same_database(kind):
    case = Case(7)
    database, own = case.database(), case.database(kind)
    assert (own.size, own.flow_count) == (case.size, 3)
    assert (own.exchanges, own.emissions) == (database.exchanges, database.emissions)
    assert (own.scores(case.factors).values() == database.scores(case.factors).values()).all()


@pytest.mark.parametrize("index", [np.int32, np.int64])
def test_triplets_are_the_same_database(index):
    case = Case(8)
    parts = [sp.coo_array(matrix) for matrix in (case.technosphere, case.emissions)]
    parts = [(own.row.astype(index), own.col.astype(index), own.data) for own in parts]
    expected = case.database().scores(case.factors).values()
    for door in (cfp.Database, cfp.System):
        database = door.from_triplets(case.size, parts[0], 3, parts[1])
        assert isinstance(database, cfp.Database)
        assert (database.scores(case.factors).values() == expected).all()


def test_arrays_are_not_copied_by_python():
    size = 20_000
    matrix = (sp.eye_array(size) - sp.random_array((size, size), density=1e-3, rng=1) * 1e-3).tocsc()
    emissions = sp.csr_array(np.ones((1, size)))
    products = np.arange(1_000_000) % size
    amounts = np.ones(1_000_000)
    tracemalloc.start()
    database = cfp.Database.from_matrices(matrix, emissions)
    built = tracemalloc.get_traced_memory()[1]
    scores = database.scores(np.ones(1))
    tracemalloc.reset_peak()
    values = scores.demands(products, amounts)[0]
    tracemalloc.stop()
    assert built < 100_000 < matrix.data.nbytes
    assert values.shape == (1_000_000,) and not values.flags.owndata and values.flags.writeable


def test_a_database_may_be_empty():
    nothing = sp.csc_array((0, 0))
    scores = cfp.Database.from_matrices(nothing, nothing).scores({})
    assert (len(scores), list(scores), scores.values().tolist()) == (0, [], [])


def test_a_score_beyond_the_range_of_doubles_is_not_proved():
    tiny, huge = triplets((0, 0, 1e-300)), triplets((0, 0, 1e300))
    scores = cfp.Database.from_triplets(1, tiny, 1, huge).scores(np.ones(1))
    assert scores.bounds().tolist() == [np.inf] and not np.isfinite(scores.values()).any()
    with pytest.raises(cfp.FormatError, match="beyond the range"):
        scores[0]


def test_reference_products_are_stated_or_found():
    made = triplets((1, 0, 2.0), (0, 1, 4.0))
    for references in [None, [1, 0], np.array([1, 0], dtype=np.int32)]:
        database = cfp.Database.from_triplets(2, made, 1, triplets((0, 0, 6.0)), references=references)
        assert database.scores(np.ones(1)).values().tolist() == [0.0, 3.0]
    with pytest.raises(cfp.LinkError, match="reference"):
        cfp.Database.from_triplets(2, made, 1, CO2, references=[0, 0])
    with pytest.raises(ValueError, match="index -1"):
        cfp.Database.from_triplets(2, made, 1, CO2, references=[-1, 0])
    with pytest.raises(TypeError, match="index of a product, not 0.5"):
        cfp.Database.from_triplets(2, made, 1, CO2, references=[0.5, 0])


def test_things_are_found_and_labelled(loop):
    assert repr(loop) == "<cfp.Database of 2 processes and 1 flow>"
    assert (loop.find_product("power"), loop.find_process("plant"), loop.find_flow("f")) == (1, 1, 0)
    label = loop.product("p")
    assert (label.id, label.name, label.location, label.unit) == ("p", "power", None, "kWh")
    assert loop.product(1) == label and repr(label) == "<cfp.Label 'p': power>"
    assert loop.process(np.int64(1)).location == "CN" and loop.flow(0).name == "CO2, fossil"
    assert cfp.Database.from_triplets(2, LOOP, 1, CO2).product(0) is None
    with pytest.raises(cfp.LinkError) as raised:
        loop.find_product("powr")
    assert raised.value.problems[0].code == "not-in-database" and "`power`" in str(raised.value)
    for index in (2, -1):
        with pytest.raises(IndexError, match=f"no product {index}"):
            loop.scores("AR6-100")[index]
    for wrong in (1.0, True, None, slice(1)):
        with pytest.raises(TypeError, match="a product is an index"):
            loop.scores("AR6-100")[wrong]


def test_characterisations_are_sets_dicts_and_arrays(loop):
    by_name = loop.scores("AR6-100")
    assert by_name.source is not None
    own = {"name": "mine", "CO2": "1"}
    several = [cfp.GwpSet("mine", {"CO2": "1"}), {"CO2, fossil": 1}, {"f": 1.0}, {0: 1.0}, np.ones(1)]
    for scores in loop.scores_of(several):
        assert (scores.values() == by_name.values()).all() and list(scores) == list(by_name)
    with pytest.raises(cfp.LinkError):
        loop.scores(own)
    for wrong, kind, said in [
        ({0: Decimal(1)}, TypeError, "a float"),
        ({0.5: 1.0}, TypeError, "a flow is an index"),
        ({1: 1.0}, IndexError, "no flow 1"),
        ({0: float("nan")}, cfp.FormatError, "finite"),
        (np.ones(2), ValueError, "2 factors for 1 flows"),
        (np.ones((1, 1)), ValueError, "2 dimensions"),
        (np.ones(1, dtype=np.float32), TypeError, "float32"),
        ([1.0], TypeError, "a characterisation is"),
        (1.0, TypeError, "a characterisation is"),
        ("AR9", cfp.FactorError, "AR9"),
    ]:
        with pytest.raises(kind, match=said):
            loop.scores(wrong)
    with pytest.raises(TypeError, match="one characterisation"):
        loop.scores_of("AR6-100")
    with pytest.raises(cfp.FactorError) as raised:
        cfp.Database.from_triplets(2, LOOP, 1, CO2, flows=["dust"]).scores("AR6-100")
    assert raised.value.problems[0].code == "nothing-characterised"


def test_amounts_are_decimals_and_quantities(loop):
    scores = loop.scores("AR6-100")
    one = scores["power"].value
    for amount, times in [("2.5 kWh", "2.5"), ("1 MWh", "1000"), (Decimal("0.1"), "0.1"), (7, "7")]:
        figure = scores.score("power", amount)
        assert abs(figure.value - one * Decimal(times)) <= figure.bound + Decimal("1e-22")
    assert scores.score(1, (Decimal("2.5"), "kWh")) == scores.score("power", "2.5 kWh")
    with pytest.raises(TypeError, match=r"0.1 is a float; write .* Decimal\(\"0.1\"\)"):
        scores.score("power", 0.1)
    with pytest.raises(cfp.UnitError):
        scores.score("power", "1 kg")
    with pytest.raises(cfp.UnitError):
        scores.score("power", "1")
    for wrong in (0.1, True, None):
        with pytest.raises(TypeError):
            scores.score("power", wrong)


def test_a_million_demands_equal_single_scores(loop):
    case = Case(11)
    scores = case.database().scores(case.factors)
    draw = np.random.default_rng(1)
    products = draw.integers(0, case.size, 1_000_000)
    amounts = draw.lognormal(0, 3, 1_000_000)
    values, bounds = scores.demands(products, amounts)
    assert values.dtype == bounds.dtype == np.float64
    for at in range(0, 1_000_000, 9973):
        amount, one = Fraction(float(amounts[at])), scores[int(products[at])]
        error = Fraction(float(values[at])) - amount * Fraction(one.value)
        assert abs(error) <= Fraction(float(bounds[at])) + amount * Fraction(one.bound)
    whole = scores.demands(np.arange(case.size, dtype=np.int32), np.full(case.size, 3.0))
    for product, (value, bound) in enumerate(zip(*(array.tolist() for array in whole))):
        figure = scores.score(product, 3)
        # One is rounded to a double, the other to the digits that its bound leaves.
        assert abs(Decimal(value) - figure.value) <= Decimal(bound) + figure.bound
        assert float(figure.value) == pytest.approx(value, rel=1e-15)
    ones = scores.demands(np.arange(case.size), np.ones(case.size))
    assert (ones[0] == scores.values()).all() and (ones[1] == scores.bounds()).all()
    empty = scores.demands(np.array([], dtype=np.int64), np.array([]))
    assert [len(array) for array in empty] == [0, 0]


def test_demands_that_are_wrong_are_told(loop):
    scores = loop.scores("AR6-100")
    one = np.ones(1)
    for products, amounts, kind, said in [
        (np.array([2]), one, cfp.FormatError, "product 2"),
        (np.array([-1]), one, ValueError, "index -1"),
        (np.array([0]), np.array([np.inf]), cfp.FormatError, "finite"),
        (np.array([0, 1]), one, ValueError, "2 indices and `amounts` 1"),
        (np.array([0.0]), one, TypeError, "float64, and needs int64"),
        (np.array([0], dtype=np.uint8), one, TypeError, "uint8"),
        ([0], one, TypeError, "an array of NumPy"),
        (np.array([0]), [1.0], TypeError, "an array of NumPy"),
        (np.array([0]), np.ones(1, dtype=complex), TypeError, "real"),
        (np.array([0]), np.array([Decimal(1)]), TypeError, "object"),
        (np.array([0]), np.ma.masked_array([1.0], [True]), TypeError, "masked"),
        (np.array([0]), np.ones((1, 1)), ValueError, "2 dimensions"),
        (np.array([0, 1]), np.ones(4)[::2], ValueError, "one piece"),
        (np.array([0]), np.ones(1, dtype=">f8"), TypeError, "float64"),
    ]:
        with pytest.raises(kind, match=said):
            scores.demands(products, amounts)
    with pytest.raises(cfp.FormatError, match="beyond the range"):
        loop.scores({0: 1e9}).demands(np.array([1]), np.array([1e300]))


def with_(**parts):
    """The loop's technosphere with other arrays in the places of some of its own."""
    matrix = sp.csc_array((LOOP[2], LOOP[:2]), shape=(2, 2))
    for name, value in parts.items():
        setattr(matrix, name, value)
    return matrix


@pytest.mark.parametrize(
    ("matrix", "kind", "said"),
    [
        (np.eye(2), TypeError, "sparse matrix of SciPy"),
        (None, TypeError, "sparse matrix of SciPy"),
        (sp.csc_array(np.eye(2, dtype=np.float32)), TypeError, "technosphere.data` holds float32"),
        (sp.csc_array(np.eye(2, dtype=int)), TypeError, "holds int64"),
        (sp.csc_array(np.eye(2, dtype=complex)), TypeError, "real"),
        (sp.csc_array(np.ones((2, 3))), cfp.LinkError, "2 products and 3 processes"),
        (sp.csc_array(np.eye(3)), ValueError, "both have one for each process"),
        (with_(indptr=np.array([0, 2])), ValueError, "2 numbers in indptr, and needs 3"),
        (with_(indptr=np.array([0, 2, 9])), ValueError, "does not go with"),
        (with_(indptr=np.array([0, 4, 2])), ValueError, "does not go with"),
        (with_(indptr=np.array([1, 2, 4])), ValueError, "does not go with"),
        (with_(indptr=np.array([0, -2, 4])), ValueError, "index -2"),
        (with_(indices=np.array([0, 1, -1, 1])), ValueError, "index -1"),
        (with_(indices=np.array([0, 1, 0, 7])), cfp.FormatError, "product 7"),
        (with_(data=np.array([1.0])), ValueError, "does not go with"),
        (with_(data=np.array([1.0, np.nan, 1.0, 1.0])), cfp.FormatError, "finite"),
        (with_(data=np.ones(8)[::2]), ValueError, "one piece"),
        (sp.coo_array((np.ones(1), ([0], [0])), shape=(10**12, 10**12)), ValueError, "only 1 entries"),
        (sp.csc_array(np.array([[1.0, -1.0], [0.0, 0.0]])), cfp.LinkError, "no reference product"),
    ],
)
def test_matrices_that_are_wrong_are_told(matrix, kind, said):
    with pytest.raises(kind, match=said):
        cfp.Database.from_matrices(matrix, sp.csc_array(np.ones((1, 2))))


def test_triplets_and_labels_that_are_wrong_are_told():
    def made(technosphere=LOOP, emissions=CO2, size=2, flows=1, **labels):
        return cfp.Database.from_triplets(size, technosphere, flows, emissions, **labels)

    rows, columns, amounts = LOOP
    misaligned = np.frombuffer(bytes(33), dtype=np.uint8)[1:].view(np.float64)
    for act, kind, said in [
        (lambda: made((rows, columns)), TypeError, "three arrays"),
        (lambda: made((rows, columns, amounts[:3])), ValueError, "3 amounts"),
        (lambda: made((rows[:3], columns, amounts)), ValueError, "3 rows"),
        (lambda: made((rows, columns, misaligned)), ValueError, "one piece"),
        (lambda: made((rows.tolist(), columns, amounts)), TypeError, "an array of NumPy"),
        (lambda: made(emissions=triplets((0, 2, 1.0))), cfp.FormatError, "process 2"),
        (lambda: made(emissions=triplets((1, 0, 1.0))), cfp.FormatError, "flow 1"),
        (lambda: made(size=10**11), ValueError, "only 4 entries"),
        (lambda: made(size=-1), OverflowError, "negative"),
        (lambda: made(products=["a"]), cfp.LinkError, "1 labels of products"),
        (lambda: made(products=["a", "a"]), cfp.LinkError, "the id `a`"),
        (lambda: made(products="ab"), TypeError, "a list of labels"),
        (lambda: made(products=["a", 1]), TypeError, "one of `products` is 1"),
        (lambda: made(products=["a", {"name": "b"}]), cfp.FormatError, "id"),
        (lambda: made(products=["a", {"id": "b", "place": "CN"}]), TypeError, "no detail of a label"),
        (lambda: made(products=["a", {"id": 3}]), TypeError, "`id` of a label is text"),
    ]:
        with pytest.raises(kind, match=said):
            act()


def test_a_loop_that_consumes_what_it_makes_is_refused():
    greedy = triplets((0, 0, 1.0), (1, 0, -2.0), (1, 1, 1.0), (0, 1, -2.0))
    database = cfp.Database.from_triplets(2, greedy, 1, CO2, processes=["mine", "plant"])
    scores = database.scores({0: 1.0})
    with pytest.raises(cfp.SolveError) as raised:
        scores[0]
    assert raised.value.problems[0].code == "loop-consumes-output" and "mine" in str(raised.value)
    assert np.isnan(scores.values()).all() and scores.standings() == ["unsolved", "unsolved"]
    assert [finding.code for finding in scores.findings] == ["loop-consumes-output"]


def test_a_loop_that_only_credits_hold_is_refused_unless_it_is_allowed():
    # Power takes three of coal and displaces heat, coal 0.387 of power and some heat, heat two of coal and one of power.
    held = triplets(
        (0, 0, 1.0), (1, 0, -3.0), (2, 0, 1.0), (1, 1, 1.0), (0, 1, -0.387),
        (2, 1, -0.1), (2, 2, 1.0), (1, 2, -2.0), (0, 2, -1.0), (3, 3, 1.0),
    )
    emissions = triplets((0, 0, 1.0), (0, 1, 0.1), (0, 2, 0.1), (0, 3, 5.0))
    database = cfp.Database.from_triplets(4, held, 1, emissions)
    scores = database.scores({0: 1.0})
    assert scores.standings() == ["held", "held", "held", "sound"]
    assert float(scores[3].value) == 5 and np.isnan(scores.values()[:3]).all()
    allowed = database.scores({0: 1.0}, allow_held_loops=True)
    assert [finding.code for finding in allowed.findings] == ["loop-held-by-credits"]
    assert allowed.standings() == scores.standings() and not np.isnan(allowed.values()).any()


def test_contributions_sum_to_the_score(loop):
    scores = loop.scores("AR6-100")
    contributions = scores.contributions("power", "2 kWh")
    score = scores.score("power", 2)
    assert abs(contributions.total.value - score.value) <= contributions.total.bound + score.bound
    [row] = [row for row in contributions.rows if row.score.value]
    assert (row.process, row.label.id) == (1, "plant")
    exact = 2 / (1 - Fraction(0.4) * Fraction(0.05))
    assert abs(Fraction(row.runs.value) - exact) <= Fraction(row.runs.bound)
    [flow] = contributions.flows()
    assert (flow.flow, flow.label.name) == (0, "CO2, fossil")
    assert abs(flow.amount.value - row.score.value) <= flow.amount.bound + row.score.bound
    assert scores.contributions(1).total.value * 2 == pytest.approx(contributions.total.value)
    with pytest.raises(TypeError, match="is a float"):
        scores.contributions("power", 2.0)


def test_supply_chains_cover_the_score(loop):
    scores = loop.scores("AR6-100")
    chains = scores.supply_chains("power", cut_off=1e-6)
    first, second, third = chains.nodes[:3]
    assert (first.parent, first.depth, first.product, first.label.name) == (None, 0, 1, "power")
    assert (second.parent, second.product, third.parent, third.product) == (0, 0, 1, 1)
    assert first.score == scores["power"] and first.direct.value == pytest.approx(Decimal("0.9"))
    whole = chains.covered.value + chains.remainder.value
    slack = chains.covered.bound + chains.remainder.bound + first.score.bound
    assert abs(whole - first.score.value) <= slack
    assert abs(chains.remainder.value) < Decimal("1e-6")
    assert len(scores.supply_chains("power", "3 kWh", cut_off=0, most=7).nodes) == 7
    mwh = scores.supply_chains("power", "1 MWh").nodes[0]
    assert mwh.amount.value == 1000 and mwh.score == scores.score("power", "1 MWh")
    for wrong in (-0.1, 1.5, float("nan")):
        with pytest.raises(ValueError, match="a share from 0 to 1"):
            scores.supply_chains("power", cut_off=wrong)


@pytest.mark.parametrize("seed", range(30))
def test_changed_scores_are_those_of_the_rebuilt_database(seed):
    case = Case(seed)
    database = case.database()
    scores = database.scores(case.factors)
    scale = float(case.technosphere[2, 2])
    changes = [("exchange", 1, 2, -0.01 * abs(scale)), ("exchange", 2, 2, 1.5 * scale), ("emission", 0, 3, 4.0)]
    changed, own = scores.changed(changes)
    case.technosphere[1, 2], case.technosphere[2, 2], case.emissions[0, 3] = -0.01 * abs(scale), 1.5 * scale, 4.0
    rebuilt = case.database().scores(case.factors)
    assert (abs(own.values() - rebuilt.values()) <= own.bounds() + rebuilt.bounds()).all()
    assert changed.exchanges == case.database().exchanges
    again = changed.scores(case.factors)
    assert (abs(own.values() - again.values()) <= own.bounds() + again.bounds()).all()
    assert (scores.values() == database.scores(case.factors).values()).all()


def test_changes_that_are_wrong_are_told(loop):
    scores = loop.scores("AR6-100")
    _, own = scores.changed([("emission", "CO2, fossil", "plant", 0), ("exchange", "coal", "mine", 2)])
    assert own.values().tolist() == [0.0, 0.0]
    for change, kind, said in [
        (("exchange", 0, 0), TypeError, "a change is"),
        (("waste", 0, 0, 1.0), TypeError, "a change is"),
        ("exchange", TypeError, "a change is"),
        (("exchange", 0, 0, "1"), TypeError, "a float"),
        (("exchange", 0, 0, True), TypeError, "a float"),
        (("exchange", 0, 0, 0.0), cfp.LinkError, "no reference product"),
        (("exchange", 0, 0, float("inf")), cfp.FormatError, "finite"),
        (("emission", 1, 0, 1.0), IndexError, "no flow 1"),
        (("exchange", 0, "mill", 1.0), cfp.LinkError, "mill"),
    ]:
        with pytest.raises(kind, match=said):
            scores.changed([change])


def test_threads_share_a_database():
    case = Case(3)
    database = case.database()

    def ask(number):
        return database.scores(case.factors * number).values().tolist()

    alone = [ask(number) for number in range(1, 33)]
    with ThreadPoolExecutor(4) as pool:
        fresh = case.database()
        assert list(pool.map(ask, range(1, 33))) == alone
        assert len({tuple(fresh.scores(case.factors).values()) for _ in range(4)}) == 1


def test_the_package_works_without_numpy():
    code = """
import sys
sys.modules["numpy"] = None
import cfp
assert cfp.System(cfp.Process("a", makes={"a": "1 kg"})).products == ["a"]
for act in (
    lambda: cfp.Database.from_triplets(1, ([0], [0], [1.0]), 1, ([0], [0], [1.0])),
    lambda: cfp.Database.from_matrices([[1.0]], [[1.0]]),
):
    try:
        act()
    except TypeError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("`rows` is an array of NumPy") and "sparse matrix of SciPy" in second


def test_a_database_is_read_from_a_folder(tmp_path):
    write = lambda name, text: (tmp_path / name).write_text(text, encoding="utf-8")
    write("processes.csv", "id,name,product,unit,location\nc,mine,coal,kg,CN\ne,plant,electricity,kWh,CN\n")
    write("flows.csv", "id,name,compartment,unit\nco2,CO2,air,kg\n")
    write("technosphere.csv", "product,process,amount\nc,c,1\ne,c,-0.05\ne,e,1\nc,e,-0.4\n")
    write("emissions.csv", "flow,process,amount\nco2,e,0.9\n")
    write("characterisation.csv", "set,flow,value\nmine,co2,2\n")
    database = cfp.Database.read(tmp_path)
    assert database.characterisations == ["mine"]
    assert database.findings == []
    expected = Fraction(9, 10) / (1 - Fraction(2, 5) * Fraction(1, 20))
    for asked, factor in (("mine", 2), ("AR6-100", 1)):
        for scores in (database.scores(asked), *database.scores_of([asked])):
            figure = scores["e"]
            # The doubles of 0.9, 0.4 and 0.05 are not the decimals: a few units in the sixteenth place.
            assert abs(Fraction(figure.value) - factor * expected) < Fraction(1, 10**15)
            assert figure.bound <= figure.value * Decimal("1e-12")


def test_files_that_are_not_there_are_told_as_such(tmp_path):
    with pytest.raises(FileNotFoundError):
        cfp.Database.read(tmp_path / "none.zip")
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Database.read(tmp_path / "no.zip")
    assert [problem.code for problem in raised.value.problems] == ["not-a-zip"]
