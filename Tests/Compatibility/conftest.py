"""Chainlit's own page, from its package on PyPI, against our server: fixtures, and the table at the end."""

import pytest
from bundle_app import BUNDLE, AppShelf
from bundle_page import BundlePage


def pytest_addoption(parser):
    parser.addoption(
        "--server", default="martlet",
        help="what serves the apps of the bundle tests: martlet, or the path of a chainlit program to compare with")


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "directory(name, app): the end-to-end directory of Chainlit that a test corresponds to, and the app")


def pytest_collection_modifyitems(config, items):
    compares = config.getoption("--server") != "martlet"
    for item in items:
        marker = item.get_closest_marker("directory")
        if marker:
            item.user_properties.append(("directory", marker.args[0]))
            if not BUNDLE.exists():
                item.add_marker(pytest.mark.skip(reason=f"{BUNDLE} is missing; run Scripts/setup test"))
        elif compares and "Compatibility" in str(item.path):
            item.add_marker(pytest.mark.skip(reason="only Martlet is meant here"))


@pytest.fixture(scope="session")
def shelf(request):
    shelf = AppShelf(request.config.getoption("--server"))
    yield shelf
    shelf.close()


@pytest.fixture
def app(shelf, request):
    """The running app that the test's `directory` mark names."""
    return shelf.app_named(request.node.get_closest_marker("directory").args[1])


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en-US")
    yield context
    context.close()


@pytest.fixture
def page(context, app):
    """The bundle's page, open on the app."""
    page = BundlePage(context.new_page(), app.url)
    page.open()
    return page


def pytest_terminal_summary(terminalreporter):
    rows = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            name = dict(getattr(report, "user_properties", [])).get("directory")
            if name:
                row = rows.setdefault(name, {"cases": set(), "passed": set(), "seconds": 0.0})
                row["cases"].add(report.nodeid)
                row["seconds"] += report.duration
                if outcome == "passed":
                    row["passed"].add(report.nodeid)
    if not rows:
        return
    terminalreporter.section("Chainlit's own page, by end-to-end directory")
    terminalreporter.write_line(f"{'directory':<28}{'cases':>6}{'passed':>8}")
    for name, row in sorted(rows.items()):
        terminalreporter.write_line(f"{name:<28}{len(row['cases']):>6}{len(row['passed']):>8}")
    cases, passed = (sum(len(row[key]) for row in rows.values()) for key in ("cases", "passed"))
    terminalreporter.write_line(f"{f'{len(rows)} directories':<28}{cases:>6}{passed:>8}")
