import { icon } from "../../helpers/icons.js";
import { isOwn } from "../../helpers/file-addresses.js";
import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/**
 * A file as a card to press: its name, what is known of it, and whether it is saved or opened.
 *
 * @param {import("../../helpers/file-addresses.js").ElementRecord} element
 * @param {string} url
 * @param {{opens?: boolean, detail?: Node | string | null}} more
 */
export function fileCard(element, url, { opens = false, detail = null } = {}) {
    const isSaved = !opens && isOwn(url);
    const action = isSaved ? string("martlet.elements.download", "Download") : string("martlet.elements.open", "Open in a new tab");
    return make(
        "a",
        { class: "file-card", href: url, download: isSaved ? element.name : null, target: "_blank", rel: "noopener noreferrer",
            title: action },
        icon("file"),
        make("span", { class: "file-name", dir: "auto" }, element.name),
        detail && make("span", { class: "file-detail" }, detail),
        make("span", { class: "visually-hidden" }, action),
        icon(isSaved ? "download" : "external"),
    );
}
