import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

const visibleFor = 5000;
/** @type {Record<string, string>} */
const kinds = { info: "info", success: "check", warning: "warning", error: "warning" };

/** Short notes in a corner. They stay while the pointer or the focus is on them, and errors stay until closed. */
export class Toasts extends HTMLElement {
    /** @param {Protocol.Toast} toast */
    show({ message, type = "info" }) {
        const kind = type in kinds ? type : "info";
        const close = make("button", {
            type: "button", class: "button quiet square small", "aria-label": string("martlet.close", "Close"),
            onclick: () => toast.remove(),
        }, icon("cross"));
        /** @type {HTMLElement} */
        const toast = make("div", { class: `toast ${kind}` }, icon(kinds[kind]), make("span", {}, String(message)), close);
        this.append(toast);
        if (kind !== "error") this.#removeLater(toast);
    }

    /** @param {HTMLElement} toast */
    #removeLater(toast) {
        setTimeout(() => {
            if (toast.matches(":hover, :focus-within")) this.#removeLater(toast);
            else toast.remove();
        }, visibleFor);
    }
}
