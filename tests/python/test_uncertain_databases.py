"""Uncertain databases: what draws and first order say of numbers whose distributions are known."""

import numpy as np
import pytest

import cfp

# Heijungs & Suh 2002: electricity of 10 kWh takes 2 l of fuel, made by 100 l; 1 and 10 kg of CO2.
EXCHANGES = (np.array([0, 1, 1]), np.array([0, 0, 1]), np.array([10.0, -2.0, 100.0]))
EMISSIONS = (np.array([0, 0]), np.array([0, 1]), np.array([1.0, 10.0]))
# As stats_arrays has it.
FIELDS = [
    ("loc", "f8"), ("scale", "f8"), ("shape", "f8"), ("minimum", "f8"), ("maximum", "f8"), ("negative", "?"),
    ("uncertainty_type", "u1"),
]  # fmt: skip


def spreads(*rows):
    """A record for each row, a dict of fields; the others are NaN."""
    array = np.zeros(len(rows), dtype=FIELDS)
    for name in ("loc", "scale", "shape", "minimum", "maximum"):
        array[name] = np.nan
    for record, row in zip(array, rows):
        for name, value in row.items():
            record[name] = value
    return array


def normal(amounts, share=0.05):
    return spreads(*({"uncertainty_type": 3, "loc": own, "scale": share * abs(own)} for own in amounts))


@pytest.fixture
def plant() -> cfp.Database:
    """Every number normal with a coefficient of variation of 5 %."""
    return cfp.Database.from_triplets(
        2,
        EXCHANGES,
        1,
        EMISSIONS,
        technosphere_spreads=normal(EXCHANGES[2]),
        emission_spreads=normal(EMISSIONS[2]),
    )


def test_the_variance_of_a_published_case_is_met(plant):
    # As published for 1000 kWh: 120 kg, a variance of 64, and these shares.
    variance = plant.scores({0: 1.0}).analytic(0, 1000)
    assert variance.score == pytest.approx(120.0, rel=1e-12)
    assert variance.variance == pytest.approx(64.0, rel=1e-12)
    assert variance.inputs == 5
    shares = {(row.kind, row.product, row.flow, row.process): row.share_percent for row in variance.rows}
    assert shares == {
        ("exchange", 0, None, 0): pytest.approx(56.25),
        ("emission", None, 0, 0): pytest.approx(39.0625),
        ("exchange", 1, None, 0): pytest.approx(1.5625),
        ("exchange", 1, None, 1): pytest.approx(1.5625),
        ("emission", None, 0, 1): pytest.approx(1.5625),
    }
    assert [row.share_percent for row in variance.rows[:2]] == [pytest.approx(56.25), pytest.approx(39.0625)]
    first = plant.scores({0: 1.0}).analytic(0, 1000, most=1)
    assert first.others_share_percent == pytest.approx(43.75)
    assert first.others + first.rows[0].variance == pytest.approx(64.0)


def test_multipliers_of_a_published_case_are_met(plant):
    moved = plant.scores({0: 1.0}).sensitivities(0, 1000)
    found = {(row.kind, row.product, row.process): row.elasticity for row in moved.rows if row.kind != "factor"}
    assert found == {
        ("exchange", 0, 0): pytest.approx(-1.0),
        ("exchange", 1, 0): pytest.approx(1 / 6),
        ("exchange", 1, 1): pytest.approx(-1 / 6),
        ("emission", None, 0): pytest.approx(5 / 6),
        ("emission", None, 1): pytest.approx(1 / 6),
    }
    assert moved.score == pytest.approx(120.0)
    assert moved.others == 0
    fewer = plant.scores({0: 1.0}).sensitivities(0, most=2)
    assert len(fewer.rows) == 2 and fewer.others == 4


