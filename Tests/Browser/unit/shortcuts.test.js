import { keyNames, shortcutOf, shortcuts } from "../../../Sources/MartletUI/Page/assets/models/shortcuts.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("signs count where nothing is typed, and can be switched off", () => {
    assert.equal(shortcutOf({ key: "?", shiftKey: true }), "shortcuts");
    assert.equal(shortcutOf({ key: "?", shiftKey: true }, { isTyping: true }), null);
    assert.equal(shortcutOf({ key: "?", shiftKey: true }, { hasSingleKeys: false }), null);
    assert.equal(shortcutOf({ key: "/", shiftKey: true }), "focusInput", "Shift+7 on a German keyboard");
    assert.equal(shortcutOf({ key: "/", ctrlKey: true }, { isTyping: true }), "shortcuts");
});

test("the command key on a Mac, control elsewhere", () => {
    assert.equal(shortcutOf({ key: "O", ctrlKey: true, shiftKey: true }), "newChat");
    assert.equal(shortcutOf({ key: "O", metaKey: true, shiftKey: true }), null);
    assert.equal(shortcutOf({ key: "o", metaKey: true, shiftKey: true }, { isMac: true }), "newChat");
    assert.equal(shortcutOf({ key: "k", ctrlKey: true }, { isMac: true }), null);
});

test("more or fewer keys than the shortcut's are another shortcut", () => {
    assert.equal(shortcutOf({ key: "k", ctrlKey: true, shiftKey: true }), null);
    assert.equal(shortcutOf({ key: "k", ctrlKey: true, altKey: true }), null);
    assert.equal(shortcutOf({ key: "o", ctrlKey: true }), null);
    assert.equal(shortcutOf({ key: "Escape" }), null, "handled where it acts");
    assert.equal(shortcutOf({ key: "Escape", shiftKey: true }, { isTyping: true }), "focusInput");
});

test("a keyboard of another script has its keys in their places", () => {
    assert.equal(shortcutOf({ key: "л", code: "KeyK", ctrlKey: true }), "searchThreads");
    assert.equal(shortcutOf({ key: "k", code: "KeyE", ctrlKey: true }), "searchThreads", "what is written on the key counts");
});

test("no two shortcuts share keys", () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    assert.equal(new Set(keys).size, keys.length);
});

test("keys are told by their names", () => {
    assert.deepEqual(keyNames("Mod+Shift+o"), ["Ctrl", "Shift", "O"]);
    assert.deepEqual(keyNames("Mod+,", true), ["⌘", ","]);
    assert.deepEqual(keyNames("Escape"), ["Esc"]);
});
