"""Long work leaves the interpreter to others, and hears Ctrl-C."""

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import cfp

# Many small loops that feed each other: long to solve, quick to write down.
LARGE = """
import cfp

def large(size):
    processes = []
    for number in range(size):
        takes = {f"p{number ^ 1}": "0.3 kg"}
        if number >= 2:
            takes[f"p{number - 2}"] = "0.7 kg"
        processes.append(
            cfp.Process(f"make {number}", makes={f"p{number}": "1.7 kg"}, takes=takes, emits={"CO2": "1 kg"})
        )
    return cfp.System(*processes)
"""


def test_two_threads_compute_at_once(system):
    def ask(amount):
        return system.footprint("profile", (amount, "kg"), gwp="AR6-100").total

    alone = [ask(amount) for amount in range(1, 65)]
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(ask, range(1, 65))) == alone


def test_others_run_meanwhile():
    names = {}
    exec(LARGE, names)
    system = names["large"](20_000)
    ticks = []
    done = threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(time.monotonic())

    ticker = threading.Thread(target=tick)
    ticker.start()
    start = time.monotonic()
    system.footprint("p19999", "1 kg", gwp="AR6-100")
    end = time.monotonic()
    done.set()
    ticker.join()
    assert sum(start < tick < end for tick in ticks) >= 3


def test_ctrl_c_ends_long_work():
    script = LARGE + """
import signal
import time
# Background jobs begin with the signal ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
system = large(200_000)
print("ready", flush=True)
start = time.monotonic()
try:
    system.footprint("p199999", "1 kg", gwp="AR6-100")
    print("finished", flush=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
assert cfp.Registry.bundled().gwp("AR6-100").name == "AR6-100"
"""
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.1)
        start = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "interrupted\n"
        assert time.monotonic() - start < 1
        assert child.wait(timeout=30) == 0
    finally:
        child.kill()
        child.stdout.close()
