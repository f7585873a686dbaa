"""Hold the files that decide things to every line and every branch; say nothing when they are."""

import subprocess
import sys
from pathlib import Path

from coverage import Coverage


def files_that_no_test_loaded() -> list[str]:
    """The files that `include` of the settings names and the tests never imported: nothing was counted in them."""
    coverage = Coverage()
    coverage.load()
    measured = coverage.get_data().measured_files()
    include = coverage.get_option("run:include")
    assert isinstance(include, list)  # noqa: S101 - for the type checker
    apps = [path.parent for path in Path().glob("*/__init__.py") if path.parent.name not in ("tests", "tools")]
    named = {path.resolve() for app in apps for pattern in include for path in app.glob(f"*{pattern}")}
    return sorted(str(path) for path in named if path.stat().st_size and str(path) not in measured)


unseen = files_that_no_test_loaded()
command = [sys.executable, "-m", "coverage", "report", "--show-missing", "--fail-under=100"]
result = subprocess.run(command, capture_output=True, text=True, check=False)
if unseen or result.returncode:
    print(
        result.stdout,
        result.stderr,
        *unseen,
        "Rules and workflows need every branch tested.",
        sep="\n",
        file=sys.stderr,
    )
sys.exit(bool(unseen) or result.returncode)
