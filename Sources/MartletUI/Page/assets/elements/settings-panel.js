import { find, make, request } from "../helpers/dom.js";
import { SettingsValues } from "../models/settings-values.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

const wide = "(min-width: 64rem)";

/**
 * The settings panel: a dialog over the chat, or a side bar that leaves the chat in use, as the app is configured. On a
 * narrow screen it is a dialog in either case.
 */
export class SettingsPanel extends HTMLElement {
    #settings = new SettingsValues();
    /** @type {HTMLDialogElement | null} */
    #dialog = null;
    /** @type {import("./setting-field.js").SettingField[]} */
    #fields = [];
    /** @type {typeof import("./setting-field.js").SettingField | null} */
    #Field = null;
    #reset = document.createElement("button");
    #tab = 0;
    /** "message_composer" or "sidebar". */
    location = "message_composer";
    /** Whether the side bar opens by itself when the chat has settings. */
    opensAtStart = false;
    isOnline = false;

    /** @param {SettingsValues} settings */
    bind(settings) {
        this.#settings = settings;
        settings.addEventListener("change", ({ detail }) => this.#changed(detail.id));
        settings.addEventListener("load", () => this.#reload());
    }

    async open() {
        // The button of a side bar that is open closes it.
        if (this.#dialog) return this.#dialog.close();
        // Many never look at the settings: their widgets are fetched for those who do.
        this.#Field ??= (await import("./setting-field.js")).SettingField;
        if (this.#settings.isEmpty || this.#dialog) return;
        const isModal = this.location !== "sidebar" || !matchMedia(wide).matches;
        document.body.classList.toggle("beside-settings", !isModal);
        this.#dialog = openDialog({
            title: string("chat.settings.title", "Chat settings"), className: "sheet settings", isModal,
            body: this.#form(), footer: this.#footer(),
            onClose: () => {
                this.#dialog = null;
                document.body.classList.remove("beside-settings");
                this.#fields = [];
                this.#settings.cancel();
            },
        });
        this.#changed(null);
    }

    #form() {
        /** @param {Event} event */
        const submit = (event) => {
            event.preventDefault();
            this.#confirm();
        };
        const form = make("form", { class: "settings-form", id: "settings-form", novalidate: true, onsubmit: submit });
        const { tabs, widgets } = this.#settings;
        this.#fields = [];
        form.append(...(tabs.length > 0 ? this.#tabbed(tabs) : this.#column(widgets)));
        return form;
    }

    /** @param {Protocol.Widget[]} widgets */
    #column(widgets) {
        const Field = this.#Field;
        const fields = Field ? widgets.map((widget) => new Field(widget, this.#settings, this)) : [];
        this.#fields.push(...fields);
        return fields.map((field) => field.element);
    }

    /** @param {SettingsValues["tabs"]} tabs */
    #tabbed(tabs) {
        this.#tab = Math.min(this.#tab, tabs.length - 1);
        const panels = tabs.map((tab, index) => make("div", {
            role: "tabpanel", id: `settings-tab-panel-${index}`, "aria-labelledby": `settings-tab-${index}`, class: "tab-panel",
        }, ...this.#column(tab.inputs)));
        const buttons = tabs.map((tab, index) => make("button", {
            type: "button", role: "tab", class: "tab", id: `settings-tab-${index}`, "aria-controls": `settings-tab-panel-${index}`,
            onclick: () => select(index),
        }, tab.label));
        /** @param {number} index */
        const select = (index) => {
            this.#tab = index;
            buttons.forEach((button, each) => {
                button.setAttribute("aria-selected", String(each === index));
                button.tabIndex = each === index ? 0 : -1;
            });
            panels.forEach((panel, each) => (panel.hidden = each !== index));
        };
        select(this.#tab);
        const list = make("div", { role: "tablist", class: "tabs" }, ...buttons);
        list.addEventListener("keydown", (event) => {
            const ahead = getComputedStyle(list).direction === "rtl" ? -1 : 1;
            /** @type {Record<string, number>} */
            const moves = { ArrowRight: this.#tab + ahead, ArrowLeft: this.#tab - ahead, Home: 0, End: -1 };
            if (!(event.key in moves)) return;
            event.preventDefault();
            select((moves[event.key] + tabs.length) % tabs.length);
            buttons[this.#tab].focus();
        });
        return [list, ...panels];
    }

    #footer() {
        this.#reset = make("button", { type: "button", class: "button quiet", id: "reset", onclick: () => this.#resetAll() },
            string("common.actions.reset", "Reset"));
        return make(
            "footer",
            { class: "dialog-footer" },
            this.#reset,
            make("span", { class: "spacer" }),
            make("button", { type: "button", class: "button", id: "cancel", onclick: () => this.#dialog?.close() },
                string("common.actions.cancel", "Cancel")),
            make("button", { type: "submit", class: "button primary", id: "confirm", form: "settings-form" },
                string("common.actions.confirm", "Confirm")),
        );
    }

    #confirm() {
        const wrong = this.#settings.firstProblem;
        if (wrong) return this.#show(wrong.id);
        if (!this.isOnline) {
            const message = string("martlet.connection.offline", "You are offline");
            return request(this, "notice", { type: "warning", message });
        }
        request(this, "settings-change", { values: this.#settings.commit() });
        // A side bar stays: it is there to try things out.
        if (this.#dialog?.matches(":modal")) this.#dialog.close();
        else this.#changed(null);
    }

    /** @param {string} id */
    #show(id) {
        const { tabs } = this.#settings;
        const tab = tabs.findIndex(({ inputs }) => inputs.some((widget) => widget.id === id));
        if (tab >= 0) find(`#settings-tab-${tab}`).click();
        this.#fields.find((field) => field.id === id)?.focus();
    }

    #resetAll() {
        this.#settings.resetAll();
        this.edited();
    }

    /** A field's edit is finished: the app may want to know before it is confirmed. */
    edited() {
        request(this, "settings-edit", { values: this.#settings.payload });
    }

    /** @param {string | null} id */
    #changed(id) {
        if (!this.#dialog) return;
        for (const field of this.#fields) if (id === null || field.id === id) field.refresh();
        this.#reset.disabled = this.#settings.isAllDefault;
    }

    // The app may send another schema while the panel is open, in answer to an edit.
    #reload() {
        if (this.opensAtStart && this.location === "sidebar" && !this.#settings.isEmpty && matchMedia(wide).matches) {
            this.opensAtStart = false;
            const focused = document.activeElement;
            this.open().then(() => focused instanceof HTMLElement && focused.focus()).catch(reportError);
        }
        if (!this.#dialog) return;
        if (this.#settings.isEmpty) return this.#dialog.close();
        const focused = this.#dialog.querySelector(":focus")?.id;
        this.#dialog.querySelector("form")?.replaceWith(this.#form());
        this.#changed(null);
        if (focused) document.getElementById(focused)?.focus();
    }
}
