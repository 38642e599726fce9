import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from martlet_app import MARTLET, ROOT, App  # noqa: E402


def pytest_collection_modifyitems(items):
    if not MARTLET.exists():
        for item in items:
            item.add_marker(pytest.mark.skip(reason=f"{MARTLET} is missing; run make test, which builds it"))


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
