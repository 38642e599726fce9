import { isMissing, numberOf } from "./values.js";

/**
 * @typedef {import("./trace.js").Trace} Trace
 * @typedef {import("./scatter.js").Point} Point
 */

/**
 * The points of lines that stand upon each other. Each has a point wherever one of its stack has: what is missing there
 * is zero.
 *
 * @param {Trace[]} traces
 * @returns {Map<Trace, Point[]>}
 */
export function stackedPoints(traces) {
    /** @type {Map<string, Trace[]>} */
    const stacks = new Map();
    for (const trace of traces) {
        if (trace.stack) stacks.set(trace.stack, [...(stacks.get(trace.stack) ?? []), trace]);
    }
    return new Map([...stacks.values()].flatMap(pointsOfStack));
}

/**
 * @param {Trace[]} traces
 * @returns {[Trace, Point[]][]}
 */
function pointsOfStack(traces) {
    const parts = traces.map(partsOf);
    const places = new Map(parts.flatMap((part) => [...part].map(([key, { at }]) => /** @type {const} */ ([key, at]))));
    /** @type {Map<string, number>} */
    const totals = new Map();
    for (const part of parts) for (const [key, { value }] of part) totals.set(key, (totals.get(key) ?? 0) + value);
    const norm = traces.find(({ stackNorm }) => stackNorm)?.stackNorm ?? "";
    const whole = { percent: 100, fraction: 1 }[norm];
    /** @type {Map<string, number>} */
    const heights = new Map();
    return traces.map((trace, index) => [trace, [...places].map(([key, at]) => {
        const part = parts[index].get(key);
        const share = whole ? whole / (totals.get(key) || 1) : 1;
        const [value, floor] = [(part?.value ?? 0) * share, heights.get(key) ?? 0];
        heights.set(key, floor + value);
        const rest = { floor, index: part ? part.index : -1, across: NaN, up: NaN };
        return trace.isHorizontal ? { x: floor + value, y: at, ...rest } : { x: at, y: floor + value, ...rest };
    })]);
}

/** The values of a trace by their places, those at the same place as one. */
function partsOf(/** @type {Trace} */ { x, y, isHorizontal }) {
    const [places, values] = isHorizontal ? [y, x] : [x, y];
    /** @type {Map<string, {at: any, value: number, index: number}>} */
    const parts = new Map();
    values.forEach((each, index) => {
        const at = places.length > 0 ? places[index] : index;
        if (isMissing(at)) return;
        const known = parts.get(String(at));
        const value = (known?.value ?? 0) + (numberOf(each) || 0);
        parts.set(String(at), { at, value, index: known?.index ?? index });
    });
    return parts;
}
