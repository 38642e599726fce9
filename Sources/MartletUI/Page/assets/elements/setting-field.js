import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { bounds } from "../models/setting-rules.js";
import { string } from "../helpers/strings.js";
import { checkbox, switchWidget } from "./widgets/switch.js";
import { dates } from "./widgets/dates.js";
import { multiselect, radio, select } from "./widgets/choices.js";
import { numberInput, textInput } from "./widgets/inputs.js";
import { slider } from "./widgets/slider.js";
import { tags } from "./widgets/tags.js";

/** @type {Record<string, (widget: Protocol.Widget, options: Page.ControlOptions) => Page.Control>} */
const makers = {
    slider, select, multiselect, radio, tags, checkbox, switch: switchWidget,
    textinput: textInput, numberinput: numberInput, datepicker: dates,
};

/** @type {Record<string, (widget: Protocol.Widget) => string>} */
const problems = {
    number: () => string("martlet.settings.number", "This is not a number."),
    range: (widget) => string("martlet.settings.range", "The value is outside {{min}} to {{max}}.", limits(widget)),
    choice: () => string("martlet.settings.choice", "This is not one of the choices."),
    date: () => string("martlet.settings.date", "This is not a date."),
    order: () => string("martlet.settings.order", "The end is before the start."),
};

/** One setting: its label, its control, its description, what is wrong with it, and the way back to its default. */
export class SettingField {
    #widget;
    #settings;
    /** @type {Page.Control} */
    #control;
    #reset;
    #error;

    /**
     * @param {Protocol.Widget} widget
     * @param {import("../models/settings-values.js").SettingsValues} settings
     * @param {{ edited(): void }} panel
     */
    constructor(widget, settings, panel) {
        this.#widget = widget;
        this.#settings = settings;
        this.id = widget.id;
        const key = `setting-${String(widget.id).replace(/[^A-Za-z0-9_-]+/g, "-")}`;
        this.#error = make("p", { class: "setting-error", id: `${key}-error`, role: "alert", hidden: true });
        this.#control = (makers[widget.type] ?? textInput)(widget, {
            key,
            value: settings.value(widget.id),
            describedBy: `${key}-about ${key}-error`,
            input: (value) => settings.set(widget.id, value),
            change: () => panel.edited(),
        });
        this.#reset = this.#resetButton(panel);
        this.element = this.#layout(key);
    }

    refresh() {
        this.#control.update(this.#settings.value(this.id));
        this.#reset.disabled = this.#widget.disabled || this.#settings.isDefault(this.id);
        const code = this.#settings.problem(this.id);
        this.#error.hidden = code === null;
        this.#error.textContent = code ? problems[code](this.#widget) : "";
        this.element.classList.toggle("wrong", code !== null);
    }

    focus() {
        /** @type {HTMLElement | null} */ (this.element.querySelector("input, select, textarea, button"))?.focus();
    }

    /** @param {string} key */
    #layout(key) {
        const { label, tooltip, description, disabled, type } = this.#widget;
        const isGroup = this.#control.isGroup === true;
        const name = make(isGroup ? "span" : "label", { class: "setting-label", id: `${key}-label`, for: isGroup ? null : key }, label ?? this.id);
        const about = [tooltip, description].filter(Boolean).join(" ");
        return make(
            "div",
            { class: "setting", dataset: { setting: this.id, type, disabled: String(Boolean(disabled)) } },
            make("div", { class: "setting-head" }, name, this.#reset, this.#control.aside ?? ""),
            this.#control.element,
            about ? make("p", { class: "setting-about", id: `${key}-about` }, about) : "",
            this.#error,
        );
    }

    /** @param {{ edited(): void }} panel */
    #resetButton(panel) {
        const label = string("martlet.settings.reset", "Reset {{name}} to its default", { name: this.#widget.label ?? this.id });
        return make("button", {
            type: "button", class: "button quiet square small setting-reset", title: label, "aria-label": label,
            onclick: () => {
                this.#settings.reset(this.id);
                panel.edited();
                this.focus();
            },
        }, icon("undo"));
    }
}

/**
 * @param {Protocol.Widget} widget
 * @returns {Record<string, unknown>}
 */
function limits(widget) {
    if (widget.type === "datepicker") return { min: widget.min_date ?? "…", max: widget.max_date ?? "…" };
    return bounds(widget);
}
