import { make, request } from "../helpers/dom.js";
import { address } from "../helpers/configuration.js";

/** What an empty chat shows: the app's name and its starters. */
export class Welcome extends HTMLElement {
    #chat;
    #buttons = [];

    bind(chat) {
        this.#chat = chat;
        chat.transcript.addEventListener("change", () => this.#refresh());
        chat.addEventListener("running", () => this.#refresh());
    }

    show({ name, description, starters = [], categories = [] }) {
        const groups = starters.length > 0 ? [{ starters }, ...categories] : categories;
        this.#buttons = [];
        this.replaceChildren(
            make("img", { class: "welcome-logo", alt: "", width: 56, height: 56, hidden: true }),
            make("p", { class: "welcome-name" }, name),
            description ? make("p", { class: "welcome-description" }, description) : "",
            ...groups.map((group) => this.#group(group)),
        );
        this.#refresh();
    }

    #group({ label, starters }) {
        const list = make("div", { class: "starters" }, ...starters.map((starter) => this.#starter(starter)));
        return make("section", { class: "starter-group" }, label ? make("h2", {}, label) : "", list);
    }

    #starter({ label, message, command, icon }) {
        const send = () => request(this, "send", { text: message, command });
        const source = icon?.startsWith("/") ? address(icon) : icon;
        const image = source && /[/.]/.test(source) ? make("img", { src: source, alt: "", width: 20, height: 20 }) : "";
        const id = `starter-${label.trim().toLowerCase().replace(/\s+/g, "-")}`;
        const button = make("button", { type: "button", class: "starter", id, onclick: send }, image,
            make("span", { class: "starter-label" }, label),
            message !== label ? make("span", { class: "starter-message" }, message) : "");
        this.#buttons.push(button);
        return button;
    }

    #refresh() {
        const hasMessages = [...this.#chat.transcript.nodes].some(({ step }) => step.type?.includes("message"));
        this.hidden = hasMessages;
        for (const button of this.#buttons) button.disabled = this.#chat.isRunning;
    }
}
