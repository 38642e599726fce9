// What each kind of widget accepts. Values here are JSON, as the server sends and takes them.

/**
 * What a widget shows when the server names no value.
 * @param {Protocol.Widget} widget
 */
export function emptyValue(widget) {
    switch (widget.type) {
        case "switch":
        case "checkbox":
            return false;
        case "slider":
            return widget.min ?? 0;
        case "tags":
        case "multiselect":
            return [];
        default:
            return null;
    }
}

/** @param {Protocol.Widget} widget */
export function bounds(widget) {
    return { min: widget.min ?? 0, max: widget.max ?? 10, step: widget.step || 1 };
}

/**
 * A slider's number brought into its range and onto its steps, without the dust of binary fractions.
 * @param {Protocol.Widget} widget
 * @param {number} number
 */
export function fitted(widget, number) {
    const { min, max, step } = bounds(widget);
    const inside = Math.min(max, Math.max(min, number));
    const onStep = min + Math.round((inside - min) / step) * step;
    return Number(Math.min(max, onStep).toFixed(decimals(widget)));
}

/**
 * How many decimals a slider's numbers need.
 * @param {Protocol.Widget} widget
 */
export function decimals(widget) {
    const { min, step } = bounds(widget);
    return Math.min(12, Math.max(places(min), places(step)));
}

/** @param {number} number */
function places(number) {
    const [digits, exponent = "0"] = String(number).split("e");
    return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}

/**
 * What is wrong with a value, as a code for the page's strings, or null.
 * @param {Protocol.Widget} widget
 * @param {any} value
 * @returns {"number" | "range" | "choice" | "date" | "order" | null}
 */
export function problem(widget, value) {
    switch (widget.type) {
        case "slider":
            return Number.isFinite(value) ? outside(value, bounds(widget)) : "number";
        case "numberinput":
            return value === null || value === "" || Number.isFinite(value) ? null : "number";
        case "select":
        case "radio":
            return value === null || widget.items?.some((item) => item.value === value) ? null : "choice";
        case "datepicker":
            return dateProblem(widget, value);
        default:
            return null;
    }
}

/**
 * @param {number} value
 * @param {{ min: number, max: number }} bounds
 */
function outside(value, { min, max }) {
    return value < min || value > max ? "range" : null;
}

/**
 * @param {Protocol.Widget} widget
 * @param {any} value
 */
function dateProblem(widget, value) {
    /** @type {string[]} */
    const dates = [value].flat().filter((date) => date !== null && date !== "");
    if (dates.some((date) => Number.isNaN(Date.parse(date)))) return "date";
    const days = dates.map((date) => date.slice(0, 10));
    const [first, last] = [widget.min_date?.slice(0, 10), widget.max_date?.slice(0, 10)];
    if (days.some((day) => (first && day < first) || (last && day > last))) return "range";
    return days.length === 2 && days[0] > days[1] ? "order" : null;
}
