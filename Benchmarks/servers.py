"""The two servers under test: how each is started, and what the system says of its process."""

import os
import pathlib
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
APP = ROOT / "Benchmarks" / "Apps" / "Tokens"


def free_port():
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """One server process, from exec to its end."""

    def __init__(self, name, command, environment, folder, path="/"):
        self.name = name
        self.port = free_port()
        # What answers as soon as the server is there.
        self.path = path
        self.log = tempfile.TemporaryFile()
        start = time.perf_counter()
        self.process = subprocess.Popen(
            command(self.port), env={**os.environ, **environment(self.port)}, cwd=folder, stdin=subprocess.DEVNULL,
            stdout=self.log, stderr=subprocess.STDOUT)
        self._await_first_answer()
        # From exec to the first answered request.
        self.start_seconds = time.perf_counter() - start

    def _await_first_answer(self, timeout=60):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{self.path}", timeout=10) as answer:
                    answer.read()
                    return
            except OSError:
                time.sleep(0.001)
        self.stop()
        self.log.seek(0)
        raise SystemExit(f"{self.name} does not answer:\n{self.log.read().decode(errors='replace')}")

    def cpu_seconds(self):
        """User and system time of the process so far, all threads, those that ended too."""
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def thread_cpu_seconds(self):
        """The same of each thread that there is now, by its id."""
        seconds = {}
        for folder in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            try:
                seconds[folder.name] = int((folder / "schedstat").read_text().split()[0]) / 1e9
            except OSError:
                pass  # it ended meanwhile
        return seconds

    def resident_bytes(self, field="VmRSS"):
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field + ":"))

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class Martlet:
    """Martlet's release build, started as `martlet run` starts an app: the compiled program itself."""

    name = "Martlet"

    def __init__(self, martlet, folder, app=APP):
        self.folder = folder
        self.program, self.environment = self._compile(martlet, app)

    @staticmethod
    def _compile(martlet, app):
        """Has `martlet run` compile the app, and reads what it then becomes."""
        process = subprocess.Popen(
            [martlet, "run", app / "app.swift", "--headless", "--port", "0"], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, text=True, cwd=ROOT)
        try:
            if "Your app is available" not in process.stdout.readline():
                raise SystemExit("martlet run does not start the app")
            variables = pathlib.Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
            pairs = [variable.decode().split("=", 1) for variable in variables if b"=" in variable]
            return os.readlink(f"/proc/{process.pid}/exe"), {
                name: value for name, value in pairs if name not in os.environ}
        finally:
            process.terminate()
            process.wait()

    def start(self, **variables):
        return Server(
            self.name, lambda port: [self.program],
            lambda port: {
                **self.environment, "MARTLET_PORT": str(port), "MARTLET_APP_ROOT": str(self.folder), **variables},
            self.folder)


class Chainlit:
    """The peer, from its own virtual environment."""

    name = "Chainlit"

    def __init__(self, python, folder):
        self.program = pathlib.Path(python).parent / "chainlit"
        self.folder = folder

    def start(self, **variables):
        return Server(
            self.name,
            lambda port: [self.program, "run", APP / "app.py", "--headless", "--host", "127.0.0.1", "--port", str(port)],
            lambda port: {"CHAINLIT_APP_ROOT": str(self.folder), **variables}, self.folder)
