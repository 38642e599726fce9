// What each kind of widget accepts. Values here are JSON, as the server sends and takes them.

/** What a widget shows when the server names no value. */
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

export function bounds(widget) {
    return { min: widget.min ?? 0, max: widget.max ?? 10, step: widget.step || 1 };
}

/** A slider's number brought into its range and onto its steps, without the dust of binary fractions. */
export function fitted(widget, number) {
    const { min, max, step } = bounds(widget);
    const inside = Math.min(max, Math.max(min, number));
    const onStep = min + Math.round((inside - min) / step) * step;
    return Number(Math.min(max, onStep).toFixed(decimals(widget)));
}

/** How many decimals a slider's numbers need. */
export function decimals(widget) {
    const { min, step } = bounds(widget);
    return Math.min(12, Math.max(places(min), places(step)));
}

function places(number) {
    const [digits, exponent = "0"] = String(number).split("e");
    return Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent));
}

/** What is wrong with a value, as a code for the page's strings, or null. */
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

function outside(value, { min, max }) {
    return value < min || value > max ? "range" : null;
}

function dateProblem(widget, value) {
    const dates = [value].flat().filter((date) => date !== null && date !== "");
    if (dates.some((date) => Number.isNaN(Date.parse(date)))) return "date";
    const days = dates.map((date) => date.slice(0, 10));
    if (days.some((day) => (widget.min_date && day < widget.min_date.slice(0, 10)))) return "range";
    if (days.some((day) => (widget.max_date && day > widget.max_date.slice(0, 10)))) return "range";
    return days.length === 2 && days[0] > days[1] ? "order" : null;
}
