import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import { SideView } from "../../../Sources/MartletUI/Page/assets/models/side-view.js";
import assert from "node:assert/strict";
import { listen } from "./page.js";
import { test } from "node:test";

const element = (id, more = {}) => ({ id, type: "text", name: id, display: "side", forId: "m", ...more });

test("the same key keeps what is shown, and no elements close it", () => {
    const side = new SideView();
    side.setElements({ elements: [element("a")], key: "k" });
    side.setElements({ elements: [element("b")], key: "k" });
    assert.deepEqual(side.elements.map(({ id }) => id), ["a"]);
    side.setElements({ elements: [element("b")], key: "l" });
    assert.deepEqual(side.elements.map(({ id }) => id), ["b"]);
    side.setElements({ elements: [], key: null });
    assert.equal(side.isOpen, false);
});

test("a missing key counts as one, until a new title comes between", () => {
    const side = new SideView();
    side.setElements({ elements: [element("a")], key: null });
    side.setElements({ elements: [element("b")] });
    assert.equal(side.elements[0].id, "a");
    side.setTitle("New");
    side.setElements({ elements: [element("b")], key: null });
    assert.deepEqual([side.title, side.elements[0].id], ["New", "b"]);
});

test("a title opens it, and the same title changes nothing", () => {
    const side = new SideView();
    const told = listen(side, "change");
    side.setTitle("A");
    side.setTitle("A");
    assert.deepEqual([side.isOpen, told.length], [true, 1]);
});

test("elements beside a message open it under the name of the last one", () => {
    const chat = new Chat();
    chat.receive("element", element("one"));
    chat.receive("element", element("two"));
    assert.deepEqual([chat.sideView.isOpen, chat.sideView.title, chat.sideView.elements.length], [true, "two", 2]);
});

test("they do not where it would hide the chat, nor when they are told again", () => {
    const chat = new Chat();
    chat.sideView.takesOffers = false;
    chat.receive("element", element("one"));
    assert.equal(chat.sideView.isOpen, false);
    chat.sideView.takesOffers = true;
    chat.receive("element", element("one"));
    assert.equal(chat.sideView.isOpen, false);
});

test("a changed element is shown anew, and a removed one goes", () => {
    const chat = new Chat();
    chat.receive("set_sidebar_elements", { elements: [element("a", { forId: null })], key: "k" });
    chat.receive("element", element("a", { forId: null, chainlitKey: "2" }));
    assert.equal(chat.sideView.elements[0].chainlitKey, "2");
    chat.receive("remove_element", { id: "a" });
    assert.equal(chat.sideView.isOpen, false);
});

test("a snapshot brings back what the app showed, and leaves what a person opened", () => {
    const chat = new Chat();
    chat.receive("snapshot", { sidebar: { title: "Side", content: { elements: [element("a")], key: "k" } } });
    assert.deepEqual([chat.sideView.isOpen, chat.sideView.title], [true, "Side"]);
    chat.receive("snapshot", { sidebar: { title: null, content: { elements: [], key: null } } });
    assert.equal(chat.sideView.isOpen, false);
    chat.sideView.show([element("b")], false);
    chat.receive("snapshot", { sidebar: { title: null, content: { elements: [], key: null } } });
    assert.equal(chat.sideView.isOpen, true);
});

test("the rest of a long chat opens nothing", () => {
    const chat = new Chat();
    chat.receive("snapshot", { complete: false });
    chat.receive("element", element("old"));
    assert.equal(chat.sideView.isOpen, false);
    chat.receive("snapshot_end");
    chat.receive("element", element("new"));
    assert.equal(chat.sideView.isOpen, true);
});