def test_draws_have_the_moments_of_their_sample(plant):
    draws = plant.scores({0: 1.0}).monte_carlo([(0, 1000), 1], draws=2000)
    assert draws.values.shape == (2000, 2)
    assert (draws.draws, draws.seed, draws.sampling, draws.inputs, draws.demands) == (2000, 1, "random", 5, 2)
    own = draws.statistics()
    sample = draws.values[:, 0]
    assert own.mean == pytest.approx(sample.mean(), rel=1e-12)
    assert own.standard_deviation == pytest.approx(sample.std(ddof=1), rel=1e-9)
    assert own.standard_error == pytest.approx(own.standard_deviation / 2000**0.5)
    for percentile in own.percentiles:
        assert percentile.value == pytest.approx(np.percentile(sample, percentile.percent), rel=1e-12)
        assert percentile.low <= percentile.value <= percentile.high
    # To first order 120 and 64; the second order adds 0.25 % to the mean.
    assert own.mean == pytest.approx(120.0, abs=0.3 + 5 * own.standard_error)
    assert own.variance == pytest.approx(64.0, rel=0.2)
    assert own.failed == [] and own.used == 2000


def test_draws_follow_from_their_seed_alone(plant):
    scores = plant.scores({0: 1.0})
    first = scores.monte_carlo([0], draws=100).values
    assert np.array_equal(first, scores.monte_carlo([0, 1], draws=100, seed=1).values[:, :1])
    assert not np.array_equal(first, scores.monte_carlo([0], draws=100, seed=2).values)
    even = scores.monte_carlo([0], draws=100, latin_hypercube=True)
    assert even.sampling == "latin-hypercube"
    assert not np.array_equal(first, even.values)


def test_products_are_compared_draw_by_draw(plant):
    # Nothing of one product is less than a unit of another in every draw.
    draws = plant.scores({0: 1.0}).monte_carlo([(1, 0), 0], draws=200)
    compared = draws.compare(0, 1)
    assert (compared.used, compared.less, compared.equal, compared.probability) == (200, 200, 0, 1.0)
    assert compared.low > 0.97 and compared.high <= 1.0
    assert compared.difference.mean == pytest.approx(-draws.statistics(1).mean)


def test_failed_draws_are_counted_and_not_a_number():
    # Of a normal number with the mean 1 and the standard deviation 1, 15.9 % are below zero.
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    spread = spreads({"uncertainty_type": 3, "loc": 1.0, "scale": 1.0})
    database = cfp.Database.from_triplets(1, one, 1, one, emission_spreads=spread)
    draws = database.scores({0: 1.0}).monte_carlo([0])
    failed = np.isnan(draws.values[:, 0])
    assert 100 < failed.sum() < 220
    assert draws.failed[0].count == failed.sum()
    assert draws.failed[0].first_draw == np.flatnonzero(failed)[0]
    assert "sign" in draws.failed[0].reason
    assert draws.statistics().used == (~failed).sum()


def test_factors_may_be_uncertain():
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    database = cfp.Database.from_triplets(1, one, 1, one)
    spread = spreads({"uncertainty_type": 4, "minimum": 1.0, "maximum": 3.0})
    for factors in ({0: 2.0}, np.array([2.0])):
        variance = database.scores(factors, spreads=spread).analytic(0)
        assert variance.variance == pytest.approx(1 / 3)
        assert variance.rows[0].kind == "factor"
    with pytest.raises(TypeError, match="whose order is known"):
        database.scores("AR6-100", spreads=spread)
    with pytest.raises(cfp.LinkError) as raised:
        database.scores({0: 2.0}, spreads=np.concatenate([spread, spread]))
    assert raised.value.problems[0].code == "spreads-do-not-fit"


