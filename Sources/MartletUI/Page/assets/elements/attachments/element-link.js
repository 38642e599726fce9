import { make, request } from "../../helpers/dom.js";
import { address } from "../../helpers/configuration.js";
import { icon } from "../../helpers/icons.js";

/** @typedef {import("../../helpers/file-addresses.js").ElementRecord} ElementRecord */

/**
 * The address of an element's own page.
 *
 * @param {ElementRecord} element
 */
export function pageOf({ id, threadId }) {
    return address(`element/${encodeURIComponent(id)}`, { thread: threadId });
}

/**
 * A link to an element beside the chat or on a page of its own. With a modifier key it opens in another tab.
 *
 * @param {ElementRecord} element
 * @param {string | null} [text] where it stands within a message; without, it is a card of its own.
 */
export function elementLink(element, text = null) {
    const open = (/** @type {MouseEvent} */ event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        request(link, "open-element", { element });
    };
    const link = make(
        "a",
        { class: text === null ? "element-link" : "element-link within", href: pageOf(element), onclick: open,
            dataset: { element: element.id } },
        text === null && icon(element.type === "image" ? "image" : "file"),
        text ?? element.name,
    );
    return link;
}
