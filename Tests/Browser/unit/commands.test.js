import { Commands } from "../../../Sources/MartletUI/Page/assets/models/commands.js";
import { Modes } from "../../../Sources/MartletUI/Page/assets/models/modes.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";
import { test } from "node:test";

const list = [
    { id: "Picture", description: "Draw something" }, { id: "Search", description: "Look it up", button: true },
    { id: "Sticky", description: "Stays chosen", persistent: true }, { id: "Web Search", description: "Ask the web" },
];

function loaded() {
    const commands = new Commands();
    commands.load(list);
    return commands;
}

const names = (matches) => matches?.map(({ id }) => id) ?? null;

test("a slash offers all commands, letters the best first", () => {
    const commands = loaded();
    assert.deepEqual(names(commands.matches("/")), ["Picture", "Search", "Sticky", "Web Search"]);
    assert.deepEqual(names(commands.matches("/se")), ["Search", "Web Search"]);
    assert.deepEqual(names(commands.matches("/draw")), ["Picture"]);
    assert.deepEqual(names(commands.matches("/nothing")), []);
});

test("text that is no command offers nothing", () => {
    const commands = loaded();
    for (const text of ["", "hello", " /", "/two words", "a/b", "/line\n"]) assert.equal(commands.matches(text), null, text);
    assert.equal(new Commands().matches("/"), null);
});

test("buttons and tools are told apart", () => {
    const { buttons, tools } = loaded();
    assert.deepEqual([names(buttons), names(tools)], [["Search"], ["Picture", "Sticky", "Web Search"]]);
});

test("a command is picked, taken back, and goes with its message", () => {
    const commands = loaded();
    const told = listen(commands, "change");
    commands.toggle("Picture");
    assert.equal(commands.picked.id, "Picture");
    commands.toggle("Picture");
    assert.equal(commands.picked, null);
    commands.pick("Search");
    commands.sent();
    assert.equal(commands.picked, null);
    assert.equal(told.length, 4);
});

test("a persistent command stays", () => {
    const commands = loaded();
    commands.pick("Sticky");
    commands.sent();
    assert.equal(commands.picked.id, "Sticky");
});

test("a new list keeps what is picked, unless it is gone or another is selected", () => {
    const commands = loaded();
    commands.pick("Sticky");
    commands.load(list.slice(1));
    assert.equal(commands.picked.id, "Sticky");
    commands.load([{ id: "A" }, { id: "B", selected: true }]);
    assert.equal(commands.picked.id, "B");
    commands.load([]);
    assert.equal(commands.picked, null);
});

const modes = [
    { id: "llm", name: "Model", options: [{ id: "a", name: "A" }, { id: "b", name: "B", default: true }] },
    { id: "tone", name: "Tone", options: [{ id: "dry", name: "Dry" }, { id: "warm", name: "Warm" }] },
];

test("modes begin with their default, else their first option", () => {
    const model = new Modes();
    assert.equal(model.selection, null);
    model.load(modes);
    assert.deepEqual(model.selection, { llm: "b", tone: "dry" });
    assert.equal(model.chosen("llm").name, "B");
});

test("a choice stays when the app sends its modes again, as long as it is offered", () => {
    const model = new Modes();
    model.load(modes);
    model.choose("tone", "warm");
    model.load(modes);
    assert.equal(model.selection.tone, "warm");
    model.load([{ ...modes[1], options: modes[1].options.slice(0, 1) }]);
    assert.deepEqual(model.selection, { tone: "dry" });
    model.clear();
    model.load(modes);
    assert.equal(model.selection.tone, "dry");
});

test("a mode without options is left out", () => {
    const model = new Modes();
    model.load([{ id: "x", name: "X", options: [] }]);
    assert.deepEqual([model.list, model.selection], [[], null]);
});

test("a default that the app changes holds where the person has chosen nothing", () => {
    const model = new Modes();
    const options = (id) => [{ id: "m", name: "M", options: ["a", "b"].map((each) => ({ id: each, name: each, default: each === id })) }];
    model.load(options("a"));
    model.load(options("b"));
    assert.deepEqual(model.selection, { m: "b" });
    model.choose("m", "b");
    model.load(options("a"));
    assert.deepEqual(model.selection, { m: "b" });
});
