"""What all tests share: a Chromium for those that look at a page, and no network beyond loopback (pyproject.toml)."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("geomap", deadline=None)
hypothesis.settings.load_profile("geomap")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The machine's Chromium; without one the test is skipped, or fails where GEOMAP_REQUIRE_BROWSER is set."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    pytest.skip("no Chromium on this machine")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and item.get_closest_marker("browser") and os.environ.get("GEOMAP_REQUIRE_BROWSER"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and GEOMAP_REQUIRE_BROWSER is set"
    return report
