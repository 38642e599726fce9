import { address } from "../helpers/configuration.js";
import { copyButton } from "../helpers/clipboard.js";
import { make } from "../helpers/dom.js";
import { nameOf } from "./thread-row.js";
import { openDialog } from "./dialog.js";
import { pathOf } from "../models/route.js";
import { string } from "../helpers/strings.js";

/** @typedef {import("../models/thread-groups.js").Thread} Thread */

/**
 * Asks for a chat's new name; null where it stays as it is.
 * @param {Thread} thread
 * @returns {Promise<string | null>}
 */
export function askForName(thread) {
    return new Promise((resolve) => {
        /** @type {string | null} */
        let answer = null;
        /** @type {HTMLInputElement} */
        const field = make("input", {
            id: "thread-name", value: thread.name ?? "", maxlength: "200", dir: "auto", autocomplete: "off",
            placeholder: string("threadHistory.thread.actions.rename.form.name.placeholder", "New name"),
        });
        /** @param {Event} event */
        const onsubmit = (event) => {
            event.preventDefault();
            answer = field.value.trim() || null;
            dialog.close();
        };
        const form = make("form", { class: "name-form", id: "name-form", onsubmit },
            make("p", {}, string("threadHistory.thread.actions.rename.description", "What should this chat be called?")),
            make("label", { for: field.id }, string("threadHistory.thread.actions.rename.form.name.label", "Name")), field);
        const dialog = openDialog({
            title: string("threadHistory.thread.actions.rename.title", "Rename chat"), className: "confirm", body: form,
            footer: make("footer", { class: "dialog-footer" },
                make("button", { type: "button", class: "button", onclick: () => dialog.close() },
                    string("common.actions.cancel", "Cancel")),
                make("button", { type: "submit", class: "button primary", id: "confirm", form: form.id },
                    string("common.actions.confirm", "Confirm"))),
            onClose: () => resolve(answer === thread.name ? null : answer),
        });
        field.focus();
        field.select();
    });
}

/**
 * Makes a link that others can read a chat by, and takes it back.
 * @param {Thread} thread
 * @param {(isShared: boolean) => Promise<boolean>} setShared whether it worked
 */
export function openShareDialog(thread, setShared) {
    const link = new URL(address(pathOf({ kind: "share", id: thread.id })), location.href).href;
    /** @type {HTMLInputElement} */
    const field = make("input", { id: "share-link", readonly: true, value: link, dir: "ltr",
        "aria-label": string("martlet.threads.link", "Link to this chat"), onfocus: () => field.select() });
    const linkRow = make("div", { class: "share-link" }, field, copyButton(() => link, "button square copy-button"));
    const status = make("p", { role: "status", class: "share-status" });
    /** @param {boolean} isShared @param {string} text */
    const show = (isShared, text) => {
        linkRow.hidden = !isShared;
        stop.hidden = !isShared;
        start.hidden = isShared;
        status.textContent = text;
    };
    const start = make("button", { type: "button", class: "button primary", id: "share", onclick: async () => {
        if (!(await setShared(true))) return;
        show(true, string("threadHistory.thread.actions.share.status.created", "The link is ready"));
        field.focus();
    } }, string("threadHistory.thread.actions.share.button", "Share"));
    const stop = make("button", { type: "button", class: "button", id: "stop-sharing", onclick: async () => {
        if (!(await setShared(false))) return;
        show(false, string("threadHistory.thread.actions.share.status.unshared", "This chat is no longer shared"));
        start.focus();
    } }, string("martlet.threads.stopSharing", "Stop sharing"));
    show(Boolean(thread.metadata?.is_shared), "");
    openDialog({
        title: string("threadHistory.thread.actions.share.title", "Share this chat"), className: "confirm share",
        body: [make("p", { dir: "auto" }, nameOf(thread)), linkRow, status],
        footer: make("footer", { class: "dialog-footer" }, stop, start),
    });
}
