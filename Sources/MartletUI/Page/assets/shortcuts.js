// Joins the keyboard to what the page can do.
import { find } from "./helpers/dom.js";
import { hasSingleKeys, isComposing, isMac, isTypingIn } from "./helpers/keyboard.js";
import { shortcutOf } from "./models/shortcuts.js";

/** @param {Page.Parts} page */
export function joinShortcuts(page) {
    const openList = async () => {
        const { openShortcutList } = await import("./elements/shortcut-list.js");
        openShortcutList({ hasThreads: page.threads?.isOffered === true, hasSettings: !page.chat.settings.isEmpty });
    };
    /** @type {Record<string, () => void>} */
    const actions = {
        shortcuts: openList,
        newChat: () => find("#new-chat-button").click(),
        focusInput: () => page.composer.focusInput(),
        threads: () => page.threads?.toggle(),
        searchThreads: () => page.threads?.focusSearch(),
        settings: () => page.panel.open(),
    };
    document.addEventListener("martlet:open-shortcuts", openList);
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || isComposing(event) || event.repeat || document.querySelector("dialog:modal")) return;
        const id = shortcutOf(event, { isTyping: isTypingIn(event.target), isMac, hasSingleKeys: hasSingleKeys() });
        if (!id || (/threads/i.test(id) && !page.threads?.isOffered)) return;
        event.preventDefault();
        actions[id]();
    });
}
