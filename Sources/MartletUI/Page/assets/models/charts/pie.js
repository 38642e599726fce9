import { numberOf } from "./values.js";

/** @typedef {import("./marks.js").Mark} Mark */
/** @typedef {{name: string, series: number, color: string | null}} PieKey */

/**
 * The slices of a pie, clockwise from the top, the largest first. Equal labels are one slice; what is not above zero
 * has none.
 *
 * @param {import("./trace.js").Trace} trace
 * @returns {{label: string, value: number, part: number, color: string | null}[]}
 */
export function slicesOf({ labels, values, colors }) {
    /** @type {Map<string, {label: string, value: number, color: string | null}>} */
    const sums = new Map();
    const length = Math.max(labels.length, values.length);
    for (let index = 0; index < length; index += 1) {
        const label = String(labels[index] ?? index);
        const value = values.length > 0 ? numberOf(values[index]) : 1;
        if (!(value > 0)) continue;
        const color = typeof colors[index] === "string" ? colors[index] : null;
        const known = sums.get(label);
        if (known) known.value += value;
        else sums.set(label, { label, value, color });
    }
    const slices = [...sums.values()].sort((one, other) => other.value - one.value);
    const total = slices.reduce((sum, { value }) => sum + value, 0);
    return slices.map((slice) => ({ ...slice, part: slice.value / total }));
}

/**
 * The colours of labels: the same in all pies.
 *
 * @param {import("./trace.js").Trace[]} pies
 * @returns {Map<string, PieKey>}
 */
export function pieKeys(pies) {
    /** @type {Map<string, PieKey>} */
    const keys = new Map();
    for (const { label, color } of pies.flatMap(slicesOf)) {
        const known = keys.get(label);
        if (known) known.color ??= color;
        else keys.set(label, { name: label, series: keys.size, color });
    }
    return keys;
}

/**
 * The marks of a pie, or of a ring where it has a hole.
 *
 * @param {import("./trace.js").Trace} trace
 * @param {Map<string, PieKey>} keys
 * @param {{x: number, y: number, radius: number}} circle
 * @param {(part: number) => string} percent a part in words
 * @returns {Mark[]}
 */
export function pieMarks(trace, keys, { x, y, radius }, percent) {
    const inner = radius * trace.hole;
    let start = 0;
    return slicesOf(trace).flatMap(({ label, value, part, color }) => {
        const end = start + part;
        const key = keys.get(label);
        const series = key?.series ?? 0;
        const tip = () => [label, `${value} (${percent(part)})`];
        const d = part > 1 - 1e-9 ? ring(x, y, radius, inner) : slice(x, y, radius, inner, start, end);
        /** @type {Mark[]} */
        const marks = [{ shape: "path", kind: "slice", series, color: color ?? key?.color, tip, d }];
        if (part >= 0.06) {
            const middle = point(x, y, inner + (radius - inner) * (inner ? 0.5 : 0.64), (start + end) / 2);
            marks.push({ shape: "text", kind: "slice-text", series, x: middle[0], y: middle[1], text: percent(part) });
        }
        start = end;
        return marks;
    });
}

/** @returns {[number, number]} */
function point(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ radius, /** @type {number} */ turn) {
    const angle = turn * 2 * Math.PI;
    return [Math.round((x + radius * Math.sin(angle)) * 10) / 10, Math.round((y - radius * Math.cos(angle)) * 10) / 10];
}

/**
 * An arc from where the path is. It is drawn as two, because one that ends where it begins would be left out.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {number} start
 * @param {number} end
 */
function arc(x, y, radius, start, end) {
    const half = (/** @type {number} */ turn) => `A${radius} ${radius} 0 0 ${end > start ? 1 : 0} ${point(x, y, radius, turn).join(" ")}`;
    return half((start + end) / 2) + half(end);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} outer
 * @param {number} inner
 * @param {number} start
 * @param {number} end
 */
function slice(x, y, outer, inner, start, end) {
    const edge = `M${point(x, y, outer, start).join(" ")}${arc(x, y, outer, start, end)}`;
    if (inner === 0) return `${edge}L${x} ${y}Z`;
    return `${edge}L${point(x, y, inner, end).join(" ")}${arc(x, y, inner, end, start)}Z`;
}

/** A whole circle has no cut; the edge of its hole runs backwards, so that it stays empty. */
function ring(/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ outer, /** @type {number} */ inner) {
    const circle = (/** @type {number} */ radius, /** @type {number} */ end) =>
        `M${point(x, y, radius, 0).join(" ")}${arc(x, y, radius, 0, end)}Z`;
    return circle(outer, 1) + (inner > 0 ? circle(inner, -1) : "");
}
