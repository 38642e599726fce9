import { make, request } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

const calm = 400;
/** @type {Record<string, [path: string, english: string]>} */
const texts = {
    connecting: ["martlet.connection.connecting", "Connecting"],
    reconnecting: ["martlet.connection.reconnecting", "Reconnecting"],
    offline: ["martlet.connection.offline", "You are offline"],
    refused: ["common.status.error.serverConnection", "The server cannot be reached"],
};

/** Whether the server can be reached: a quiet dot while it can, words and a button when it cannot. */
export class Connection extends HTMLElement {
    #timer = 0;
    /** @type {string | null} */
    #next = null;

    /**
     * "connected", "connecting", "reconnecting", "offline" or "refused". A short gap is not worth a word.
     * @param {string} state
     */
    set state(state) {
        const isWaiting = this.#next !== null;
        this.#next = state;
        if (state === "connected" || state === "refused") this.#showNext();
        else if (!isWaiting) this.#timer = setTimeout(() => this.#showNext(), calm);
    }

    #showNext() {
        clearTimeout(this.#timer);
        const state = this.#next ?? "connecting";
        this.#next = null;
        if (this.dataset.state === state && this.childElementCount > 0) return;
        this.dataset.state = state;
        const dot = make("span", { class: "connection-dot", "aria-hidden": "true" });
        if (state === "connected") {
            const text = string("martlet.connection.connected", "Connected");
            this.title = text;
            this.replaceChildren(dot, make("span", { class: "visually-hidden" }, text));
            return;
        }
        this.title = "";
        const retry = make("button", { type: "button", class: "connection-retry", onclick: () => request(this, "retry") },
            string("martlet.connection.retry", "Retry now"));
        this.replaceChildren(dot, make("span", {}, string(...texts[state])), state === "connecting" ? "" : retry);
    }
}
