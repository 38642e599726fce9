import { kindOf, momentOf } from "./scale.js";
import { niceStep } from "./ticks.js";

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
    const sorted = values.filter((value) => value !== null && value !== "").map(Number).filter(Number.isFinite)
        .sort((one, other) => one - other);
    if (sorted.length === 0) return null;
    const [lower, middle, upper] = [0.25, 0.5, 0.75].map((part) => quantile(sorted, part));
    const reach = 1.5 * (upper - lower);
    const within = sorted.filter((value) => value >= lower - reach && value <= upper + reach);
    return {
        lower, middle, upper, least: within[0], most: within[within.length - 1],
        outliers: sorted.filter((value) => value < lower - reach || value > upper + reach),
    };
}

/** @typedef {{at: any, label: string, counts: number[]}} Bin */

/**
 * Counts values, several lists of them in the same bins: of numbers by size, of anything else by what it is.
 *
 * @param {any[][]} lists
 * @param {number} wanted how many bins there should be, 0 for as many as suit
 * @returns {{bins: Bin[], kind: import("./scale.js").Scale["kind"]}}
 */
export function binsOf(lists, wanted = 0) {
    const kind = kindOf(lists.flat(), null);
    if (kind === "category") return { bins: countedByName(lists), kind };
    const read = kind === "date" ? momentOf : Number;
    return { bins: countedBySize(lists.map((list) => list.map(read)), wanted, kind === "date"), kind };
}

function countedByName(/** @type {any[][]} */ lists) {
    const names = [...new Set(lists.flat().map(String))];
    return names.map((name) => ({ at: name, label: name, counts: lists.map((list) => list.filter((each) => String(each) === name).length) }));
}

/**
 * @param {number[][]} lists
 * @param {number} wanted
 * @param {boolean} isDate
 */
function countedBySize(lists, wanted, isDate) {
    const numbers = lists.flat().filter(Number.isFinite);
    let [least, most] = [Infinity, -Infinity];
    for (const number of numbers) [least, most] = [Math.min(least, number), Math.max(most, number)];
    if (least > most) return [];
    // Sturges' rule, with some more bins for a clearer shape.
    const count = wanted || Math.ceil(Math.log2(numbers.length) + 1) * 1.5;
    const size = niceStep(most - least || 1, count);
    const start = Math.floor(least / size);
    const length = Math.min(1000, Math.floor(most / size) - start + 1);
    const say = (/** @type {number} */ edge) => (isDate ? new Date(edge).toISOString().slice(0, 10) : String(Number(edge.toPrecision(10))));
    /** @type {Bin[]} */
    const bins = Array.from({ length }, (_, index) => {
        const [from, to] = [(start + index) * size, (start + index + 1) * size];
        return { at: (from + to) / 2, label: `${say(from)} – ${say(to)}`, counts: lists.map(() => 0) };
    });
    lists.forEach((list, which) => {
        for (const number of list) {
            const bin = bins[Math.floor(number / size) - start];
            if (bin) bin.counts[which] += 1;
        }
    });
    return bins;
}
