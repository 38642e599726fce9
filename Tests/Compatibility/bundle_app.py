"""Runs an app of Tests/Compatibility/Apps below Chainlit's own page, on Martlet or, to compare, on Chainlit.

An app is a folder with app.swift, the same app as app.py for Chainlit, and whatever lies beside them (config.toml,
public/…). It is served from a copy, so that nothing is written into the repository and the path of the bundle, which
differs from machine to machine, stands only there.
"""

import json
import os
import pathlib
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
import time

from martlet_app import ROOT, App

APPS = ROOT / "Tests" / "Compatibility" / "Apps"
FILES = ROOT / "Tests" / "Compatibility" / "Files"
CACHE = pathlib.Path(os.environ.get("MARTLET_CACHE") or pathlib.Path(
    os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "martlet")
BUNDLE = CACHE / "chainlit-2.12.0" / "chainlit" / "frontend" / "dist"


def copy_of(name):
    """A copy of an app's folder, with the configuration where both servers look for it."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="martlet-compat-"))
    shutil.copytree(APPS / name, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "app.swift"))
    shutil.copytree(FILES, folder / "files")
    given = folder / "config.toml"
    text = given.read_text(encoding="utf-8") if given.exists() else ""
    if "[UI]" not in text:
        text += "\n[UI]\n"
    if "custom_build" not in text:
        text = text.replace("[UI]\n", f"[UI]\ncustom_build = {json.dumps(str(BUNDLE))}\n")
    (folder / ".martlet").mkdir()
    (folder / ".martlet" / "config.toml").write_text(text, encoding="utf-8")
    text = text.replace(f"custom_build = {json.dumps(str(BUNDLE))}\n", 'name = "Assistant"\n')
    (folder / ".chainlit").mkdir()
    (folder / ".chainlit" / "config.toml").write_text(
        f'[meta]\ngenerated_by = "2.12.0"\n{text}', encoding="utf-8")
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class BundleApp(App):
    """One app at work below Chainlit's page."""

    def __init__(self, name, server="martlet"):
        self.folder = copy_of(name)
        self.server = server
        if server == "martlet":
            super().__init__(
                APPS / name / "app.swift", environment={"MARTLET_APP_ROOT": str(self.folder)}, folder=self.folder)
            return
        self.lines = []
        self._arrived = queue.Queue()
        port = free_port()
        self.process = subprocess.Popen(
            [server, "run", str(self.folder / "app.py"), "-h", "--ci", "--port", str(port)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=self.folder,
            env={**os.environ, "CHAINLIT_APP_ROOT": str(self.folder)})
        threading.Thread(target=self._read, daemon=True).start()
        self.wait_for("Your app is available at ")
        self.url = f"http://127.0.0.1:{port}"

    def stop(self):
        code = super().stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        return code


class AppShelf:
    """The app that is wanted now: one at a time, started once for all tests of a directory that stand together."""

    def __init__(self, server):
        self.server = server
        self.name = None
        self.app = None
        self.seconds = {}

    def app_named(self, name):
        if self.name == name and self.app.process.poll() is None:
            return self.app
        self.close()
        started = time.monotonic()
        self.app = BundleApp(name, self.server)
        self.name = name
        self.seconds[name] = time.monotonic() - started
        return self.app

    def close(self):
        if self.app is not None:
            self.app.stop()
        self.app = self.name = None
