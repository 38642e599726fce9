"""`martlet run -w`: a save becomes a new version in the open page, and what does not compile is shown there."""

import os
import pathlib
import shutil
import signal
import statistics
import time

import pytest
from martlet_app import ROOT, App
from playwright.sync_api import expect

SOURCE = """import Martlet

let app = ChatApp()
app.onChatStart { chat in try await chat.send("Version 0") }
try await app.run()
"""


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "app.swift"
    file.write_text(SOURCE)
    return file


def shown(page, text):
    return page.locator("[data-step-type=assistant_message]", has_text=text)


def test_a_save_reloads_the_page(source, page, record_property):
    with App(source, "-w") as app:
        page.goto(app.url)
        expect(shown(page, "Version 0")).to_be_visible()
        times = []
        for version in range(1, 11):
            start = time.monotonic()
            source.write_text(SOURCE.replace("Version 0", f"Version {version}"))
            shown(page, f"Version {version}").wait_for(timeout=20_000)
            times.append(time.monotonic() - start)
        median = statistics.median(times)
        record_property("median_reload_seconds", median)
        print(f"\nsave to reloaded page: median {median:.2f} s of {[f'{t:.2f}' for t in times]}")
        # The goal is 1.5 s on a quiet machine; the bound leaves room for a busy one.
        assert median < 4


def test_a_compile_error_is_shown_and_the_old_version_stays(source, page):
    with App(source, "-w") as app:
        page.goto(app.url)
        expect(shown(page, "Version 0")).to_be_visible()
        source.write_text(SOURCE.replace("ChatApp()", "ChatApplication()"))
        error = page.locator(".build-error")
        expect(error).to_contain_text("cannot find 'ChatApplication' in scope")
        assert app.count("cannot find 'ChatApplication' in scope") > 0
        expect(shown(page, "Version 0")).to_be_visible()
        source.write_text(SOURCE.replace("Version 0", "Version 1"))
        expect(shown(page, "Version 1")).to_be_visible()
        expect(error).to_be_hidden()


def test_an_app_that_never_compiled_is_explained_by_the_port(source, page):
    source.write_text("import Martlet\nlet app = Chatt()\n")
    with App(source, "-w", wait=False) as app:
        app.wait_for("cannot find 'Chatt' in scope")
        port = app.wait_for("Listening on ").rsplit(":", 1)[1].strip("./ ")
        page.goto(f"http://127.0.0.1:{port}")
        expect(page.locator(".build-error")).to_contain_text("cannot find 'Chatt' in scope")
        source.write_text(SOURCE)
        expect(shown(page, "Version 0")).to_be_visible()


def test_an_app_that_ended_is_told_and_the_next_save_starts_it_again(source, page):
    with App(source, "-w") as app:
        # What ended before it ever answered is told otherwise.
        page.goto(app.url)
        expect(shown(page, "Version 0")).to_be_visible()
        os.kill(child_of(app), signal.SIGKILL)
        app.wait_for("The app has ended.")
        page.goto(app.url)
        expect(page.locator(".build-error")).to_contain_text("The app has ended")
        source.write_text(SOURCE.replace("Version 0", "Version 1"))
        expect(shown(page, "Version 1")).to_be_visible()


def test_a_version_that_never_answers_gives_way_to_the_next_save(source, page):
    hanging = "while true { try await Task.sleep(for: .seconds(1)) }\n"
    source.write_text(SOURCE.replace("try await app.run()", hanging + "try await app.run()"))
    with App(source, "-w", wait=False) as app:
        while child_of(app) is None:
            time.sleep(0.05)
        source.write_text(SOURCE)
        url = app.wait_for("Your app is available at ").split(" at ")[1]
        page.goto(url)
        expect(shown(page, "Version 0")).to_be_visible()


def test_an_app_ends_quietly_when_its_supervisor_is_killed(source):
    with App(source, "-w") as app:
        child = child_of(app)
        app.process.kill()
        deadline = time.monotonic() + 10
        while pathlib.Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not pathlib.Path(f"/proc/{child}").exists()
        assert app.count("Fatal error") == 0


