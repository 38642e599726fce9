import { fileCard } from "./file-card.js";
import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/** What stands in an attachment's place until it is there. */
export function loading() {
    return make("p", { class: "attachment-state", role: "status" },
        make("span", { class: "spinner" }), string("common.status.loading", "Loading…"));
}

/**
 * What stands in its place when it cannot be shown: the reason, a way to try again, and the file itself.
 *
 * @param {import("../../helpers/file-addresses.js").ElementRecord} element
 * @param {string | null} url
 * @param {(() => void) | null} retry
 * @param {string} [reason]
 */
export function failure(element, url, retry, reason = string("martlet.fileFailed", "This file could not be loaded.")) {
    const again = retry && make("button", { type: "button", class: "button small", onclick: () => retry() },
        string("martlet.connection.retry", "Retry now"));
    return make("div", { class: "attachment-state failed" },
        make("p", { role: "alert" }, element.name ? `${element.name}: ${reason}` : reason), again, url && fileCard(element, url));
}
