import { addressOf } from "../../helpers/file-addresses.js";
import { failure } from "./states.js";

/** @typedef {import("../../helpers/file-addresses.js").ElementRecord} ElementRecord */

const sizes = new Set(["small", "medium", "large"]);

/** What all kinds of attachments have in common: the element that they show, and where its bytes are. */
export class Attachment extends HTMLElement {
    /** @type {ElementRecord} */
    element = { id: "", type: "", name: "" };
    /** @type {string} */
    url = "";

    /**
     * @param {ElementRecord} element
     * @returns {this}
     */
    bind(element) {
        this.element = element;
        const url = addressOf(element);
        this.className = `attachment inline-${element.type}`;
        if (url === null) this.fail();
        else {
            this.url = url;
            this.show();
        }
        return this;
    }

    /** Shows the element; each kind does it in its way. */
    show() {}

    /** As wide as the app's author wants it. */
    addSize() {
        const { size } = this.element;
        this.classList.add(`size-${size && sizes.has(size) ? size : "medium"}`);
    }

    /** @param {(() => void) | null} [retry] */
    fail(retry = null) {
        this.replaceChildren(failure(this.element, this.url || null, retry));
    }
}
