"""The file NOTICE, made from the headers of the datasets."""

import sys
import tomllib
from pathlib import Path

HEAD = """\
cfp carries published numbers. This file holds, for each dataset, the sentence that its licence or its publisher asks
for. It is made from the headers of the datasets by data/convert/notice.py.
"""


TAIL = """\
Beside the datasets, searches take traditional Chinese characters for simplified ones by a table of Open Chinese Convert
(OpenCC), data/dictionary/TSCharacters.txt, https://github.com/BYVoid/OpenCC, Apache License 2.0,
https://www.apache.org/licenses/LICENSE-2.0; changed by leaving out further choices. It is cfp-factors/src/simplified.txt.
"""


def entry(dataset):
    """The lines of one dataset."""
    licence = dataset["licence"]
    url = f", {licence['url']}" if "url" in licence else ""
    lines = (
        f"{dataset['id']} {dataset['edition']}-{dataset['revision']}",
        f"  {dataset['title']}",
        f"  {licence['attribution']}",
        f"  Licence: {licence['name']}{url}",
    )
    return "".join(f"{line}\n" for line in lines)


def main():
    """Writes NOTICE beside the data directory."""
    if len(sys.argv) != 2:
        sys.exit(f"usage: python3 {sys.argv[0]} DATA_DIR")
    data = Path(sys.argv[1])
    datasets = [tomllib.loads(path.read_text(encoding="utf-8")) for path in data.glob("*/*/*/dataset.toml")]
    datasets.sort(key=lambda dataset: (dataset["id"], dataset["edition"], dataset["revision"]))
    (data.resolve().parent / "NOTICE").write_text("\n".join([HEAD, *map(entry, datasets), TAIL]), encoding="utf-8")
    print(f"NOTICE: {len(datasets)} datasets")


if __name__ == "__main__":
    main()
