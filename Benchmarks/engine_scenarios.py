"""What is measured of the engine, scenario by scenario; each prints its figures and gives whether its bars are met."""

import asyncio
import time

import vocabulary
from engine_peers import LlamaServer, MartletEngine, bare_loop, ctransformers
from report import check, median

# What the engine aims at for one step, in seconds; a step that takes longer without a joining prompt is its own target.
STEP_TARGET = 0.150


def say(text):
    print(text, flush=True)


class Prompts:
    """Prompts that no other one begins like."""

    def __init__(self):
        self.used = 0

    def next(self, tokens):
        self.used += 1
        return vocabulary.prompt(tokens, start=self.used)


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


async def one_chat(peers, settings, prompts):
    """One chat through the whole server, beside the bare loop, ctransformers and llama-server."""
    # Short turns: the machine's own speed changes from minute to minute, and each turn is compared with its neighbours.
    tokens, turns = (24, settings.rounds) if settings.quick else (32, 4 * settings.rounds)
    steps = {name: [] for name in ("bare loop", "Martlet", "ctransformers", "llama-server")}
    overheads = []
    bare, original = peers.line(bare_loop), peers.line(ctransformers)
    chats = {kind.name: (await peers.chats(kind, 1))[0] for kind in (MartletEngine, LlamaServer)}
    for name, chat in chats.items():
        await chat.ask(prompts.next(8), 4)
    for number in range(turns):
        prompt = prompts.next(64)
        # Whoever comes last in one turn comes first in the next.
        for name in list(steps)[::-1 if number % 2 else 1]:
            if process := {"bare loop": bare, "ctransformers": original}.get(name):
                result = await asyncio.to_thread(process.do, f"{tokens}{prompt}")
                steps[name].append(result["seconds"] / (result["tokens"] - 1))
                continue
            chat, server = chats[name], peers.server(MartletEngine if name == "Martlet" else LlamaServer)
            before, threads = chat.answer.details.get("statistics", {}), server.thread_cpu_seconds()
            answer = await chat.ask(prompt, tokens)
            steps[name].append(answer.seconds_per_token)
            if answer.tokens != tokens:
                raise SystemExit(f"{name} answered {answer.tokens} tokens instead of {tokens}")
            if name == "Martlet":
                besides = besides_decoding(threads, server.thread_cpu_seconds(), settings.threads)
                overheads += engine_overhead(before, answer.details["statistics"], besides)
        say(f"  turn {number + 1}: " + ", ".join(f"{name} {1 / own[-1]:.2f} tokens/s" for name, own in steps.items()))
    ratio, spread = {}, {}
    for name, own in steps.items():
        ratios = sorted(theirs / ours for theirs, ours in zip(own, steps["Martlet"]))
        ratio[name], spread[name] = median(ratios), f"{median(ratios):.3f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
    passes = [
        check("one chat, Martlet / bare loop", spread["bare loop"], ">= 0.97", ratio["bare loop"] >= 0.97),
        check("one chat, Martlet / ctransformers", spread["ctransformers"], ">= 1.2", ratio["ctransformers"] >= 1.2),
    ]
    say(f"one chat, Martlet / llama-server: {spread['llama-server']} (shown only)")
    peers.overhead = (overheads, 1 / ratio["bare loop"] - 1)
    return all(passes)


def besides_decoding(before, after, threads):
    """The seconds of CPU of all threads but those that compute, which are the busiest."""
    spent = sorted(seconds - before.get(thread, 0) for thread, seconds in after.items())
    return sum(spent[:-threads])


def engine_overhead(before, after, besides):
    """The share of the decodes' time that the engine's thread and all others take, where the statistics tell."""
    decode, engine = (after.get(name, 0) - before.get(name, 0) for name in ("decodeSeconds", "overheadSeconds"))
    return [(engine / decode, besides / decode)] if decode > 0 else []


async def overhead(peers, settings, prompts):
    """What the server costs per token outside libllama; measured in the runs of `one_chat`."""
    if peers.overhead is None:
        await one_chat(peers, settings, prompts)
    own, whole = peers.overhead
    if own:
        engine, others = (median(column) for column in zip(*own))
        say(f"socket to socket, a token takes {whole:+.2%} of the bare step longer, by two separate measurements")
        return check(
            "outside libllama, by the decode", f"{engine:.2%} in the engine's thread, {others:.2%} in others",
            "<= 2 %", engine + others <= 0.02)
    say("the engine's statistics tell no decode time; socket to socket against the bare loop instead")
    return check("outside libllama", f"{whole:+.2%} of the bare step", "<= 2 %", whole <= 0.02)


