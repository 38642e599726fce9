import { Modes } from "../models/modes.js";
import { icon, namedIcon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { menuButton } from "../helpers/menu.js";

/** @typedef {import("../models/modes.js").Mode} Mode */

/** One picker for each mode: what is chosen goes with every message. */
export class ModeBar extends HTMLElement {
    #modes = new Modes();

    /** @param {Modes} modes */
    bind(modes) {
        this.#modes = modes;
        modes.addEventListener("change", () => this.#show());
        this.#show();
    }

    #show() {
        const { list } = this.#modes;
        const focused = this.contains(document.activeElement) ? document.activeElement?.id : "";
        this.hidden = list.length === 0;
        this.replaceChildren(...list.map((mode) => this.#picker(mode)));
        if (focused) document.getElementById(focused)?.focus();
    }

    /** @param {Mode} mode */
    #picker({ id, name, options }) {
        const chosen = this.#modes.chosen(id);
        return menuButton({
            id: `mode-${id}`, menuId: `mode-menu-${id}`, label: `${name}: ${chosen?.name ?? ""}`, className: "button quiet mode",
            items: () => options.map((option) => ({
                label: option.name, about: option.description, image: option.icon ? namedIcon(option.icon) : null,
                isChosen: option.id === this.#modes.chosen(id)?.id, choose: () => this.#modes.choose(id, option.id),
                dataset: { option: option.id },
            })),
        }, chosen?.icon ? namedIcon(chosen.icon) : null, make("span", {}, chosen?.name ?? ""), icon("chevron", "icon menu-arrow"));
    }
}
