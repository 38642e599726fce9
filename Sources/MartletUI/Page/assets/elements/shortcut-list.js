import { hasSingleKeys, isMac, switchSingleKeys } from "../helpers/keyboard.js";
import { keyNames, shortcuts } from "../models/shortcuts.js";
import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/** @type {Record<string, () => string>} */
const names = {
    shortcuts: () => string("martlet.shortcuts.title", "Keyboard shortcuts"),
    newChat: () => string("navigation.newChat.button", "New chat"),
    focusInput: () => string("martlet.skipToInput", "Skip to the message box"),
    threads: () => string("threadHistory.sidebar.title", "Earlier chats"),
    searchThreads: () => string("threadHistory.sidebar.filters.placeholder", "Search your chats…"),
    settings: () => string("chat.settings.title", "Chat settings"),
    send: () => string("chat.input.actions.send", "Send"),
    newLine: () => string("martlet.shortcuts.newLine", "New line"),
    recall: () => string("martlet.shortcuts.recall", "Message before"),
    stop: () => string("chat.input.actions.stop", "Stop"),
};

/**
 * Shows what the keyboard can do.
 * @param {{hasThreads: boolean, hasSettings: boolean}} page
 */
export function openShortcutList({ hasThreads, hasSettings }) {
    if (document.querySelector("dialog.shortcuts")) return;
    const shown = shortcuts.filter(({ id }) => (hasThreads || !/threads/i.test(id)) && (hasSettings || id !== "settings"));
    const list = make("dl", { class: "shortcut-list" }, ...shown.flatMap(({ id, keys }) => [
        make("dt", {}, names[id]()),
        make("dd", {}, ...keys.map(keyCaps)),
    ]));
    /** @type {HTMLInputElement} */
    const box = make("input", {
        type: "checkbox", class: "checkbox", id: "single-keys", checked: hasSingleKeys(),
        onchange: () => switchSingleKeys(box.checked),
    });
    const label = make("label", { class: "shortcut-switch", for: box.id }, box,
        string("martlet.shortcuts.singleKeys", "Shortcuts of a single sign"));
    openDialog({ title: names.shortcuts(), className: "shortcuts", body: [list, label] });
}

/** @param {string} keyText */
function keyCaps(keyText) {
    return make("span", { class: "key-combination", dir: "ltr" },
        ...keyNames(keyText, isMac).map((name) => make("kbd", {}, name)));
}
