import pathlib
import sys

import pytest
from playwright.sync_api import expect, sync_playwright

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from martlet_app import CHROMIUM, CHROMIUM_FLAGS, MARTLET, ROOT, App  # noqa: E402

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(config, items):
    if not MARTLET.exists() and config.getoption("--server", "martlet") == "martlet":
        for item in items:
            item.add_marker(pytest.mark.skip(reason=f"{MARTLET} is missing; run make test, which builds it"))


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests; Playwright runs once a process."""
    if not CHROMIUM:
        pytest.skip("no Chromium on PATH; run make test, which installs it, or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*CHROMIUM_FLAGS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tutorial():
    """The tutorial on the tiny model, shared by the tests that do not restart it."""
    with App(ROOT / "Examples" / "Tutorial" / "app.swift") as app:
        yield app


@pytest.fixture(scope="session")
def paced():
    """The tutorial at 50 tokens a second."""
    with App(ROOT / "Tests" / "Browser" / "Apps" / "Paced" / "app.swift") as app:
        yield app


@pytest.fixture(scope="session")
def echo():
    """A small app without a model."""
    with App(ROOT / "Tests" / "Compatibility" / "Apps" / "Echo" / "app.swift") as app:
        yield app