def test_lognormal_numbers_keep_their_sign():
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    minus = (np.array([0]), np.array([0]), np.array([-1.0]))
    spread = spreads({"uncertainty_type": 2, "loc": 0.0, "scale": 0.5, "negative": True})
    database = cfp.Database.from_triplets(1, one, 1, minus, emission_spreads=spread)
    draws = database.scores({0: 1.0}).monte_carlo([0], draws=500)
    assert (draws.values < 0).all()
    # The mean of a lognormal number with the median 1 and the sigma 0.5 is exp(0.125).
    variance = database.scores({0: 1.0}).analytic(0)
    assert variance.mean == pytest.approx(-np.exp(0.125))
    assert variance.score == -1.0


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"uncertainty_type": 8}], "unknown-distribution"),
        ([{"uncertainty_type": 4, "minimum": 2.0, "maximum": 1.0}], "bad-distribution"),
        ([{"uncertainty_type": 2, "loc": 0.0, "scale": -1.0}], "bad-distribution"),
    ],
)
def test_distributions_that_cannot_be_are_told(rows, code):
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    with pytest.raises(cfp.FormatError) as raised:
        cfp.Database.from_triplets(1, one, 1, one, emission_spreads=spreads(*rows))
    assert raised.value.problems[0].code == code
    assert "row 0" in raised.value.problems[0].message


def test_arguments_of_another_kind_are_refused(plant):
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    with pytest.raises(TypeError, match="fields of stats_arrays"):
        cfp.Database.from_triplets(1, one, 1, one, emission_spreads=np.array([1.0]))
    with pytest.raises(TypeError, match="fields of stats_arrays"):
        cfp.Database.from_triplets(1, one, 1, one, emission_spreads=[1.0])
    cut = spreads({"uncertainty_type": 3, "loc": 1.0, "scale": 1.0, "minimum": 0.0})
    with pytest.raises(ValueError, match="not cut off"):
        cfp.Database.from_triplets(1, one, 1, one, emission_spreads=cut)
    with pytest.raises(cfp.LinkError):
        cfp.Database.from_triplets(1, one, 1, one, emission_spreads=normal([1.0, 1.0]))
    scores = plant.scores({0: 1.0})
    with pytest.raises(TypeError, match="one demand"):
        scores.monte_carlo("electricity")
    with pytest.raises(ValueError, match="at least 1"):
        scores.monte_carlo([0], draws=0)
    with pytest.raises(IndexError):
        scores.monte_carlo([7])
    with pytest.raises(cfp.FormatError):
        scores.monte_carlo([0], draws=10).statistics(3)


def test_fields_may_stand_anywhere_in_a_record():
    # After a field of one byte, the others do not stand where numbers do.
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    packed = np.array([(4, 1.0, 3.0)], dtype=[("uncertainty_type", "u1"), ("minimum", "f4"), ("maximum", "f8")])
    for spread in (packed, np.repeat(packed, 2)[::2]):
        database = cfp.Database.from_triplets(1, one, 1, one, emission_spreads=spread)
        assert database.scores({0: 1.0}).analytic(0).variance == pytest.approx(1 / 3)


def test_one_rule_says_which_numbers_turn_their_sign():
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    both = spreads({"uncertainty_type": 4, "minimum": -0.5, "maximum": 1.5})
    database = cfp.Database.from_triplets(1, one, 1, one, emission_spreads=both)
    draws = database.scores({0: 1.0}).monte_carlo([0], draws=4000)
    # None is thrown away; five standard errors of 2/√12.
    assert draws.failed == [] and abs(draws.statistics().mean - 0.5) < 0.046
    assert [finding.code for finding in draws.findings] == ["spread-spans-zero"]
    other = spreads({"uncertainty_type": 4, "minimum": -3.0, "maximum": -1.0})
    with pytest.raises(cfp.CfpError) as raised:
        cfp.Database.from_triplets(1, one, 1, one, emission_spreads=other)
    assert raised.value.problems[0].code == "bad-entry-spread"
    certain = cfp.Database.from_triplets(1, one, 1, one)
    draws = certain.scores({0: 1.0}).monte_carlo([0], draws=10)
    assert [finding.code for finding in draws.findings] == ["nothing-uncertain"]
