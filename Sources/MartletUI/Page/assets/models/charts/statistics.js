import { isMissing, numberOf } from "./values.js";
import { kindOf, momentOf } from "./scale.js";
import { lastMoment, niceStep, spanOf } from "./ticks.js";

/**
 * The value below which a part of sorted numbers lies, between its neighbours where it falls between two.
 *
 * @param {number[]} sorted
 * @param {number} part
 */
export function quantile(sorted, part) {
    const place = (sorted.length - 1) * part;
    const below = Math.floor(place);
    const above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/**
 * What a box says of numbers: its edges and middle, its whiskers (the last values within one and a half heights of the
 * box), and what lies beyond. Null when there are none.
 *
 * @param {any[]} values
 */
export function boxOf(values) {
    const sorted = values.map(numberOf).filter(Number.isFinite).sort((one, other) => one - other);
    if (sorted.length === 0) return null;
    const [lower, middle, upper] = [0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
    const reach = 1.5 * (upper - lower);
    const within = sorted.filter((value) => value >= lower - reach && value <= upper + reach);
    return {
        lower, middle, upper, least: within[0], most: within[within.length - 1],
        outliers: sorted.filter((value) => value < lower - reach || value > upper + reach),
    };
}

/**
 * A bin, and how wide it is: 1 for a name.
 *
 * @typedef {{at: any, label: string, width: number}} Bin
 * @typedef {{bins: Bin[], rooms: number[][], kind: import("./scale.js").Scale["kind"]}} Bins
 */

/**
 * Sorts values into bins, several lists of them into the same ones: numbers by size, anything else by what it is. The
 * rooms tell the bin of each value, -1 for what is in none.
 *
 * @param {any[][]} lists
 * @param {number} wanted how many bins there should be, 0 for as many as suit
 * @param {string | null} type of the axis, where the author says it
 * @returns {Bins}
 */
export function binsOf(lists, wanted = 0, type = null) {
    const kind = kindOf(lists.flat(), type);
    if (kind === "category") return { ...byName(lists), kind };
    const read = kind === "date" ? momentOf : numberOf;
    return { ...bySize(lists.map((list) => list.map(read)), wanted, kind === "date"), kind };
}

function byName(/** @type {any[][]} */ lists) {
    /** @type {Map<string, number>} */
    const names = new Map();
    const rooms = lists.map((list) => list.map((value) => {
        if (isMissing(value)) return -1;
        const name = String(value);
        const room = names.get(name) ?? names.size;
        names.set(name, room);
        return room;
    }));
    return { bins: [...names.keys()].map((name) => ({ at: name, label: name, width: 1 })), rooms };
}

/**
 * @param {number[][]} lists
 * @param {number} wanted
 * @param {boolean} isDate
 */
function bySize(lists, wanted, isDate) {
    const numbers = lists.flat().filter(Number.isFinite);
    let [least, most] = [Infinity, -Infinity];
    for (const number of numbers) [least, most] = [Math.min(least, number), Math.max(most, number)];
    if (least > most) return { bins: [], rooms: lists.map((list) => list.map(() => -1)) };
    // Sturges' rule, with some more bins for a clearer shape.
    const count = wanted || Math.ceil(Math.log2(numbers.length) + 1) * 1.5;
    // What differs by its last digits only is in one bin, which is as wide as its numbers can tell.
    const size = niceStep(spanOf(least, most) || Math.max(1, Math.abs(most) * 1e-9), count);
    const start = Math.floor(least / size);
    const length = Math.min(1000, Math.floor(most / size) - start + 1);
    const say = isDate ? dateSayer(size) : (/** @type {number} */ edge) => String(Number(edge.toPrecision(10)));
    const bins = Array.from({ length }, (_, index) => {
        const [from, to] = [(start + index) * size, (start + index + 1) * size];
        return { at: (from + to) / 2, label: `${say(from)} – ${say(to)}`, width: size };
    });
    const room = (/** @type {number} */ number) => {
        const index = Math.floor(number / size) - start;
        return index >= 0 && index < length ? index : -1;
    };
    return { bins, rooms: lists.map((list) => list.map(room)) };
}

function dateSayer(/** @type {number} */ size) {
    const length = size < 86_400_000 ? 16 : 10;
    return (/** @type {number} */ edge) =>
        new Date(Math.max(-lastMoment, Math.min(lastMoment, edge))).toISOString().slice(0, length).replace("T", " ");
}

/**
 * What a histogram shows of each bin: how many values are in it, or what other values make together.
 *
 * @param {Bin[]} bins
 * @param {number[]} rooms the bin of each value
 * @param {any[]} values
 * @param {{binValue: string, binNorm: string, isCumulative: boolean}} how
 * @returns {number[]} NaN for a bin of which there is nothing to tell
 */
export function heightsOf(bins, rooms, values, { binValue, binNorm, isCumulative }) {
    const isExtreme = binValue === "min" || binValue === "max";
    const heights = bins.map(() => (isExtreme ? NaN : 0));
    const counts = bins.map(() => 0);
    const isCount = !["sum", "avg", "min", "max"].includes(binValue);
    rooms.forEach((room, index) => {
        const value = isCount ? 1 : numberOf(values[index]);
        if (room < 0 || !Number.isFinite(value)) return;
        const isFirst = counts[room] === 0;
        counts[room] += 1;
        if (!isExtreme) heights[room] += value;
        else if (isFirst || (value < heights[room]) === (binValue === "min")) heights[room] = value;
    });
    if (binValue === "avg") counts.forEach((count, room) => (heights[room] /= count));
    const total = heights.reduce((sum, height) => sum + (height || 0), 0);
    const whole = { percent: total / 100, probability: total, "probability density": total }[binNorm] ?? 1;
    const parts = heights.map((height, room) => height / whole / (binNorm.endsWith("density") ? bins[room].width : 1));
    if (!isCumulative) return parts;
    let sum = 0;
    return parts.map((part) => (sum += part || 0));
}
