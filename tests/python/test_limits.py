"""Numbers that are too much, forks, and work that nobody waits for."""

import multiprocessing
import os
import signal
import threading
import time

import numpy as np
import pytest

import cfp

TAKES = {"electricity": {"amount": "0.5 MWh", "spread": {"lognormal_gsd": "1.1"}}}
PRESS = cfp.Process("press", makes={"profile": "1 t"}, takes=TAKES)
SYSTEM = cfp.System(PRESS, supply={"electricity": "0.5 kg CO2e/kWh"})


def analysis() -> cfp.Analysis:
    return SYSTEM.analyse("profile", "2 t", gwp="AR6-100")


def scores() -> cfp.Scores:
    spread = np.array(
        [(4, 0.5, 1.5)], dtype=[("uncertainty_type", "u1"), ("minimum", "f8"), ("maximum", "f8")]
    )
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    return cfp.Database.from_triplets(1, one, 1, one, emission_spreads=spread).scores({0: 1.0})


@pytest.mark.parametrize("draws", [10**11, 2**36, 2**62])
def test_draws_that_no_memory_holds_are_refused(draws):
    for ask in (
        lambda: analysis().monte_carlo(draws=draws),
        lambda: analysis().global_sensitivity(draws),
        lambda: scores().monte_carlo([0], draws=draws),
    ):
        with pytest.raises(cfp.FormatError, match="need more than 2 GiB of memory") as raised:
            ask()
        assert raised.value.problems[0].code == "too-many-draws"
        assert raised.value.problems[0].hint.startswith("ask for ")


def test_sizes_and_nesting_have_limits():
    one = (np.array([0]), np.array([0]), np.array([1.0]))
    for size, flows in [(2**62, 1), (1, 2**62)]:
        with pytest.raises(ValueError, match="only 1 entries"):
            cfp.Database.from_triplets(size, one, flows, one)
    mix = cfp.Supply("2 kg CO2e/kg")
    for _ in range(100_000):
        mix = cfp.Supply.mix([("1", mix)])
    with pytest.raises(cfp.LinkError, match="nested more than 64 deep"):
        cfp.System(supply={"billet": mix}).footprint("billet", "1 kg", gwp="AR6-100")


def mean(seed: int) -> tuple[float, float]:
    """The means of draws of a model and of a database, by all threads of this process."""
    of_model = analysis().monte_carlo(draws=200, seed=seed).statistics.mean
    of_database = scores().monte_carlo([0], draws=200, seed=seed).statistics(0).mean
    assert of_model is not None and of_database is not None
    return of_model, of_database


def test_a_forked_process_has_threads_of_its_own():
    before = [mean(seed) for seed in range(6)]
    with multiprocessing.get_context("fork").Pool(3) as pool:
        assert pool.map_async(mean, range(6)).get(timeout=60) == before
        # What a process has made for itself serves it again.
        assert pool.map_async(mean, range(6)).get(timeout=60) == before


def threads() -> int:
    """How many threads of this process there are."""
    return len(os.listdir("/proc/self/task"))


@pytest.mark.parametrize("kind", ["model", "pairs", "database"])
def test_interrupted_work_ends(kind):
    mean(1)
    asked, drawn = analysis(), scores()
    idle = threads()
    # The signal comes from a thread that ends before the threads are counted.
    timer = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        if kind == "model":
            asked.monte_carlo(draws=15_000_000)
        elif kind == "pairs":
            asked.global_sensitivity(10_000_000)
        else:
            drawn.monte_carlo([0], draws=15_000_000)
        pytest.fail("the draws were done before the signal came")
    heard = time.monotonic()
    timer.join()
    while threads() > idle:
        assert time.monotonic() - heard < 1.0, "the work goes on"
        time.sleep(0.02)
    # Its threads wait for other work.
    start = time.process_time()
    time.sleep(0.3)
    assert time.process_time() - start < 0.1
