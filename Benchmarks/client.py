"""The load client: a Node process that is told what to do in lines of JSON."""

import json
import pathlib
import subprocess

PROGRAM = pathlib.Path(__file__).resolve().parent / "Client" / "load.mjs"


class Client:
    """One load client; as many as wanted may run at once."""

    def __init__(self, server=None):
        self.address = {"host": "127.0.0.1", "port": server.port} if server else {}
        self.process = subprocess.Popen(
            ["node", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def begin(self, command, **values):
        self.process.stdin.write(json.dumps({"do": command, **self.address, **values}) + "\n")
        self.process.stdin.flush()

    def result(self):
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "the load client ended"}
        if "error" in answer:
            raise SystemExit(f"the load client: {answer['error']}")
        return answer

    def do(self, command, **values):
        self.begin(command, **values)
        return self.result()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
