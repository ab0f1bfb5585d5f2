"""Names at the end what could not run here and how to have it run; refuses to be silent about it.

`--nothing-left-out` (as .ci/run passes) fails where a test was left out for want of what can be installed.
"""

from __future__ import annotations

import shutil
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from script.launcher.look import chromium

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
CAN_BE_HAD = {"browser", "generator", "office"}  # the published files are not the project's to fetch
REMEDIES = {
    "browser": (
        "no Chromium on this machine",
        "Install it (Debian: apt install chromium; any Chromium or Chrome on the PATH serves) and run again.",
    ),
    "office": (
        "no LibreOffice on this machine",
        "Install it (Debian: apt install --no-install-recommends libreoffice-writer-nogui) and run again.",
    ),
    "generator": (
        "no openapi-python-client: no client was made of docs/openapi.yaml and tried",
        "Run script/setup, which installs it from requirements-dev.lock, and run again.",
    ),
    "shared_data": (
        f"no published files in {SHARED_DATA}",
        "Put the folder of real published files there and run again; other tests carry their own.",
    ),
}


@pytest.fixture
def shared_data() -> Path:
    """The folder of real published files; a test that reads it is marked `shared_data`."""
    return SHARED_DATA


def _missing() -> set[str]:
    """The markers whose need this machine does not meet."""
    met = {
        "browser": chromium() is not None,
        "generator": find_spec("openapi_python_client") is not None,
        "office": shutil.which("soffice") is not None,
        "shared_data": SHARED_DATA.is_dir(),
    }
    return {marker for marker, is_met in met.items() if not is_met}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option of .ci/run."""
    parser.addoption("--nothing-left-out", action="store_true", help="fail for want of what can be installed")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs something absent; a test that touches the database also belongs to `servers`."""
    missing = _missing()
    for item in items:
        for marker in missing:
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=REMEDIES[marker][0]))
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker("servers")


def _left_out(terminal: pytest.TerminalReporter) -> Counter[str]:
    reasons = {reason: marker for marker, (reason, _) in REMEDIES.items()}
    skipped = (report for report in terminal.stats.get("skipped", []) if isinstance(report.longrepr, tuple))
    told = (str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    return Counter(reasons.get(reason, reason) for reason in told)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Every reason with the number of tests it cost."""
    left_out = _left_out(terminalreporter)
    if not left_out:
        return
    terminalreporter.section("left out here", sep="=", yellow=True, bold=True)
    for marker, number in left_out.most_common():
        reason, remedy = REMEDIES.get(marker, (marker, ""))
        tests = "1 test" if number == 1 else f"{number} tests"
        terminalreporter.write_line(f"{tests} did not run: {reason}. {remedy}".rstrip(), yellow=True)
    if config.getoption("--nothing-left-out") and CAN_BE_HAD & left_out.keys():
        terminalreporter.write_line(
            "Nothing that can be had was to be left out: this run has failed.", red=True
        )


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With --nothing-left-out a run that left something out is not a success."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    strict = session.config.getoption("--nothing-left-out")
    if terminal and exitstatus == 0 and strict and CAN_BE_HAD & _left_out(terminal).keys():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
