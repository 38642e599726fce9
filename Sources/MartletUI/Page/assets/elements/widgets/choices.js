import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function select(widget, { key, value, describedBy, input, change }) {
    const control = make(
        "select",
        {
            id: key, name: widget.id, class: "select", disabled: widget.disabled, "aria-describedby": describedBy,
            onchange: () => {
                input(widget.items?.[control.selectedIndex - 1]?.value ?? null);
                change();
            },
        },
        // Shown while nothing is chosen, and never to be chosen.
        make("option", { value: "", disabled: true, hidden: true },
            widget.placeholder ?? string("components.MultiSelectInput.placeholder", "Choose…")),
        ...(widget.items ?? []).map((item) => make("option", { value: item.value }, item.label)),
    );
    /** @param {any} next */
    const update = (next) => {
        const index = (widget.items ?? []).findIndex((item) => item.value === next);
        control.selectedIndex = index + 1;
    };
    update(value);
    return { element: control, update };
}

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function radio(widget, options) {
    const { value, input, change } = options;
    return group(widget, options, "radio", {
        isChosen: (item, next) => item.value === next,
        choose: (item) => {
            input(item.value);
            change();
        },
        value,
    });
}

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function multiselect(widget, options) {
    const { value, input, change } = options;
    /** @type {string[]} */
    let chosen = value ?? [];
    return group(widget, options, "checkbox", {
        isChosen: (item, next) => (chosen = next ?? []).includes(item.value),
        choose: (item, isChecked) => {
            // In the order of the list, whatever order they were ticked in.
            /** @param {Protocol.WidgetItem} each */
            const wanted = (each) => (each.value === item.value ? isChecked : chosen.includes(each.value));
            input((widget.items ?? []).filter(wanted).map((each) => each.value));
            change();
        },
        value,
    });
}

/**
 * @typedef {object} Choosing
 * @property {(item: Protocol.WidgetItem, next: any) => boolean} isChosen
 * @property {(item: Protocol.WidgetItem, isChecked: boolean) => void} choose
 * @property {any} value
 */

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @param {"radio" | "checkbox"} type
 * @param {Choosing} choosing
 * @returns {Page.Control}
 */
function group(widget, { key, describedBy }, type, { isChosen, choose, value }) {
    const controls = (widget.items ?? []).map((item, index) => {
        /** @type {HTMLInputElement} */
        const control = make("input", {
            type, name: widget.id, id: `${key}-${index}`, value: item.value, disabled: widget.disabled,
            onchange: () => choose(item, control.checked),
        });
        return { item, control, label: make("label", { class: "choice", for: control.id }, control, item.label) };
    });
    /** @param {any} next */
    const update = (next) => {
        for (const { item, control } of controls) control.checked = isChosen(item, next);
    };
    update(value);
    const role = type === "radio" ? "radiogroup" : "group";
    const labelled = { "aria-labelledby": `${key}-label`, "aria-describedby": describedBy };
    const element = make("div", { role, id: key, class: "choices", ...labelled }, ...controls.map(({ label }) => label));
    return { element, update, isGroup: true };
}
