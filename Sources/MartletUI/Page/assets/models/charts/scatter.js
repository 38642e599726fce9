import { joined, mostMarks, round } from "./marks.js";
import { stackedPoints } from "./stacks.js";

/**
 * A point of a line: its values, where its part of a stack begins, its number in its trace (-1 for none), and where it is
 * on the screen.
 *
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {import("./scale.js").Scale} Scale
 * @typedef {import("./trace.js").Trace} Trace
 * @typedef {{across: number, up: number}} Place
 * @typedef {Place & {x: any, y: any, floor: number, index: number}} Point
 * @typedef {{trace: Trace, points: Point[]}} Line
 * @typedef {(horizontal: any, vertical: any) => string[]} Say tells of two values
 * @typedef {Line & {known: Point[]}} PlacedLine
 */

/**
 * The lines of a figure with their points. A trace may leave one of its two lists out: then its points are counted.
 *
 * @param {Trace[]} traces
 * @returns {Line[]}
 */
export function linesOf(traces) {
    const scattered = traces.filter(({ type }) => type === "scatter");
    const stacked = stackedPoints(scattered);
    return scattered.map((trace) => ({ trace, points: stacked.get(trace) ?? plainPoints(trace) }));
}

/**
 * @param {Trace} trace
 * @returns {Point[]}
 */
function plainPoints({ x, y }) {
    return Array.from({ length: Math.max(x.length, y.length) }, (_, index) => {
        const [across, up] = [x.length > 0 ? x[index] : index, y.length > 0 ? y[index] : index];
        return { x: across, y: up, floor: 0, index, across: NaN, up: NaN };
    });
}

/** Whether an area reaches down to zero on an axis, which the axis then shows. */
export function hasGround(/** @type {Line[]} */ lines, /** @type {"x" | "y"} */ axis) {
    return lines.some(({ trace: { fill, stack, isHorizontal } }, index) =>
        (stack ? axis === (isHorizontal ? "x" : "y") : fill === `tozero${axis}` || (index === 0 && fill === `tonext${axis}`)));
}

/**
 * The marks of all lines: areas below everything else, then each line with its points.
 *
 * @param {Line[]} lines
 * @param {Scale} x
 * @param {Scale} y
 * @param {Say} say
 * @returns {Mark[]}
 */
export function scatterMarks(lines, x, y, say) {
    const placed = lines.map(({ trace, points }) => placedLine(trace, points, x, y));
    const count = placed.reduce((sum, { known }) => sum + known.length, 0);
    const areas = placed.flatMap((line, index) => areaMarks(line, placed[index - 1], x, y));
    return [...areas, ...placed.flatMap((line) => {
        const { series, color, hasLines } = line.trace;
        const path = { shape: /** @type {const} */ ("path"), kind: "line", series, color };
        return [...(hasLines ? [{ ...path, d: lineThrough(line.points) }] : []), ...pointMarks(line, count, say)];
    })];
}

/**
 * @param {Trace} trace
 * @param {Point[]} points
 * @param {Scale} x
 * @param {Scale} y
 * @returns {PlacedLine}
 */
function placedLine(trace, points, x, y) {
    for (const point of points) {
        point.across = x.place(point.x);
        point.up = y.place(point.y);
    }
    // A stack has a point wherever one of its traces has: they follow each other along the axis.
    if (trace.stack) points.sort((one, other) => (trace.isHorizontal ? one.up - other.up : one.across - other.across) || 0);
    return { trace, points, known: points.filter(isKnown) };
}

function isKnown(/** @type {Point} */ { across, up }) {
    return Number.isFinite(across) && Number.isFinite(up);
}

/**
 * The area between a line and what it is filled to: an axis, the line before it, or the one below it in a stack.
 *
 * @param {PlacedLine} line
 * @param {PlacedLine | undefined} before
 * @param {Scale} x
 * @param {Scale} y
 * @returns {Mark[]}
 */
function areaMarks({ trace, points, known }, before, x, y) {
    const { fill, series } = trace;
    if (!fill || known.length < 2) return [];
    // The author's own colour is as light as it should be.
    const kind = trace.fillColor ? "fill" : "area";
    const look = { shape: /** @type {const} */ ("path"), kind, series, color: trace.fillColor ?? trace.color };
    if (trace.stack) {
        const floors = known.map(({ across, up, floor }) =>
            (trace.isHorizontal ? { across: edgeAt(x, floor), up } : { across, up: edgeAt(y, floor) }));
        return [{ ...look, d: `M${join(known)}L${join(floors.reverse())}Z` }];
    }
    if (fill.startsWith("tonext") && before && before.known.length > 0) {
        return [{ ...look, d: `M${join(known)}L${join([...before.known].reverse())}Z` }];
    }
    const runs = runsOf(points).filter((run) => run.length > 1);
    if (runs.length === 0) return [];
    if (fill === "toself") return [{ ...look, d: runs.map((run) => `M${join(run)}Z`).join("") }];
    const isAcross = fill.endsWith("x");
    const ground = isAcross ? edgeAt(x, 0) : edgeAt(y, 0);
    const foot = (/** @type {Point} */ { across, up }) => (isAcross ? { across: ground, up } : { across, up: ground });
    return [{ ...look, d: runs.map((run) => `M${join([foot(run[0]), ...run, foot(run[run.length - 1])])}Z`).join("") }];
}

