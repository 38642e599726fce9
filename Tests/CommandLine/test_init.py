"""What `martlet init` writes: a package whose test passes, without building all of Martlet anew for it."""

import json
import pathlib
import re
import shutil
import subprocess

import pytest

from martlet_app import MARTLET, ROOT

BUILT = MARTLET.parent


def init(*arguments):
    return subprocess.run([MARTLET, "init", *arguments], check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("init") / "greeter"
    init(str(folder))
    return folder


def compile_swift(*arguments, cwd):
    maps = sorted(set(re.findall(r'-fmodule-map-file=([^"]+)"', (BUILT.parent / "debug.yaml").read_text())))
    flags = ["-swift-version", "6", "-enable-testing", "-I", BUILT / "Modules", "-I", cwd, "-L", cwd, "-L", BUILT]
    for path in maps:
        if pathlib.Path(path).exists():
            flags += ["-Xcc", f"-fmodule-map-file={path}"]
    result = subprocess.run(["swiftc", *flags, *arguments], cwd=cwd, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_the_manifest_names_this_martlet(package):
    described = subprocess.run(
        ["swift", "package", "dump-package", "--package-path", str(package)],
        check=True, capture_output=True, text=True).stdout
    manifest = json.loads(described)
    assert manifest["name"] == "greeter"
    assert manifest["dependencies"][0]["fileSystem"][0]["path"] == str(ROOT)
    assert [(target["name"], target["type"]) for target in manifest["targets"]] == [
        ("App", "executable"), ("AppTests", "test")]


def test_the_app_and_its_test_compile_and_pass(package, tmp_path):
    """The same files that `swift test` would build, compiled against the modules that are there already."""
    sources = sorted((package / "Sources" / "App").glob("*.swift"))
    entry = ["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "App_main"]
    compile_swift("-c", "-emit-module", "-module-name", "App", *entry, *sources, cwd=tmp_path)
    runner = tmp_path / "main.swift"
    runner.write_text("import Testing\n\nawait Testing.__swiftPMEntryPoint() as Never\n")
    tests = sorted((package / "Tests" / "AppTests").glob("*.swift"))
    plugins = pathlib.Path(shutil.which("swiftc")).resolve().parent.parent / "lib/swift/host/plugins/testing"
    objects = [*sorted(tmp_path.glob("*.o")), *sorted((BUILT / "MartletTesting.build").glob("*.o"))]
    compile_swift(
        "-module-name", "AppTests", runner, *tests, *objects, "-plugin-path", plugins, "-lMartletRuntime",
        "-Xlinker", "-rpath", "-Xlinker", BUILT, "-o", tmp_path / "tests", cwd=tmp_path)
    result = subprocess.run([tmp_path / "tests"], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "1 test in 1 suite passed" in result.stdout + result.stderr, result.stdout + result.stderr


def test_what_is_there_stays_as_it_is(package):
    (package / "martlet.md").write_text("Mine.\n")
    assert "martlet.md is there already and stays as it is." in init(str(package))
    assert (package / "martlet.md").read_text() == "Mine.\n"


def test_another_martlet_can_be_named(tmp_path):
    said = init(str(tmp_path / "bot"), "--martlet", "https://example.com/swift/martlet.git")
    manifest = (tmp_path / "bot" / "Package.swift").read_text()
    assert '.package(url: "https://example.com/swift/martlet.git", branch: "main"),' in manifest
    assert '.product(name: "Martlet", package: "martlet")' in manifest
    assert f"Test it with: swift test --package-path {tmp_path / 'bot'}" in said


def test_one_file_is_written_on_demand(tmp_path):
    said = init(str(tmp_path), "--single-file")
    assert (tmp_path / "app.swift").exists() and not (tmp_path / "Package.swift").exists()
    assert f"Run it with: martlet run {tmp_path}/app.swift -w" in said
