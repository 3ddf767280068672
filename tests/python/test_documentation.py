"""Every public thing is documented, and its examples run."""

import doctest
import inspect
import shutil
from decimal import Decimal

import pytest

import cfp


def documented():
    names = [(cfp, name) for name in cfp.__all__] + [(cfp.cbam, name) for name in cfp.cbam.__all__]
    for module, name in names:
        thing = getattr(module, name)
        name = f"{module.__name__}.{name}".removeprefix("cfp.")
        yield name, thing
        if inspect.isclass(thing) and not issubclass(thing, Exception):
            for member, value in vars(thing).items():
                if not member.startswith("_"):
                    yield f"{name}.{member}", value


DOCUMENTED = dict(documented())


@pytest.mark.parametrize("name", DOCUMENTED)
def test_docstrings(name, examples, tmp_path, monkeypatch):
    text = inspect.getdoc(DOCUMENTED[name])
    assert text, "it has no docstring"
    shutil.copytree(examples, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names = {"cfp": cfp, "Decimal": Decimal}
    test = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    report = []
    doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert not report, "".join(report)


def test_examples_are_found():
    found = {name for name, thing in DOCUMENTED.items() if ">>>" in inspect.getdoc(thing)}
    assert {"Process", "Supply", "System", "GwpSet", "Registry", "Footprint", "Model"} <= found
    assert {"cbam.Installation", "cbam.declaration", "cbam.default_value"} <= found


def test_the_readme_runs(root):
    results = doctest.testfile(str(root / "README.md"), module_relative=False, encoding="utf-8")
    assert results.attempted > 0
    assert results.failed == 0
