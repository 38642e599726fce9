"""The small commands, a new secret and the check of an app's translations, and flags of `run`."""

import json
import re
import subprocess

import pytest
from martlet_app import MARTLET, App


def martlet(*arguments):
    return subprocess.run([MARTLET, *map(str, arguments)], capture_output=True, text=True)


def test_a_secret_is_long_and_new_each_time():
    secrets = {
        re.search(r"^MARTLET_AUTH_SECRET=([A-Za-z0-9_-]{64})$", martlet("create-secret").stdout, re.M).group(1)
        for _ in range(3)}
    assert len(secrets) == 3


def test_translations_are_written_complete_and_what_is_wrong_in_them_is_named(tmp_path):
    nothing = martlet("lint-translations", tmp_path)
    assert nothing.returncode == 1 and "has no .martlet/translations" in nothing.stderr
    martlet("init", tmp_path, "--single-file", "--translations")
    fine = martlet("lint-translations", tmp_path)
    assert fine.returncode == 0 and "23 files, 0 problems." in fine.stdout, fine.stdout

    german = tmp_path / ".martlet" / "translations" / "de-DE.json"
    words = json.loads(german.read_text())
    del words["chat"]["input"]["placeholder"]
    words["chat"]["extra"] = "mehr"
    words["common"] = "flach"
    german.write_text(json.dumps(words))
    (german.parent / "it.json").write_text("{")
    wrong = martlet("lint-translations", tmp_path)
    assert wrong.returncode == 1 and "23 files, 4 problems." in wrong.stdout, wrong.stdout
    for problem in (
            "chat.input.placeholder is missing.", "chat.extra is not used by the page.",
            "common is no group of words; the page uses one.", "it.json cannot be read as JSON"):
        assert problem in wrong.stdout


CACHED = """import Foundation
import Martlet

let identity = Cached { Identifier.random() }
let app = ChatApp()
app.onMessage { _, _ in }
app.onAppStartup {
    let isKept = try await identity() == identity()
    FileHandle.standardError.write(Data("kept: \\(isKept)\\n".utf8))
}
try await app.run()
"""


@pytest.mark.parametrize("flags, kept", [((), "true"), (("--no-cache",), "false")], ids=["kept", "not kept"])
def test_results_of_cached_functions_are_kept_unless_the_flag_says_no(tmp_path, flags, kept):
    source = tmp_path / "app.swift"
    source.write_text(CACHED)
    with App(source, *flags) as app:
        assert app.count(f"kept: {kept}") == 1
