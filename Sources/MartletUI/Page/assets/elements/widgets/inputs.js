import { make } from "../../helpers/dom.js";

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function textInput(widget, { key, value, describedBy, input, change }) {
    /** @type {HTMLInputElement | HTMLTextAreaElement} */
    const control = make(widget.multiline ? "textarea" : "input", {
        id: key, name: widget.id, class: "text-input", placeholder: widget.placeholder, disabled: widget.disabled, dir: "auto",
        type: widget.multiline ? null : "text", rows: widget.multiline ? 4 : null, "aria-describedby": describedBy,
        autocomplete: "off", oninput: () => input(control.value), onchange: change,
    });
    return { element: control, update: updater(control, value) };
}

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function numberInput(widget, { key, value, describedBy, input, change }) {
    /** @type {HTMLInputElement} */
    const control = make("input", {
        type: "number", step: "any", id: key, name: widget.id, class: "text-input", placeholder: widget.placeholder,
        disabled: widget.disabled, "aria-describedby": describedBy,
        oninput: () => input(control.validity.badInput ? NaN : control.value === "" ? null : control.valueAsNumber),
        onchange: change,
    });
    return { element: control, update: updater(control, value) };
}

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} control
 * @param {any} value
 */
function updater(control, value) {
    /** @param {any} next */
    const update = (next) => {
        if (Number.isNaN(next)) return;
        const text = next === null || next === undefined ? "" : String(next);
        if (control.value !== text && document.activeElement !== control) control.value = text;
    };
    control.value = value ?? "";
    return update;
}
