import { address } from "../helpers/configuration.js";
import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { openMenu } from "../helpers/menu.js";
import { pathOf } from "../models/route.js";
import { string } from "../helpers/strings.js";

/**
 * @typedef {import("../models/thread-groups.js").Thread} Thread
 * @typedef {"rename-thread" | "share-thread" | "delete-thread"} ThreadRequest
 */

/**
 * What a thread is called.
 * @param {Thread} thread
 */
export function nameOf(thread) {
    return thread.name?.trim() || string("threadHistory.thread.untitled", "Untitled chat");
}

/**
 * One earlier chat: a link to it, and a menu of what can be done with it.
 * @param {Thread} thread
 * @param {{isCurrent: boolean, canShare: boolean, open: () => void, ask: (name: ThreadRequest) => void}} options
 */
export function threadRow(thread, { isCurrent, canShare, open, ask }) {
    const name = nameOf(thread);
    const link = make(
        "a",
        {
            class: "thread-link", href: address(pathOf({ kind: "thread", id: thread.id })), dir: "auto", title: name,
            "aria-current": isCurrent ? "page" : null,
            // With a modifier the browser opens the link in another tab or window.
            onclick: (/** @type {MouseEvent} */ event) => {
                if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
                event.preventDefault();
                open();
            },
        },
        name,
    );
    /** @param {string} symbol @param {string} label @param {ThreadRequest} event */
    const item = (symbol, label, event) => ({ label, image: icon(symbol), choose: () => ask(event) });
    const items = [
        item("pencil", string("threadHistory.thread.menu.rename", "Rename"), "rename-thread"),
        canShare ? item("share", string("threadHistory.thread.menu.share", "Share"), "share-thread") : null,
        item("trash", string("threadHistory.thread.menu.delete", "Delete"), "delete-thread"),
    ].flatMap((each) => each ?? []);
    const label = string("martlet.threads.options", "Options for {{name}}", { name });
    /** @type {HTMLButtonElement} */
    const menu = make(
        "button",
        {
            type: "button", class: "button quiet square small thread-options", "aria-haspopup": "menu", "aria-expanded": "false",
            "aria-label": label, title: label, onclick: () => openMenu(menu, { id: "thread-menu", label, items }),
        },
        icon("more"),
    );
    return make("li", { class: isCurrent ? "thread current" : "thread", dataset: { thread: thread.id } }, link, menu);
}
