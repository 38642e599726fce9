/**
 * One thing to draw.
 *
 * @typedef {object} Mark
 * @property {"path" | "circle" | "rect" | "text"} shape
 * @property {string} kind its class: "line", "area", "fill", "dots", "point", "ghost", "label", "bar", "cell", "slice", "box"
 * @property {number} series
 * @property {string | null} [color] the author's own
 * @property {() => string[]} [tip] what is told of it, in lines, when somebody asks
 * @property {string} [d]
 * @property {number} [x]
 * @property {number} [y]
 * @property {number} [width]
 * @property {number} [height]
 * @property {number} [r]
 * @property {number} [strength] how strong its colour is, from 0 to 1
 * @property {string} [text]
 * @property {"start" | "middle" | "end"} [anchor] which part of its text stands at its place
 */

/** More marks than these are drawn as a few paths: none of them could be told apart. */
export const mostMarks = 2000;

/** After so many series the colours begin again. */
export const seriesColors = 8;

export const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * A rectangle between two places along the one axis and two along the other.
 *
 * @param {{along: [number, number], across: [number, number], isSideways: boolean}} edges
 */
export function rectangle({ along, across, isSideways }) {
    const [x, y] = isSideways ? [across, along] : [along, across];
    return {
        x: round(Math.min(x[0], x[1])), y: round(Math.min(y[0], y[1])),
        width: round(Math.abs(x[1] - x[0])), height: round(Math.abs(y[1] - y[0])),
    };
}

/**
 * So many marks that nobody could point at one become a few paths, one for each colour.
 *
 * @param {Mark[]} marks
 * @param {boolean} [isSideways] whether what is thin here is low rather than narrow
 * @param {number} [most] of them that stay apart
 * @returns {Mark[]}
 */
export function joined(marks, isSideways = false, most = mostMarks) {
    if (marks.length <= most) return marks;
    /** @type {Map<string, {mark: Mark, parts: Set<string>, thin: Map<number, [number, number]>}>} */
    const groups = new Map();
    for (const mark of marks) {
        const { shape, color, strength } = mark;
        const series = mark.series % seriesColors;
        const kind = shape === "circle" ? "dots" : mark.kind;
        const level = strength === undefined ? undefined : Math.round(strength * 24) / 24;
        const key = `${kind} ${series} ${color} ${level}`;
        const path = { shape: /** @type {const} */ ("path"), kind, series, color, strength: level };
        const group = groups.get(key) ?? { mark: path, parts: new Set(), thin: new Map() };
        groups.set(key, group);
        if (shape !== "rect" || !merge(group.thin, mark, isSideways)) group.parts.add(partOf(mark));
    }
    return [...groups.values()].map(({ mark, parts, thin }) => {
        for (const [place, [from, to]] of thin) {
            parts.add(partOf({ ...mark, shape: "rect", ...stripe(place, from, to, isSideways) }));
        }
        return { ...mark, d: [...parts].join("") };
    });
}

// Rectangles thinner than a pixel become one where they share a pixel, as high as the highest.
function merge(/** @type {Map<number, [number, number]>} */ thin, /** @type {Mark} */ mark, /** @type {boolean} */ isSideways) {
    const { x = 0, y = 0, width = 0, height = 0 } = mark;
    const [along, breadth, from, length] = isSideways ? [y, height, x, width] : [x, width, y, height];
    if (breadth > 1) return false;
    const place = Math.floor(along);
    const known = thin.get(place);
    thin.set(place, known ? [Math.min(known[0], from), Math.max(known[1], from + length)] : [from, from + length]);
    return true;
}

/**
 * @param {number} place
 * @param {number} from
 * @param {number} to
 * @param {boolean} isSideways
 */
function stripe(place, from, to, isSideways) {
    const length = round(to - from);
    return isSideways ? { x: from, y: place, width: length, height: 1 } : { x: place, y: from, width: 1, height: length };
}

function partOf(/** @type {Mark} */ { shape, d = "", x, y, width = 0, height }) {
    if (shape === "path") return d;
    return shape === "circle" ? `M${x} ${y}h0` : `M${x} ${y}h${width}v${height}h${-width}Z`;
}
