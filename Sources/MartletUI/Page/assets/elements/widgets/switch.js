import { make } from "../../helpers/dom.js";

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @param {Page.Attributes} attributes
 * @returns {Page.Control}
 */
function box(widget, { key, value, describedBy, input, change }, attributes) {
    const control = make("input", {
        type: "checkbox", id: key, name: widget.id, disabled: widget.disabled, "aria-describedby": describedBy, ...attributes,
        onchange: () => {
            input(control.checked);
            change();
        },
    });
    control.checked = value === true;
    return { element: "", aside: control, update: (next) => (control.checked = next === true) };
}

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function switchWidget(widget, options) {
    return box(widget, options, { role: "switch", class: "switch" });
}

/**
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function checkbox(widget, options) {
    return box(widget, options, { class: "checkbox" });
}
