// Where elements are shown beside the messages: each place has them as the chat has them.
import "./stand-ins.js";
import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.matchMedia = () => new EventTarget();
globalThis.parent = globalThis.window = globalThis;
const windowEvents = new EventTarget();
globalThis.addEventListener = windowEvents.addEventListener.bind(windowEvents);
const { joinElementPlaces } = await import("../../../Sources/MartletUI/Page/assets/element-places.js");

const counter = (count, more = {}) =>
    ({ id: "e", type: "custom", name: "Counter", forId: "m", display: "page", chainlitKey: `k${count}`, props: { count }, ...more });
const message = { id: "m", type: "assistant_message", output: "Counter" };

/** A page with a chat, whose element page notes what it shows. */
function joined(path = "/") {
    const chat = new Chat();
    const shown = [];
    let leave = null;
    const view = {
        show: (element, onClose) => (shown.push(element?.props.count ?? null), (leave = onClose)),
        showMissing: () => shown.push("missing"),
        close: () => shown.push("closed"),
        leave: () => (shown.push("left"), leave()),
    };
    const places = { "martlet-element-page": view, "martlet-side-view": { bind() {} } };
    const entries = [path];
    globalThis.location = { get pathname() { return entries.at(-1).split("?")[0]; }, search: "" };
    globalThis.history = {
        get state() { return entries.length > 1 ? { isAbove: true } : null; },
        pushState: (state, title, address) => entries.push(address),
        replaceState: (state, title, address) => (entries[entries.length - 1] = address),
        back: () => (entries.pop(), windowEvents.dispatchEvent(new Event("popstate"))),
    };
    // Each page has a document of its own: what another one's listeners hear is none of this one's.
    globalThis.document = Object.assign(new EventTarget(), { querySelector: (selector) => places[selector] });
    joinElementPlaces({ chat, identity: { sessionId: "s" }, toasts: {} });
    chat.receive("new_message", message);
    shown.length = 0;
    return { chat, shown, entries, open: (element) => document.dispatchEvent(new CustomEvent("martlet:open-element", { detail: { element } })) };
}

test("a link that was made for an older state opens the element as it is", () => {
    const { chat, shown, open } = joined();
    chat.receive("element", counter(1));
    chat.receive("element", counter(2));
    open(counter(1));
    assert.deepEqual(shown, [2]);
    chat.receive("element", counter(3, { display: "side" }));
    open(counter(1));
    assert.deepEqual(chat.sideView.elements.map(({ props }) => props.count), [3]);
});

test("what the chat does not have is shown as it was linked", () => {
    const { chat, shown, open } = joined();
    open(counter(1));
    open(counter(2, { id: "f", display: "side" }));
    assert.deepEqual([shown, chat.sideView.elements[0].props.count], [[1], 2]);
});

test("an open page follows its element, and goes with it", () => {
    const { chat, shown, entries, open } = joined();
    chat.receive("element", counter(1));
    open(counter(1));
    assert.deepEqual(entries, ["/", "/element/e"]);
    chat.receive("element", counter(2));
    chat.receive("element", counter(7, { id: "other" }));
    chat.receive("remove_element", { id: "other" });
    assert.deepEqual(new Set(shown), new Set([1, 2]));
    chat.receive("remove_element", { id: "e" });
    assert.deepEqual([shown.slice(-2), entries], [["left", "closed"], ["/"]]);
});

test("after a lost connection it has what the snapshot says, also of a long chat", () => {
    const { chat, shown, open } = joined();
    chat.receive("element", counter(1));
    open(counter(1));
    chat.receive("snapshot", { messages: [message], elements: [counter(2)] });
    assert.equal(shown.at(-1), 2);
    chat.receive("snapshot", { messages: [message], complete: false });
    chat.receive("element", counter(7, { id: "other" }));
    assert.equal(shown.at(-1), 2);
    chat.receive("element", counter(3));
    chat.receive("snapshot_end");
    assert.equal(shown.at(-1), 3);
    chat.receive("snapshot", { messages: [message] });
    assert.deepEqual(shown.slice(-2), ["left", "closed"]);
});

test("so has the side: what changed is shown anew, and what is gone goes", () => {
    const { chat } = joined();
    const aside = counter(1, { forId: null, display: "side" });
    const sidebar = { title: "Shelf", content: { elements: [aside], key: "k" } };
    chat.receive("snapshot", { messages: [message], elements: [counter(2, { forId: null, display: "side" })], sidebar });
    assert.deepEqual(chat.sideView.elements.map(({ props }) => props.count), [2]);
    chat.receive("snapshot", { messages: [message], sidebar });
    assert.equal(chat.sideView.isOpen, false);
});

test("a page of another chat's element stays while this chat changes", () => {
    const { chat, shown, open } = joined();
    open(counter(1));
    chat.receive("element", counter(7, { id: "other" }));
    chat.receive("snapshot", { messages: [message] });
    assert.deepEqual(shown, [1]);
});

test("a reloaded page waits for its element", async (context) => {
    context.mock.timers.enable({ apis: ["setTimeout"] });
    const { chat, shown } = joined("/element/e");
    chat.receive("snapshot", { messages: [message], elements: [counter(4)] });
    await new Promise(setImmediate);
    assert.equal(shown.at(-1), 4);
    assert.ok(!shown.includes("missing") && !shown.includes("left"));
});
