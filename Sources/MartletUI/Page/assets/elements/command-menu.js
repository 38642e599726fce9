import { Commands } from "../models/commands.js";
import { make } from "../helpers/dom.js";
import { namedIcon } from "../helpers/icons.js";
import { string } from "../helpers/strings.js";

/** @typedef {import("../models/commands.js").Command} Command */

/**
 * The menu that a slash opens above the message box. The focus stays in the box, which is a combobox as long as the menu
 * is open: arrow keys walk, Enter and Tab pick, Escape closes.
 */
export class CommandMenu extends HTMLElement {
    #commands = new Commands();
    #input = document.createElement("textarea");
    /** @type {Command[]} */
    #matches = [];
    #active = 0;
    #closedFor = "";
    /** @type {() => void} */
    #picked = () => {};

    /**
     * @param {Commands} commands
     * @param {HTMLTextAreaElement} input
     * @param {() => void} picked Called when a command was picked: what was typed for it goes.
     */
    bind(commands, input, picked) {
        this.#commands = commands;
        this.#input = input;
        this.#picked = picked;
        this.id = "command-menu";
        this.setAttribute("role", "listbox");
        this.setAttribute("aria-label", string("chat.commands.availableTools", "Tools you can use"));
        commands.addEventListener("change", () => this.refresh());
        input.addEventListener("blur", () => this.#close());
        input.addEventListener("focus", () => this.refresh());
    }

    /** Shows what fits what is typed. */
    refresh() {
        const text = this.#input.value;
        if (text !== this.#closedFor) this.#closedFor = "";
        const isWanted = this.#closedFor === "" && document.activeElement === this.#input;
        const matches = (isWanted && this.#commands.matches(text)) || [];
        if (matches.length === 0) return this.#close();
        // What else changes in the composer must not move the choice.
        const isSame = !this.hidden && matches.length === this.#matches.length;
        if (isSame && matches.every((match, index) => match === this.#matches[index])) return;
        this.#matches = matches;
        this.#active = 0;
        this.replaceChildren(...this.#matches.map((command, index) => this.#option(command, index)));
        this.hidden = false;
        for (const [name, value] of Object.entries(this.#marks)) this.#input.setAttribute(name, value);
        this.#mark();
    }

    /**
     * Takes a key that belongs to the menu; says whether it did.
     *
     * @param {KeyboardEvent} event
     */
    keyDown(event) {
        if (this.hidden || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
        const act = this.#keys[event.key];
        if (!act) return false;
        event.preventDefault();
        event.stopPropagation();
        act();
        return true;
    }

    /** @type {Record<string, () => void>} */
    #keys = {
        ArrowDown: () => this.#move(1),
        ArrowUp: () => this.#move(-1),
        Home: () => this.#move(-this.#active),
        End: () => this.#move(this.#matches.length - 1 - this.#active),
        Enter: () => this.#pick(this.#active),
        Tab: () => this.#pick(this.#active),
        Escape: () => {
            this.#closedFor = this.#input.value;
            this.#close();
        },
    };

    #marks = {
        // A box of several lines can be no combobox; these tell the same without that role.
        "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-controls": "command-menu",
    };

    /**
     * @param {Command} command
     * @param {number} index
     */
    #option({ id, description, icon }, index) {
        return make(
            "div",
            {
                role: "option", id: `command-option-${index}`, class: "command-item", dataset: { command: id },
                // The box must keep the focus.
                onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
                onpointermove: () => this.#move(index - this.#active),
                onclick: () => this.#pick(index),
            },
            namedIcon(icon),
            make("span", { class: "menu-label" }, id),
            description ? make("span", { class: "menu-about" }, description) : null,
        );
    }

    /** @param {number} distance */
    #move(distance) {
        const count = this.#matches.length;
        this.#active = (this.#active + distance + count) % count;
        this.#mark();
    }

    #mark() {
        [...this.children].forEach((option, index) => {
            const isActive = index === this.#active;
            option.setAttribute("aria-selected", String(isActive));
            if (isActive) option.scrollIntoView({ block: "nearest" });
        });
        this.#input.setAttribute("aria-activedescendant", `command-option-${this.#active}`);
    }

    /** @param {number} index */
    #pick(index) {
        this.#commands.pick(this.#matches[index].id);
        this.#picked();
    }

    #close() {
        if (this.hidden) return;
        this.hidden = true;
        this.replaceChildren();
        for (const name of [...Object.keys(this.#marks), "aria-activedescendant"]) this.#input.removeAttribute(name);
    }
}