async def second_turn(peers, settings, prompts):
    """The second turn of a chat of 1,000 tokens, and a changed setting."""
    rounds = 2 if settings.quick else settings.rounds
    fresh, again = {}, {}
    for kind in (MartletEngine, LlamaServer):
        chats = await peers.chats(kind, 2)
        for name in (fresh, again):
            name[kind.name] = []
        for _ in range(rounds):
            prompt = prompts.next(950)
            answer = await chats[0].ask(prompt, 50)
            new = prompts.next(50)
            again[kind.name].append((await chats[0].ask(prompt + answer.text + new, 2)).first)
            fresh[kind.name].append((await chats[1].ask(prompts.next(50), 2)).first)
        say(f"  {kind.name}: 50 new tokens after 1,000 {milliseconds(median(again[kind.name]))}, "
            f"alone {milliseconds(median(fresh[kind.name]))}")
    ratio = median(again["Martlet"]) / median(fresh["Martlet"])
    passes = [check("second turn of 1,000 tokens, first token / that of the new tokens alone", f"{ratio:.2f}", "<= 1.3",
                    ratio <= 1.3)]
    say(f"the same for llama-server: {median(again['llama-server']) / median(fresh['llama-server']):.2f} (shown only)")

    chat = (await peers.chats(MartletEngine, 1))[0]
    ours = [await chat.change_settings() for _ in range(5)]
    theirs = [peers.line(ctransformers).do("load")["seconds"] for _ in range(3)]
    passes.append(check(
        "changing a setting", f"{milliseconds(median(ours))}, ctransformers loads for {milliseconds(median(theirs))}",
        "no load: <= 100 ms", median(ours) <= 0.1))
    return all(passes)


async def eight_chats(peers, settings, prompts):
    """Eight chats at once: tokens per second beside llama-server's, and memory beside one chat's."""
    tokens = 16 if settings.quick else 96
    rates = {MartletEngine.name: [], LlamaServer.name: []}
    memory = {}
    for number in range(settings.rounds):
        for kind in (MartletEngine, LlamaServer):
            if number == 0:
                server = peers.server(kind, fresh=True)
                chats = await peers.chats(kind, 8)
                await chats[0].ask(prompts.next(64), tokens)
                memory[kind.name] = [server.resident_bytes()]
            chats = await peers.chats(kind, 8)
            answers = [chat.begin(prompts.next(64), tokens) for chat in chats]
            await asyncio.gather(*(chat.end() for chat in chats))
            seconds = max(answer.last for answer in answers) - min(answer.sent for answer in answers)
            rates[kind.name].append(sum(answer.tokens for answer in answers) / seconds)
            if number == 0:
                memory[kind.name].append(server.resident_bytes())
        say(f"  round {number + 1}: " + ", ".join(f"{name} {own[-1]:.2f} tokens/s" for name, own in rates.items()))
    for name, (one, eight) in memory.items():
        say(f"  {name}: {one / 1e6:.0f} MB with one chat, {eight / 1e6:.0f} MB with eight")
    ratio = median(rates["Martlet"]) / median(rates["llama-server"])
    cells = 8 * (65 + tokens) * settings.bytes_per_cell
    one, eight = memory["Martlet"]
    return all([
        check("eight chats, Martlet / llama-server in tokens/s", f"{ratio:.3f}", ">= 1", ratio >= 1),
        check("memory of eight chats less their cache / that of one", f"{(eight - cells) / one:.3f}", "<= 1.1",
              eight - cells <= 1.1 * one),
    ])


async def joining_prompt(peers, settings, prompts):
    """Seven chats decode while a prompt of 8,000 tokens joins: the longest time that one of them waits for a token."""
    long, seconds = (2000, 10) if settings.quick else (8000, 60)
    results = {}
    for kind in (MartletEngine, LlamaServer):
        results[kind.name] = await _join(await peers.chats(kind, 8), prompts, long, seconds)
        gap, alone, first, waited = results[kind.name]
        joined = f"its first token came after {first:.1f} s" if first else f"it was still read after {waited:.1f} s"
        say(f"  {kind.name}: longest gap {milliseconds(gap)}, a step of seven alone {milliseconds(alone)}; {joined}")
    gap, alone, _, _ = results["Martlet"]
    target = max(STEP_TARGET, alone)
    say(f"longest gap, Martlet / llama-server: {gap / results['llama-server'][0]:.3f} (shown only)")
    return check(f"longest gap while {long:,} tokens join", milliseconds(gap), f"<= 2 x {milliseconds(target)}",
                 gap <= 2 * target)


async def _join(chats, prompts, long, seconds):
    """Longest gap, median gap before, seconds to the joining chat's first token if it came, and seconds watched."""
    talking = [chat.begin(prompts.next(64), 1000) for chat in chats[:7]]
    while not all(answer.arrivals for answer in talking):
        await asyncio.sleep(0.05)
    begin = time.perf_counter()
    await asyncio.sleep(min(5, seconds / 2))
    join = time.perf_counter()
    alone = median([gap for answer in talking for gap in answer.gaps(begin, join)])
    joining = chats[7].begin(prompts.next(long), 1)
    while not joining.arrivals and time.perf_counter() - join < seconds and all(answer.tokens < 1000 for answer in talking):
        await asyncio.sleep(0.05)
    end = min([time.perf_counter()] + [moment for moment, _ in joining.arrivals])
    end = min([end] + [answer.last for answer in talking if answer.tokens >= 1000])
    longest = max(max(answer.gaps(join, end)) for answer in talking)
    first = joining.first if joining.arrivals else None
    await asyncio.gather(*(chat.stop() for chat in chats))
    return longest, alone, first, end - join


SCENARIOS = {"a": one_chat, "b": second_turn, "c": eight_chats, "d": joining_prompt, "e": overhead}