// Where a number stands; a logarithm has no place for zero, and such an area begins at its edge.
function edgeAt(/** @type {Scale} */ scale, /** @type {number | undefined} */ value) {
    const place = scale.kind === "linear" || scale.kind === "log" ? scale.place(value) : NaN;
    return Number.isFinite(place) ? place : scale.ground;
}

function join(/** @type {Place[]} */ points) {
    return (points.length > mostMarks ? thinned(points) : points).map(({ across, up }) => `${round(across)} ${round(up)}`).join("L");
}

/** A line breaks where a value is missing. */
function runsOf(/** @type {Point[]} */ points) {
    /** @type {Point[][]} */
    const runs = [];
    let isOpen = false;
    for (const point of points) {
        const isPlaced = isKnown(point);
        if (isPlaced && isOpen) runs[runs.length - 1].push(point);
        else if (isPlaced) runs.push([point]);
        isOpen = isPlaced;
    }
    return runs;
}

function lineThrough(/** @type {Point[]} */ points) {
    return runsOf(points).map((run) => `M${join(run)}`).join("");
}

/** Of points that follow each other in one column of pixels, the first and the last, the lowest and the highest are seen. */
function thinned(/** @type {Place[]} */ run) {
    /** @type {Place[]} */
    const kept = [];
    for (let from = 0, to = 0; from < run.length; from = to) {
        const column = Math.floor(run[from].across);
        let [low, high] = [from, from];
        for (; to < run.length && Math.floor(run[to].across) === column; to += 1) {
            if (run[to].up > run[low].up) low = to;
            if (run[to].up < run[high].up) high = to;
        }
        kept.push(...[...new Set([from, Math.min(low, high), Math.max(low, high), to - 1])].map((index) => run[index]));
    }
    return kept;
}

/**
 * The points of a line, or the places where it can be asked. Of very many points those that are seen become one path,
 * and the others are only some.
 *
 * @param {PlacedLine} line
 * @param {number} count of the points of all lines
 * @param {Say} say
 * @returns {Mark[]}
 */
function pointMarks({ trace, known }, count, say) {
    const { series, color, colors, hasLines, hasMarkers, hasTexts, text } = trace;
    const isCrowded = count > mostMarks;
    const isSeen = hasMarkers || (isCrowded && hasTexts && !hasLines);
    const step = isSeen || !isCrowded ? 1 : Math.ceil(count / mostMarks);
    /** @type {Mark[]} */
    const marks = [];
    for (let place = 0; place < known.length; place += step) {
        const point = known[place];
        const { index } = point;
        if (index < 0) continue;
        const own = typeof colors[index] === "string" ? colors[index] : color;
        const spot = { x: round(point.across), y: round(point.up) };
        if (isSeen && isCrowded) marks.push({ shape: "circle", kind: "point", series, color: own, ...spot });
        else {
            const tip = () => [trace.name, ...told(point, trace, say), String(text[index] ?? "")].filter(Boolean);
            const look = hasMarkers ? { kind: "point", r: round(trace.sizes[index] ?? 3.5) } : { kind: "ghost", r: 7 };
            marks.push({ shape: "circle", series, color: own, tip, ...spot, ...look });
        }
    }
    const labels = hasTexts && !isCrowded ? known.flatMap((point) => labelMarks(point, trace)) : [];
    return [...(isSeen && isCrowded ? joined(marks, false, 0) : marks), ...labels];
}

// Of what is stacked, only its own part is told.
function told(/** @type {Point} */ { x, y, floor }, /** @type {Trace} */ { stack, isHorizontal }, /** @type {Say} */ say) {
    if (!stack) return say(x, y);
    return isHorizontal ? say(x - floor, y) : say(x, y - floor);
}

/**
 * @param {Point} point
 * @param {Trace} trace
 * @returns {Mark[]}
 */
function labelMarks({ across, up, index }, { series, text, textPlace, hasMarkers }) {
    if (!text[index] && text[index] !== 0) return [];
    const beside = hasMarkers ? 7 : 2;
    const side = (/** @type {string} */ one, /** @type {string} */ other) =>
        Number(textPlace.includes(other)) - Number(textPlace.includes(one));
    const [left, above] = [side("left", "right"), side("top", "bottom")];
    return [{
        shape: "text", kind: "label", series, text: String(text[index]), x: round(across + left * beside), y: round(up + above * 13),
        anchor: left < 0 ? "end" : left > 0 ? "start" : "middle",
    }];
}
