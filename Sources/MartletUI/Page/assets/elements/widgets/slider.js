import { bounds, decimals, fitted } from "../../models/setting-rules.js";
import { make } from "../../helpers/dom.js";

/** A track to drag, and a box that shows the value and takes an exact one. */
export function slider(widget, { key, value, describedBy, input, change }) {
    const { min, max, step } = bounds(widget);
    const common = { min, max, step, disabled: widget.disabled, "aria-describedby": describedBy };
    const range = make("input", {
        ...common, type: "range", id: key, name: widget.id, class: "slider",
        oninput: () => input(fitted(widget, range.valueAsNumber)), onchange: change,
    });
    const box = make("input", {
        ...common, type: "number", id: `${key}-number`, class: "slider-number", step: "any", "aria-label": widget.label ?? widget.id,
        inputmode: decimals(widget) > 0 ? "decimal" : "numeric",
        oninput: () => input(box.value === "" ? null : box.valueAsNumber),
        onchange: () => {
            input(fitted(widget, Number.isFinite(box.valueAsNumber) ? box.valueAsNumber : min));
            change();
        },
        onkeydown: (event) => {
            const move = { ArrowUp: step, ArrowDown: -step }[event.key];
            if (!move) return;
            event.preventDefault();
            input(fitted(widget, (Number.isFinite(box.valueAsNumber) ? box.valueAsNumber : min) + move));
            change();
        },
    });
    const update = (number) => {
        range.value = number ?? min;
        range.style.setProperty("--filled", `${max > min ? ((range.value - min) / (max - min)) * 100 : 0}%`);
        const isBeingTyped = document.activeElement === box && box.valueAsNumber === number;
        if (!isBeingTyped && number !== null) box.value = Number(number).toFixed(decimals(widget));
    };
    update(value);
    const ends = make("div", { class: "slider-ends", "aria-hidden": "true" }, make("span", {}, String(min)), make("span", {}, String(max)));
    return { element: make("div", { class: "slider-control" }, range, ends), aside: box, update };
}
