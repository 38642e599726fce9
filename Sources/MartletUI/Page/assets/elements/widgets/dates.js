import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/**
 * One day, or a first and a last one. Values are ISO times at midnight UTC, so that no time zone moves the day.
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function dates(widget, { key, value, describedBy, input, change }) {
    const isRange = widget.mode === "range";
    /**
     * @param {string} suffix
     * @param {string | null} label
     */
    const box = (suffix, label) => make("input", {
        type: "date", id: `${key}${suffix}`, name: widget.id, class: "text-input", disabled: widget.disabled,
        min: widget.min_date?.slice(0, 10), max: widget.max_date?.slice(0, 10), "aria-label": label, "aria-describedby": describedBy,
        onchange: () => {
            input(read());
            change();
        },
    });
    const first = box("", isRange ? string("martlet.settings.from", "From") : null);
    const last = isRange ? box("-end", string("martlet.settings.to", "To")) : null;
    const read = () => {
        if (!last) return iso(first.value);
        const end = last?.value ?? "";
        return first.value || end ? [iso(first.value), iso(end)] : null;
    };
    /** @param {any} next */
    const update = (next) => {
        const [start, end] = [next].flat();
        first.value = start?.slice(0, 10) ?? "";
        if (last) last.value = end?.slice(0, 10) ?? "";
    };
    update(value);
    const element = isRange ? make("div", { class: "date-range" }, first, make("span", { "aria-hidden": "true" }, "–"), last) : first;
    return { element, update };
}

/** @param {string} day */
function iso(day) {
    return day === "" ? null : `${day}T00:00:00.000Z`;
}