@pytest.mark.parametrize("flags", [(), ("-w",)])
def test_an_end_with_an_open_page_is_clean(source, page, flags):
    with App(source, *flags) as app:
        page.goto(app.url)
        expect(shown(page, "Version 0")).to_be_visible()
        assert app.stop() == 0
        assert app.count("Fatal error") == 0


def child_of(app):
    """The process of the app itself, which the supervisor started, or None."""
    children = pathlib.Path(f"/proc/{app.process.pid}/task").glob("*/children")
    for child in " ".join(file.read_text() for file in children).split():
        if "/apps/" in pathlib.Path(f"/proc/{child}/cmdline").read_text():
            return int(child)
    return None


def test_a_changed_readme_reloads_the_page(source, page):
    (source.parent / "martlet.md").write_text("# Before")
    with App(source, "-w") as app:
        page.goto(app.url)
        expect(shown(page, "Version 0")).to_be_visible()
        (source.parent / "martlet.md").write_text("# After")
        page.wait_for_timeout(500)
        page.locator("#readme-button").click()
        expect(page.locator("dialog[open] h1", has_text="After")).to_be_visible()


def test_a_package_is_built_with_the_package_manager(tmp_path):
    folder = tmp_path / "Pack"
    (folder / "Sources" / "Pack").mkdir(parents=True)
    (folder / "Package.swift").write_text(
        '// swift-tools-version:6.0\nimport PackageDescription\n'
        'let package = Package(name: "Pack", targets: [.executableTarget(name: "Pack")])\n')
    (folder / "Sources" / "Pack" / "main.swift").write_text('print("Your app is available at package")\n')
    with App(folder) as app:
        assert app.url == "package"


@pytest.mark.parametrize("flags, message", [
    (["--port", "70000"], "The port is 70000; give a number from 0 to 65535."),
    (["--ssl-cert", "a.pem"], "Only one of --ssl-cert and --ssl-key is given; HTTPS needs both."),
])
def test_a_wrong_flag_is_refused_in_words(source, flags, message):
    app = App(source, *flags, wait=False)
    assert app.process.wait(60) != 0
    time.sleep(0.1)
    assert any(message in line for line in app.lines), app.lines


@pytest.mark.parametrize("target, message", [
    ("missing.swift", "There is no missing.swift"),
    ("README.md", "README.md is no Swift file"),
    ("Models", "The folder Models holds no Package.swift"),
])
def test_a_target_that_is_no_app_is_refused_in_words(target, message):
    app = App(target, wait=False)
    assert app.process.wait(60) == 1
    time.sleep(0.1)
    assert any(message in line for line in app.lines), app.lines


@pytest.mark.parametrize("flags", [[], ["-w"]])
def test_a_port_in_use_is_told(source, flags, tutorial):
    port = tutorial.url.rsplit(":", 1)[1]
    app = App(source, "--port", port, *flags, wait=False)
    assert app.process.wait(120) == 1
    time.sleep(0.1)
    assert any(f"Port {port} on 127.0.0.1 is taken by another program" in line for line in app.lines), app.lines


def test_an_app_that_does_not_compile_ends_with_the_errors(source):
    source.write_text("import Martlet\nlet app = Chatt()\n")
    app = App(source, wait=False)
    assert app.process.wait(120) == 1
    time.sleep(0.1)
    assert any("cannot find 'Chatt' in scope" in line for line in app.lines)
    assert any("does not compile" in line for line in app.lines)


def test_init_writes_an_app_that_runs(tmp_path, page):
    import subprocess
    from martlet_app import MARTLET
    subprocess.run([MARTLET, "init", "--single-file", str(tmp_path / "new")], check=True, capture_output=True)
    with App(tmp_path / "new" / "app.swift") as app:
        page.goto(app.url)
        expect(shown(page, "Hello! Say something.")).to_be_visible()
