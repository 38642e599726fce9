"""Measures Martlet's engine beside llama-server, ctransformers and the bare decode loop, on a model of random weights.

    Benchmarks/engine.py [--model 7b|1b|tiny] [--quick] [--rounds N] [--only a,b,c,d,e] [--threads N]

    a  one chat through the whole server, socket to socket
    b  the second turn of a chat of 1,000 tokens, and a changed setting
    c  eight chats at once, and their memory
    d  seven chats while a prompt of 8,000 tokens joins
    e  the server's time per token outside libllama

Needs the release build (`make build`) and the peers (`Scripts/setup-peers`), whose Python runs it; `make bench-engine` does
all of it. Who is measured takes turns, round by round; the figures are medians. Ends with 1 when a bar is missed.
"""

import argparse
import asyncio
import dataclasses
import os
import pathlib
import sys
import tempfile

import make_model
from chats import ChatError, connect
from engine_peers import LlamaServer, MartletEngine
from engine_scenarios import SCENARIOS, Prompts, say
from servers import ROOT


@dataclasses.dataclass
class Settings:
    model: pathlib.Path
    threads: int
    rounds: int
    quick: bool
    bytes_per_cell: int
    # The longest chat, and the cells of the cache that all chats share; the same for every server.
    context: int = 8704
    cells: int = 16384


class Peers:
    """The processes under test, started when they are first wanted, and ended together."""

    def __init__(self, program, folder, settings):
        self.program, self.folder, self.settings = program, folder, settings
        self.servers, self.lines, self.open, self.starters = {}, {}, {}, {}
        # What one scenario measures for another.
        self.overhead = None

    def line(self, make):
        """A process that answers lines."""
        if make not in self.lines:
            self.lines[make] = make(self.folder, self.settings)
        return self.lines[make]

    def server(self, kind, fresh=False):
        """A server; a fresh one if its memory is what counts. Its chats must be closed before."""
        if kind not in self.starters:
            self.starters[kind] = (
                MartletEngine(self.program, self.folder, self.settings) if kind is MartletEngine
                else LlamaServer(self.folder, self.settings))
        if fresh and kind in self.servers:
            self.servers.pop(kind).stop()
            self.open.pop(kind, None)
        if kind not in self.servers:
            self.servers[kind] = self.starters[kind].start()
        return self.servers[kind]

    async def chats(self, kind, count):
        """So many chats with a server, the same ones within a scenario."""
        if kind in self.open and len(self.open[kind][0]) < count:
            await self.open.pop(kind)[1]()
        if kind not in self.open:
            self.open[kind] = await connect(kind.chat, self.server(kind).port, count)
        return self.open[kind][0][:count]

    async def close_chats(self):
        for _, close in self.open.values():
            await close()
        self.open = {}

    def stop(self):
        for process in (*self.servers.values(), *self.lines.values()):
            process.stop()


async def measure(peers, settings, names):
    passes, prompts = True, Prompts()
    for name in names:
        scenario = SCENARIOS[name]
        say(f"\n{name}  {scenario.__doc__.strip()}")
        try:
            passes = await scenario(peers, settings, prompts) and passes
        finally:
            await peers.close_chats()
    return passes


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="7b", choices=make_model.SHAPES)
    parser.add_argument("--quantisation", default="Q4_K_S", choices=make_model.FILE_TYPES)
    parser.add_argument("--quick", action="store_true", help="a smoke test: short answers, one round")
    parser.add_argument("--rounds", type=int, help="how often each one's turn comes (default 3)")
    parser.add_argument("--only", default=",".join(SCENARIOS), help="which scenarios (default a,b,c,d,e)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="for all (default: all CPUs)")
    parser.add_argument("--martlet", default=ROOT / ".build" / "release" / "martlet", type=pathlib.Path)
    return parser.parse_args()


def main():
    options = arguments()
    names = options.only.split(",")
    if unknown := [name for name in names if name not in SCENARIOS]:
        raise SystemExit(f"there is no scenario {unknown[0]}; choose from {','.join(SCENARIOS)}")
    if not options.martlet.exists():
        raise SystemExit(f"{options.martlet} is missing; run make build")
    shape = make_model.SHAPES[options.model]
    settings = Settings(
        model=make_model.make(options.model, options.quantisation), threads=options.threads,
        rounds=options.rounds or (1 if options.quick else 3), quick=options.quick,
        # Keys and values of all layers, in half precision.
        bytes_per_cell=shape.layers * 2 * 2 * (shape.width // shape.heads) * shape.key_heads)
    say(f"{settings.model.name}, {settings.model.stat().st_size / 1e9:.2f} GB, {settings.threads} threads, "
        f"{settings.rounds} rounds; load of the machine before: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        peers = Peers(options.martlet, folder, settings)
        try:
            passes = asyncio.run(measure(peers, settings, names))
        except ChatError as error:
            raise SystemExit(str(error)) from None
        finally:
            peers.stop()
    return 0 if passes else 1


if __name__ == "__main__":
    sys.exit(main())
