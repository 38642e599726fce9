"""The small commands: a new secret, and the check of an app's translations."""

import json
import re
import subprocess

from martlet_app import MARTLET


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
