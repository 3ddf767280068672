"""The stub is what the package has."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")


def test_the_stub_matches_the_package(tmp_path):
    check = [sys.executable, "-m", "mypy.stubtest", "cfp"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_use_of_the_package_type_checks(tmp_path):
    usage = Path(__file__).with_name("usage.py")
    check = [sys.executable, "-m", "mypy", "--strict", str(usage)]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_float_does_not_type_check(tmp_path):
    usage = tmp_path / "float.py"
    usage.write_text('import cfp\ncfp.Process("a", makes={"a": (1.15, "kg")})\n')
    check = [sys.executable, "-m", "mypy", "--strict", str(usage)]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "dict-item" in done.stdout
