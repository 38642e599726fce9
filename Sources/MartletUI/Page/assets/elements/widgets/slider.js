import { bounds, decimals, fitted } from "../../models/setting-rules.js";
import { make } from "../../helpers/dom.js";

/**
 * A track to drag, and a box that shows the value and takes an exact one.
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function slider(widget, { key, value, describedBy, input, change }) {
    const { min, max, step } = bounds(widget);
    const common = { min, max, step, disabled: widget.disabled, "aria-describedby": describedBy };
    /** @type {HTMLInputElement} */
    const range = make("input", {
        ...common, type: "range", id: key, name: widget.id, class: "slider",
        oninput: () => input(fitted(widget, range.valueAsNumber)), onchange: change,
    });
    /** @type {HTMLInputElement} */
    const box = make("input", {
        ...common, type: "number", id: `${key}-number`, class: "slider-number", step: "any", "aria-label": widget.label ?? widget.id,
        inputmode: decimals(widget) > 0 ? "decimal" : "numeric",
        oninput: () => input(box.value === "" ? null : box.valueAsNumber),
        onchange: () => {
            input(fitted(widget, Number.isFinite(box.valueAsNumber) ? box.valueAsNumber : min));
            change();
        },
        onkeydown: (event) => {
            const move = event.key === "ArrowUp" ? step : event.key === "ArrowDown" ? -step : 0;
            if (!move) return;
            event.preventDefault();
            input(fitted(widget, (Number.isFinite(box.valueAsNumber) ? box.valueAsNumber : min) + move));
            change();
        },
    });
    /** @param {number | null} number */
    const update = (number) => {
        range.value = String(number ?? min);
        range.style.setProperty("--filled", `${max > min ? ((range.valueAsNumber - min) / (max - min)) * 100 : 0}%`);
        const isBeingTyped = document.activeElement === box && box.valueAsNumber === number;
        if (!isBeingTyped && number !== null) box.value = Number(number).toFixed(decimals(widget));
    };
    update(value);
    const ends = make("div", { class: "slider-ends", "aria-hidden": "true" }, make("span", {}, String(min)), make("span", {}, String(max)));
    return { element: make("div", { class: "slider-control" }, range, ends), aside: box, update };
}
