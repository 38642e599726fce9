"""What the engine is measured beside: llama-server, ctransformers and the bare decode loop, each a process of its own."""

import json
import os
import pathlib
import shlex
import subprocess
import sys

from chats import LlamaServerChat, MartletChat
from servers import Martlet, Server

FOLDER = pathlib.Path(__file__).resolve().parent


def cache():
    return pathlib.Path(os.environ.get("MARTLET_CACHE") or pathlib.Path(
        os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache", "martlet"))


class MartletEngine:
    """Martlet with the app Apps/Engine."""

    name = "Martlet"
    chat = MartletChat

    def __init__(self, program, folder, settings):
        self.server = Martlet(program, folder, app=FOLDER / "Apps" / "Engine")
        self.settings = settings

    def start(self):
        return self.server.start(
            MODEL=str(self.settings.model), THREADS=str(self.settings.threads), CONTEXT=str(self.settings.context),
            CACHE=str(self.settings.cells))


class LlamaServer:
    """llama-server with eight slots that share one cache, as our chats do; all else is as it comes."""

    name = "llama-server"
    chat = LlamaServerChat

    def __init__(self, folder, settings):
        self.program = cache() / "peers" / "bin" / "llama-server"
        if not self.program.exists():
            raise SystemExit(f"{self.program} is missing; run Scripts/setup-peers")
        self.folder = folder
        self.settings = settings

    def start(self):
        threads = str(self.settings.threads)
        return Server(
            self.name,
            lambda port: [
                self.program, "--model", self.settings.model, "--host", "127.0.0.1", "--port", str(port),
                "--threads", threads, "--threads-batch", threads, "--ctx-size", str(self.settings.cells),
                "--parallel", "8", "--kv-unified", "--gpu-layers", "0"],
            lambda port: {}, self.folder, path="/health")


class LineProcess:
    """A process that answers each line with one line of JSON."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def do(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended")
        return json.loads(answer)

    def stop(self):
        self.process.kill()
        self.process.wait()


def bare_loop(folder, settings):
    """Compiles and starts Bare/decode.cpp with the libllama that Martlet is linked with."""
    variables = {**os.environ, "PKG_CONFIG_PATH": str(cache() / "llama" / "lib" / "pkgconfig")}
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "martlet-llama"], env=variables, text=True)
    program = pathlib.Path(folder) / "decode"
    subprocess.check_call(
        [os.environ.get("CXX", "c++"), "-std=c++20", "-O2", FOLDER / "Bare" / "decode.cpp", *shlex.split(flags),
         "-o", program])
    return LineProcess("the bare loop", [program, settings.model, str(settings.threads), "4096"])


def ctransformers(_, settings):
    return LineProcess(
        "ctransformers",
        [sys.executable, FOLDER / "ctransformers_peer.py", settings.model, str(settings.threads), "4096"])

