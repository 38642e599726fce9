"""Apps of Tests/Browser/Apps, each served from a copy of its folder, with its configuration where the server looks."""

import pathlib
import shutil
import tempfile
from contextlib import contextmanager

from martlet_app import App

APPS = pathlib.Path(__file__).resolve().parent / "Apps"


@contextmanager
def served(name, configuration=None):
    """The app of a folder at work; `configuration` takes the place of its config.toml."""
    with tempfile.TemporaryDirectory(prefix="martlet-browser-") as folder:
        folder = pathlib.Path(folder)
        shutil.copytree(APPS / name, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("app.swift"))
        given = folder / "config.toml"
        text = configuration or (given.read_text(encoding="utf-8") if given.exists() else "")
        (folder / ".martlet").mkdir()
        (folder / ".martlet" / "config.toml").write_text(text, encoding="utf-8")
        source = APPS / name / "app.swift"
        with App(source, environment={"MARTLET_APP_ROOT": str(folder)}, folder=folder) as app:
            yield app
