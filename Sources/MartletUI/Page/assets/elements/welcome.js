import { Chat } from "../models/chat.js";
import { make, request } from "../helpers/dom.js";
import { imageAddress } from "../helpers/configuration.js";
import { namedIcon } from "../helpers/icons.js";

/**
 * @typedef {Protocol.Starter} Starter
 * @typedef {Protocol.StarterCategory} StarterCategory
 */

/** What an empty chat shows: the app's name and its starters, in their categories where it has some. */
export class Welcome extends HTMLElement {
    #chat = new Chat();
    /** @type {HTMLButtonElement[]} */
    #buttons = [];

    /** @param {Chat} chat */
    bind(chat) {
        this.#chat = chat;
        chat.transcript.addEventListener("change", () => this.#refresh());
        chat.addEventListener("running", () => this.#refresh());
        chat.addEventListener("ask", () => this.#refresh());
    }

    /** @param {{ name: string, description?: string, starters?: Starter[], categories?: StarterCategory[] }} content */
    show({ name, description, starters = [], categories = [] }) {
        // Categories win, as in Chainlit.
        const groups = categories.length > 0 ? categories : starters.length > 0 ? [{ starters }] : [];
        this.#buttons = [];
        this.replaceChildren(
            make("img", { class: "welcome-logo", alt: "", width: 56, height: 56, hidden: true }),
            make("p", { class: "welcome-name" }, name),
            description ? make("p", { class: "welcome-description" }, description) : "",
            ...groups.map((group) => this.#group(group)),
        );
        this.#refresh();
    }

    /** @param {StarterCategory} category */
    #group({ label, icon, starters }) {
        const list = make("div", { class: "starters" }, ...starters.map((starter) => this.#starter(starter)));
        const heading = label ? make("h2", {}, icon ? picture(icon) : null, label) : null;
        return make("section", { class: "starter-group" }, heading, list);
    }

    /** @param {Starter} starter */
    #starter({ label, message, command, icon }) {
        const id = `starter-${label.trim().toLowerCase().replace(/\s+/g, "-")}`;
        const button = make(
            "button",
            { type: "button", class: icon ? "starter pictured" : "starter", id,
                onclick: () => request(this, "send", { text: message, command: command ?? undefined }) },
            icon ? picture(icon) : null,
            make("span", { class: "starter-label" }, label),
            message !== label ? make("span", { class: "starter-message" }, message) : null,
        );
        this.#buttons.push(button);
        return button;
    }

    // While the chat begins a starter may be chosen already: it waits in the outbox like any message.
    #refresh() {
        this.hidden = hasMessage(this.#chat.transcript.nodes);
        const { isRunning, isStarting, ask } = this.#chat;
        for (const button of this.#buttons) button.disabled = (isRunning && !isStarting) || ask !== null;
    }
}

// One of the first is a message nearly always.
/** @param {Iterable<Page.TranscriptNode>} nodes */
function hasMessage(nodes) {
    for (const { step } of nodes) if (step.type?.includes("message")) return true;
    return false;
}

/** @param {string} source */
function picture(source) {
    const address = imageAddress(source);
    return address ? make("img", { src: address, alt: "", width: 20, height: 20 }) : namedIcon(source);
}
