import { make, request } from "../helpers/dom.js";
import { SettingField } from "./setting-field.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/** The settings panel: a sheet at the side, the whole screen on a phone. */
export class SettingsPanel extends HTMLElement {
    #settings;
    #dialog = null;
    #fields = [];
    #reset;
    #tab = 0;

    bind(settings) {
        this.#settings = settings;
        settings.addEventListener("change", ({ detail }) => this.#changed(detail.id));
        settings.addEventListener("load", () => this.#reload());
    }

    open() {
        if (this.#dialog || this.#settings.isEmpty) return;
        this.#dialog = openDialog({
            title: string("chat.settings.title", "Chat settings"), className: "sheet settings",
            body: this.#form(), footer: this.#footer(),
            onClose: () => {
                this.#dialog = null;
                this.#fields = [];
                this.#settings.cancel();
            },
        });
        this.#changed(null);
    }

    #form() {
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

    #column(widgets) {
        const fields = widgets.map((widget) => new SettingField(widget, this.#settings, this));
        this.#fields.push(...fields);
        return fields.map((field) => field.element);
    }

    #tabbed(tabs) {
        this.#tab = Math.min(this.#tab, tabs.length - 1);
        const panels = tabs.map((tab, index) => make("div", {
            role: "tabpanel", id: `settings-tab-panel-${index}`, "aria-labelledby": `settings-tab-${index}`, class: "tab-panel",
        }, ...this.#column(tab.inputs)));
        const buttons = tabs.map((tab, index) => make("button", {
            type: "button", role: "tab", class: "tab", id: `settings-tab-${index}`, "aria-controls": `settings-tab-panel-${index}`,
            onclick: () => select(index),
        }, tab.label));
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
        list.addEventListener("keydown", ({ key }) => {
            const move = { ArrowRight: 1, ArrowLeft: -1 }[key];
            if (!move) return;
            select((this.#tab + move + tabs.length) % tabs.length);
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
            make("button", { type: "button", class: "button", id: "cancel", onclick: () => this.#dialog.close() },
                string("common.actions.cancel", "Cancel")),
            make("button", { type: "submit", class: "button primary", id: "confirm", form: "settings-form" },
                string("common.actions.confirm", "Confirm")),
        );
    }

    #confirm() {
        const wrong = this.#settings.firstProblem;
        if (wrong) return this.#show(wrong.id);
        request(this, "settings-change", { values: this.#settings.commit() });
        this.#dialog.close();
    }

    #show(id) {
        const { tabs } = this.#settings;
        const tab = tabs.findIndex(({ inputs }) => inputs.some((widget) => widget.id === id));
        if (tab >= 0) this.#dialog.querySelector(`#settings-tab-${tab}`).click();
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

    #changed(id) {
        if (!this.#dialog) return;
        for (const field of this.#fields) if (id === null || field.id === id) field.refresh();
        this.#reset.disabled = this.#settings.isAllDefault;
    }

    // The app may send another schema while the panel is open, in answer to an edit.
    #reload() {
        if (!this.#dialog) return;
        if (this.#settings.isEmpty) return this.#dialog.close();
        const focused = this.#dialog.querySelector(":focus")?.id;
        this.#dialog.querySelector("form").replaceWith(this.#form());
        this.#changed(null);
        if (focused) this.#dialog.querySelector(`#${CSS.escape(focused)}`)?.focus();
    }
}
