#!/usr/bin/env python3
"""Sets draws of the peers beside ours: how many a second, and how far the moments are apart.

usage: moments.py PEERS.jsonl OURS.jsonl

Both have lines as `measure.py` prints them; ours has the moments in its `note`. For each dataset,
prints a Markdown table of the rates on one thread, and a line of JSON with the differences: those
of the means and of the standard deviations as multiples of the standard errors that both samples
leave. Ends with 1 if one is above 5.
"""

import argparse
import json
import re
import sys
from pathlib import Path

PEERS = {"draws": "bw2calc `LCA`", "iterative-draws": "bw2calc `IterativeLCA`"}
AIMS = {"draws": 30, "iterative-draws": 10}
MOST = 5.0


def lines(path: Path) -> list[dict]:
    """The lines of a file."""
    texts = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(text) for text in texts if text.startswith("{")]


def moments_of_ours(line: dict) -> dict:
    """Our line with the moments that its note tells."""
    found = {key: re.search(rf"\b{key} (\S+?),", line["note"]) for key in ("mean", "sd")}
    figures = {key: float(match[1]) for key, match in found.items()}
    return line | figures | {"mean_error": figures["sd"] / line["runs"] ** 0.5}


def spread_error(line: dict, kurtosis: float) -> float:
    """The standard error of a standard deviation, by the fourth moment."""
    return line["sd"] * ((kurtosis - 1) / (4 * line["runs"])) ** 0.5


def apart(own: dict, peer: dict, kurtosis: float) -> dict[str, float]:
    """How far the moments are apart, by their standard errors."""
    mean = (own["mean_error"] ** 2 + peer["mean_error"] ** 2) ** 0.5
    spread = (spread_error(own, kurtosis) ** 2 + spread_error(peer, kurtosis) ** 2) ** 0.5
    return {
        "mean_peer": peer["mean"],
        "mean_ours": own["mean"],
        "mean_apart": abs(own["mean"] - peer["mean"]) / mean,
        "sd_peer": peer["sd"],
        "sd_ours": own["sd"],
        "sd_apart": abs(own["sd"] - peer["sd"]) / spread,
    }


def print_rates(own: dict, peers: list[dict]) -> None:
    """A table of draws a second, ours first."""
    print(f"### {own['dataset']}\n\n| who | solver | draws a second | ratio | aim |")
    print("| --- | --- | --- | --- | --- |")
    print(f"| ours | – | {1 / own['seconds']:.1f} | – | – |")
    for line in peers:
        ratio, aim = line["seconds"] / own["seconds"], AIMS[line["work"]]
        met = "met" if ratio >= aim else "missed"
        cells = [PEERS[line["work"]], line["solver"], f"{1 / line['seconds']:.2f}"]
        print("|", " | ".join([*cells, f"{ratio:.0f}×", f"{aim}× {met}"]), "|")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("peers", type=Path, metavar="PEERS.jsonl")
    parser.add_argument("ours", type=Path, metavar="OURS.jsonl")
    options = parser.parse_args()
    worst = 0.0
    ours = [line for line in lines(options.ours) if line["work"] == "monte-carlo"]
    ours = [moments_of_ours(line) for line in ours if line["threads"] == 1]
    peers = [line for line in lines(options.peers) if line["work"] in PEERS and line.get("seconds")]
    for own in ours:
        beside = [line for line in peers if line["dataset"] == own["dataset"]]
        print_rates(own, beside)
        # All samples are of one distribution: the largest knows its tails best.
        kurtosis = max(beside, key=lambda line: line["runs"])["kurtosis"] if beside else 3.0
        for line in beside:
            found = {key: line[key] for key in ("dataset", "work", "solver")}
            found |= apart(own, line, kurtosis)
            worst = max(worst, found["mean_apart"], found["sd_apart"])
            print(json.dumps(found))
    sys.exit(worst > MOST)


if __name__ == "__main__":
    main()
