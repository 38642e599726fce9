import { make, request } from "../helpers/dom.js";
import { icon } from "../helpers/icons.js";
import { menuButton } from "../helpers/menu.js";
import { string } from "../helpers/strings.js";

/** The messages that a person marked with the star: choosing one puts its text into the message box. */
export class Favorites extends HTMLElement {
    /**
     * @param {import("../models/chat.js").Chat} chat
     * @param {(text: string) => void} insert
     */
    bind(chat, insert) {
        const label = string("chat.favorites.use", "Insert a favorite");
        this.replaceChildren(menuButton({
            id: "favorites-button", menuId: "favorites-menu", label, className: "button quiet square",
            items: () => chat.favorites.map((step) => this.#item(step, insert)), empty: () => nothingYet(),
        }, icon("star")));
    }

    /**
     * @param {Protocol.Step} step
     * @param {(text: string) => void} insert
     */
    #item(step, insert) {
        const text = String(step.output ?? "");
        const label = string("chat.favorites.remove", "Remove from favorites");
        const remove = make("button", {
            type: "button", class: "button quiet square small", role: "menuitem", tabindex: "-1", title: label, "aria-label": label,
            onclick: () => {
                request(this, "favorite", { step, isFavorite: false });
                /** @type {HTMLElement | null} */ (remove.closest(".menu"))?.hidePopover();
            },
        }, icon("cross"));
        return { label: text.length > 200 ? `${text.slice(0, 199)}…` : text, choose: () => insert(text), aside: remove };
    }
}

function nothingYet() {
    return make("div", { class: "menu-empty" },
        make("strong", {}, string("chat.favorites.empty.title", "No favorites yet")),
        make("p", {}, string("chat.favorites.empty.description",
            "Mark one of your messages with the star and it will wait for you here")));
}
