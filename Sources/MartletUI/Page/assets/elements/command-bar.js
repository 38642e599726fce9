import { Commands } from "../models/commands.js";
import { icon, namedIcon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { menuButton } from "../helpers/menu.js";
import { string } from "../helpers/strings.js";

/** @typedef {import("../models/commands.js").Command} Command */

/** The commands in the composer's bar: the menu of tools, buttons of their own, and the one that is picked. */
export class CommandBar extends HTMLElement {
    #commands = new Commands();
    /** @type {() => void} */
    #changed = () => {};

    /**
     * @param {Commands} commands
     * @param {() => void} changed Called after a person's choice.
     */
    bind(commands, changed) {
        this.#commands = commands;
        this.#changed = changed;
        commands.addEventListener("change", () => this.#show());
        this.#show();
    }

    #show() {
        const { buttons, tools, picked } = this.#commands;
        const focused = this.contains(document.activeElement) ? document.activeElement?.id : "";
        this.hidden = this.#commands.list.length === 0;
        this.replaceChildren(
            ...(tools.length > 0 ? [this.#tools(tools)] : []),
            ...(picked && !picked.button ? [this.#chip(picked)] : []),
            ...buttons.map((command) => this.#toggle(command)),
        );
        if (focused) document.getElementById(focused)?.focus();
    }

    /** @param {Command[]} tools */
    #tools(tools) {
        const label = this.#commands.picked
            ? string("chat.commands.changeTool", "Pick another tool") : string("chat.commands.button", "Tools");
        return menuButton({
            id: "command-button", menuId: "command-popover", label,
            items: () => tools.map((command) => ({
                label: command.id, about: command.description, image: namedIcon(command.icon),
                isChosen: command.id === this.#commands.picked?.id, choose: () => this.#choose(command.id),
            })),
        }, icon("tool"), make("span", { class: "button-text" }, string("chat.commands.button", "Tools")));
    }

    /** @param {Command} command */
    #chip({ id, icon: name }) {
        const label = string("martlet.settings.removeTag", "Remove {{word}}", { word: id });
        return make("button", {
            type: "button", id: `command-${id}`, class: "button command picked", title: label, "aria-label": label,
            onclick: () => this.#choose(null),
        }, namedIcon(name), make("span", {}, id), icon("cross"));
    }

    /** @param {Command} command */
    #toggle({ id, icon: name, description }) {
        const isPicked = this.#commands.picked?.id === id;
        return make("button", {
            type: "button", id: `command-${id}`, class: `button command${isPicked ? " picked" : ""}`,
            title: description || null, "aria-pressed": String(isPicked), onclick: () => this.#choose(isPicked ? null : id),
        }, namedIcon(name), make("span", {}, id));
    }

    /** @param {string | null} id */
    #choose(id) {
        this.#commands.pick(id);
        this.#changed();
    }
}
