import { binsOf, heightsOf } from "./statistics.js";
import { isDateText, momentOf } from "./scale.js";
import { numberOf } from "./values.js";

/**
 * One bar: where it stands, and from which value to which it reaches.
 *
 * @typedef {object} Bar
 * @property {any} at
 * @property {string | null} label what it stands for, where its place does not tell it
 * @property {number} base
 * @property {number} top
 * @property {number} value
 * @property {boolean} isAfloat whether the author says where it begins
 * @property {string} text
 * @property {string | null} color
 *
 * @typedef {{trace: import("./trace.js").Trace, slot: number, bars: Bar[]}} BarSeries
 * @typedef {object} Bars
 * @property {BarSeries[]} series
 * @property {number} slots
 * @property {import("./scale.js").Scale["kind"] | null} kind of the axis where they stand
 * @property {import("./scale.js").Scale["kind"] | null} reachKind of the axis along which they reach
 * @property {boolean} isTight
 */

/**
 * The bars of a figure, those of histograms among them: beside each other, upon each other, or over each other.
 *
 * @param {import("./figure.js").Figure} figure
 * @returns {Bars}
 */
export function barsOf(figure) {
    const counted = figure.traces.filter(({ type }) => type === "histogram");
    const axis = counted[0]?.isHorizontal ? figure.y : figure.x;
    const { bins, rooms, kind } = binsOf(counted.map((trace) => sidesOf(trace)[0]), counted[0]?.binCount ?? 0, axis.type);
    const traces = figure.traces.filter(({ type }) => type === "bar" || type === "histogram");
    const isStacked = figure.barMode === "stack" || figure.barMode === "relative";
    const isBeside = !isStacked && figure.barMode !== "overlay";
    const series = traces.map((trace, index) => {
        const which = counted.indexOf(trace);
        const bars = which < 0 ? readBars(trace) : countedBars(trace, bins, rooms[which]);
        return { trace, slot: isBeside ? index : 0, bars: bars.filter(({ value }) => Number.isFinite(value)) };
    });
    if (figure.barNorm) share(series, figure.barNorm === "percent" ? 100 : 1);
    if (isStacked) stack(series);
    const isTimed = traces.some(({ bases }) => bases.some(isDateText));
    return {
        series, slots: isBeside ? Math.max(1, traces.length) : 1, kind: counted.length > 0 ? kind : null,
        reachKind: isTimed ? "date" : null, isTight: counted.length > 0,
    };
}

/**
 * The places of a trace's bars, and their values.
 *
 * @param {import("./trace.js").Trace} trace
 * @returns {[any[], any[]]}
 */
function sidesOf({ isHorizontal, x, y }) {
    return isHorizontal ? [y, x] : [x, y];
}

/**
 * The bars of a trace before they are stacked.
 *
 * @param {import("./trace.js").Trace} trace
 * @returns {Bar[]}
 */
export function readBars(trace) {
    const [places, values] = sidesOf(trace);
    return values.map((each, index) => {
        const [value, own] = [numberOf(each), baseOf(trace, index)];
        const base = own ?? 0;
        const color = typeof trace.colors[index] === "string" ? trace.colors[index] : null;
        return {
            at: places.length > 0 ? places[index] : index, label: null, base, top: base + value, value, isAfloat: own !== null,
            text: String(trace.text[index] ?? ""), color,
        };
    });
}

/**
 * Where a bar begins, if the author says it: at a number, or at a moment.
 *
 * @param {import("./trace.js").Trace} trace
 * @param {number} index
 */
function baseOf({ bases }, index) {
    const base = bases[index];
    const number = isDateText(base) ? momentOf(base) : numberOf(base);
    return Number.isFinite(number) ? number : null;
}

/**
 * @param {import("./trace.js").Trace} trace
 * @param {import("./statistics.js").Bin[]} bins
 * @param {number[]} rooms
 * @returns {Bar[]}
 */
function countedBars(trace, bins, rooms) {
    return heightsOf(bins, rooms, sidesOf(trace)[1], trace).map((value, index) => {
        const { at, label } = bins[index];
        return { at, label, base: 0, top: value, value, isAfloat: false, text: "", color: null };
    });
}

/**
 * Makes each bar a part of all at its place.
 *
 * @param {BarSeries[]} series
 * @param {number} whole
 */
function share(series, whole) {
    /** @type {Map<string, number>} */
    const sums = new Map();
    const all = series.flatMap(({ bars }) => bars);
    for (const { at, value } of all) sums.set(String(at), (sums.get(String(at)) ?? 0) + Math.abs(value));
    for (const bar of all) {
        bar.value *= whole / (sums.get(String(bar.at)) || 1);
        bar.top = bar.base + bar.value;
    }
}

/**
 * Puts bars upon each other, those below zero downwards. Those of which the author says where they begin stay there.
 *
 * @param {BarSeries[]} series
 */
function stack(series) {
    /** @type {Map<string, number>} */
    const heights = new Map();
    for (const bar of series.flatMap(({ bars }) => bars)) {
        if (bar.isAfloat) continue;
        const key = `${bar.value < 0 ? "-" : "+"} ${bar.at}`;
        bar.base = heights.get(key) ?? 0;
        bar.top = bar.base + bar.value;
        heights.set(key, bar.top);
    }
}
