/**
 * One thing to draw.
 *
 * @typedef {object} Mark
 * @property {"path" | "circle" | "rect" | "text"} shape
 * @property {string} kind its class: "line", "area", "dots", "point", "ghost", "bar", "cell", "slice", "box"
 * @property {number} series
 * @property {string | null} [color] the author's own
 * @property {string[]} [tip] what is told of it, in lines
 * @property {string} [d]
 * @property {number} [x]
 * @property {number} [y]
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [r]
 * @property {number} [strength] how strong its colour is, from 0 to 1
 * @property {string} [text]
 */

/** More points than these are drawn as one path: none of them could be told apart. */
const mostPoints = 2000;

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * A rectangle between two places along the one axis and two along the other.
 *
 * @param {{along: [number, number], across: [number, number], isSideways: boolean}} edges
 */
export function rectangle({ along, across, isSideways }) {
    const [x, y] = isSideways ? [across, along] : [along, across];
    return {
        x: round(Math.min(...x)), y: round(Math.min(...y)),
        width: round(Math.abs(x[1] - x[0])), height: round(Math.abs(y[1] - y[0])),
    };
}

/**
 * The marks of a scatter trace: its area, its line and its points.
 *
 * @param {import("./figure.js").Trace} trace
 * @param {import("./scale.js").Scale} x
 * @param {import("./scale.js").Scale} y
 * @param {{bottom: number}} frame
 * @param {(horizontal: any, vertical: any) => string[]} tip
 * @returns {Mark[]}
 */
export function scatterMarks(trace, x, y, frame, tip) {
    const { series, color, colors, text } = trace;
    const length = Math.max(trace.x.length, trace.y.length);
    const points = Array.from({ length }, (_, index) => {
        const [across, up] = [trace.x.length > 0 ? trace.x[index] : index, trace.y.length > 0 ? trace.y[index] : index];
        return { across, up, x: x.place(across), y: up === null || up === undefined ? NaN : y.place(up), index };
    });
    const known = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y));
    /** @type {Mark[]} */
    const marks = [];
    if (trace.isFilled && known.length > 1) {
        const zero = y.place(0);
        const ground = round(Number.isFinite(zero) ? Math.min(zero, frame.bottom) : frame.bottom);
        const edge = known.map((point) => `L${round(point.x)} ${round(point.y)}`).join("");
        const [first, last] = [known[0], known[known.length - 1]];
        marks.push({ shape: "path", kind: "area", series, color, d: `M${round(first.x)} ${ground}${edge}L${round(last.x)} ${ground}Z` });
    }
    if (trace.hasLines) marks.push({ shape: "path", kind: "line", series, color, d: lineThrough(points) });
    if (known.length > mostPoints) {
        const d = trace.hasMarkers ? known.map((point) => `M${round(point.x)} ${round(point.y)}h0`).join("") : "";
        if (d) marks.push({ shape: "path", kind: "dots", series, color, d });
        return marks;
    }
    for (const point of known) {
        const own = typeof colors[point.index] === "string" ? colors[point.index] : color;
        const lines = [trace.name, ...tip(point.across, point.up), String(text[point.index] ?? "")].filter(Boolean);
        marks.push({
            shape: "circle", kind: trace.hasMarkers ? "point" : "ghost", series, color: own, tip: lines,
            x: round(point.x), y: round(point.y), r: trace.hasMarkers ? round(trace.sizes[point.index] ?? 3.5) : 7,
        });
    }
    return marks;
}

// A line breaks where a value is missing.
function lineThrough(/** @type {{x: number, y: number}[]} */ points) {
    let isOpen = false;
    return points.map(({ x, y }) => {
        if (!Number.isFinite(x) || !Number.isFinite(y)) {
            isOpen = false;
            return "";
        }
        const letter = isOpen ? "L" : "M";
        isOpen = true;
        return `${letter}${round(x)} ${round(y)}`;
    }).join("");
}

/**
 * The marks of a box: the box with its middle, its whiskers, and a point for each value beyond them.
 *
 * @param {{at: number, width: number, series: number, color: string | null, tip: string[], isSideways: boolean}} place
 * @param {NonNullable<ReturnType<import("./statistics.js").boxOf>>} box
 * @param {(value: number) => number} height where a value stands
 * @returns {Mark[]}
 */
export function boxMarks({ at, width, series, color, tip, isSideways }, box, height) {
    const point = (/** @type {number} */ along, /** @type {number} */ across) =>
        (isSideways ? `${round(across)} ${round(along)}` : `${round(along)} ${round(across)}`);
    const [left, right] = [at - width / 2, at + width / 2];
    const [least, lower, middle, upper, most] = [box.least, box.lower, box.middle, box.upper, box.most].map(height);
    const whisker = (/** @type {number} */ end, /** @type {number} */ edge) =>
        `M${point(at, edge)}L${point(at, end)}M${point(at - width / 4, end)}L${point(at + width / 4, end)}`;
    const frame = `M${point(left, lower)}L${point(right, lower)}L${point(right, upper)}L${point(left, upper)}Z`;
    const d = `${frame}M${point(left, middle)}L${point(right, middle)}${whisker(least, lower)}${whisker(most, upper)}`;
    /** @type {Mark[]} */
    const marks = [{ shape: "path", kind: "box", series, color, tip, d }];
    for (const value of box.outliers.slice(0, mostPoints)) {
        const [x, y] = isSideways ? [height(value), at] : [at, height(value)];
        marks.push({ shape: "circle", kind: "point", series, color, tip: [...tip.slice(0, 1), String(value)], x: round(x), y: round(y), r: 3 });
    }
    return marks;
}

/**
 * So many rectangles that nobody could point at one become a few paths, one for each colour.
 *
 * @param {Mark[]} rectangles
 * @returns {Mark[]}
 */
export function joined(rectangles) {
    if (rectangles.length <= mostPoints) return rectangles;
    /** @type {Map<string, {mark: Mark, parts: string[]}>} */
    const groups = new Map();
    for (const { kind, series, color, strength, x, y, width = 0, height } of rectangles) {
        const level = strength === undefined ? undefined : Math.round(strength * 24) / 24;
        const key = `${series} ${color} ${level}`;
        const group = groups.get(key) ?? { mark: { shape: "path", kind, series, color, strength: level }, parts: [] };
        group.parts.push(`M${x} ${y}h${width}v${height}h${-width}Z`);
        groups.set(key, group);
    }
    return [...groups.values()].map(({ mark, parts }) => ({ ...mark, d: parts.join("") }));
}
