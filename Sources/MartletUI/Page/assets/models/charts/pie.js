/** @typedef {import("./marks.js").Mark} Mark */

/**
 * The slices of a pie, clockwise from the top, the largest first. Equal labels are one slice; what is not above zero
 * has none.
 *
 * @param {import("./figure.js").Trace} trace
 * @returns {{label: string, value: number, part: number, color: string | null}[]}
 */
export function slicesOf({ labels, values, colors }) {
    /** @type {Map<string, {label: string, value: number, color: string | null}>} */
    const sums = new Map();
    const length = Math.max(labels.length, values.length);
    for (let index = 0; index < length; index += 1) {
        const label = String(labels[index] ?? index);
        const value = values.length > 0 ? Number(values[index]) : 1;
        if (!(value > 0)) continue;
        const color = typeof colors[index] === "string" ? colors[index] : null;
        const known = sums.get(label) ?? { label, value: 0, color };
        sums.set(label, { ...known, value: known.value + value });
    }
    const slices = [...sums.values()].sort((one, other) => other.value - one.value);
    const total = slices.reduce((sum, { value }) => sum + value, 0);
    return slices.map((slice) => ({ ...slice, part: slice.value / total }));
}

/**
 * The marks of a pie, or of a ring where it has a hole.
 *
 * @param {import("./figure.js").Trace} trace
 * @param {{x: number, y: number, radius: number}} circle
 * @param {(part: number) => string} percent a part in words
 * @returns {Mark[]}
 */
export function pieMarks(trace, { x, y, radius }, percent) {
    const inner = radius * trace.hole;
    let start = 0;
    return slicesOf(trace).flatMap(({ label, value, part, color }, index) => {
        const end = start + part;
        const tip = [label, `${value} (${percent(part)})`];
        const d = arc(x, y, radius, inner, start, end);
        /** @type {Mark[]} */
        const marks = [{ shape: "path", kind: "slice", series: index, color, tip, d }];
        if (part >= 0.06) {
            const middle = point(x, y, inner + (radius - inner) * (inner ? 0.5 : 0.64), (start + end) / 2);
            marks.push({ shape: "text", kind: "slice-text", series: index, x: middle[0], y: middle[1], text: percent(part) });
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
 * @param {number} x
 * @param {number} y
 * @param {number} outer
 * @param {number} inner
 * @param {number} start
 * @param {number} end
 */
function arc(x, y, outer, inner, start, end) {
    // An arc cannot end where it begins: a whole circle ends a hair before.
    const last = Math.min(end, start + 0.9999);
    const isLong = last - start > 0.5 ? 1 : 0;
    const edge = `M${point(x, y, outer, start).join(" ")}A${outer} ${outer} 0 ${isLong} 1 ${point(x, y, outer, last).join(" ")}`;
    if (inner === 0) return `${edge}L${x} ${y}Z`;
    return `${edge}L${point(x, y, inner, last).join(" ")}A${inner} ${inner} 0 ${isLong} 0 ${point(x, y, inner, start).join(" ")}Z`;
}
