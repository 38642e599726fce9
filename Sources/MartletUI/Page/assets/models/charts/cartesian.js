import { boxMarks, joined, rectangle, scatterMarks } from "./marks.js";
import { barsOf } from "./bars.js";
import { boxOf } from "./statistics.js";
import { makeScale } from "./scale.js";

/**
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {import("./figure.js").Trace} Trace
 * @typedef {import("./scale.js").Scale} Scale
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {{left: number, top: number, right: number, bottom: number}} Frame
 * @typedef {{at: any, trace: Trace, slot: number, box: NonNullable<ReturnType<typeof boxOf>>}} Box
 */

const letterWidth = 6.8;

/**
 * Lays a figure with two axes out.
 *
 * @param {Figure} figure
 * @param {number} width
 * @param {number} height
 * @param {string} [language]
 * @returns {{marks: Mark[], frame: Frame, x: Scale, y: Scale}}
 */
export function layOutCartesian(figure, width, height, language) {
    const isSideways = figure.traces.some((trace) => trace.isHorizontal);
    const bars = barsOf(figure);
    const boxes = boxesOf(figure);
    const lines = figure.traces.filter(({ type }) => type === "scatter");
    const maps = figure.traces.filter(({ type }) => type === "heatmap").map(cellsOf);
    const stands = [...bars.series.flatMap((each) => each.bars.map(({ at }) => at)), ...boxes.map(({ at }) => at)];
    const reaches = [
        ...bars.series.flatMap((each) => each.bars.flatMap(({ base, top }) => [base, top])),
        ...boxes.flatMap(({ box }) => [box.least, box.most, ...box.outliers]),
    ];
    const [across, up] = isSideways ? [reaches, stands] : [stands, reaches];
    const hasBars = bars.series.length > 0;
    const isNamed = maps.length > 0;
    const standing = { hasSlots: stands.length > 0, isCategory: isNamed || boxes.length > 0 };
    const reaching = { hasZero: hasBars, isCategory: isNamed };
    const axes = bars.kind === "date" ? { ...(isSideways ? figure.y : figure.x), type: "date" } : null;

    const frame = { left: 0, top: 12, right: width - 16, bottom: height - (figure.x.title ? 52 : 30) };
    const y = makeScale({
        values: [...up, ...lines.flatMap((trace) => ordinates(trace.y, trace.x)), ...maps.flatMap((map) => map.rows)],
        from: frame.bottom, to: frame.top, axis: isSideways && axes ? axes : figure.y, language,
        count: (frame.bottom - frame.top) / 44, categoryCount: (frame.bottom - frame.top) / 16,
        ...(isSideways ? standing : reaching),
    });
    const longest = y.ticks.reduce((most, { label }) => Math.max(most, label.length), 1);
    frame.left = Math.round(Math.min(width / 3, longest * letterWidth + 14) + (figure.y.title ? 22 : 0));
    const xValues = [...across, ...lines.flatMap((trace) => ordinates(trace.x, trace.y)), ...maps.flatMap((map) => map.columns)];
    const widest = xValues.reduce((most, value) => Math.max(most, Math.min(16, String(value).length)), 1);
    const x = makeScale({
        values: xValues, from: frame.left, to: frame.right, axis: !isSideways && axes ? axes : figure.x, language,
        count: (frame.right - frame.left) / 80, categoryCount: (frame.right - frame.left) / (widest * letterWidth + 12),
        ...(isSideways ? reaching : standing),
    });

    const [place, reach] = isSideways ? [y, x] : [x, y];
    const names = [figure.x.title || "x", figure.y.title || "y"];
    const tip = (/** @type {any} */ horizontal, /** @type {any} */ vertical) =>
        [`${names[0]}: ${x.say(horizontal)}`, `${names[1]}: ${y.say(vertical)}`];
    const marks = [
        ...maps.flatMap((map) => joined(cellMarks(map, x, y, tip))),
        ...joined(barMarks(bars, place, reach, isSideways)),
        ...boxes.flatMap((box) => marksOfBox(box, boxes, place, reach, isSideways)),
        ...lines.flatMap((trace) => scatterMarks(trace, x, y, frame, tip)),
    ];
    return { marks, frame, x, y };
}

// A trace may leave one of its two lists out: then its points are counted.
function ordinates(/** @type {any[]} */ own, /** @type {any[]} */ other) {
    return own.length > 0 ? own : other.map((_, index) => index);
}

/**
 * @param {import("./bars.js").Bars} bars
 * @param {Scale} place
 * @param {Scale} reach
 * @param {boolean} isSideways
 * @returns {Mark[]}
 */
function barMarks({ series, slots, isTight }, place, reach, isSideways) {
    const width = (place.unit * (isTight ? 0.96 : 0.8)) / slots;
    return series.flatMap(({ trace, slot, bars }) => bars.flatMap((bar) => {
        const start = place.place(bar.at) + (slot - slots / 2) * width;
        const [base, top] = [reach.place(bar.base), reach.place(bar.top)];
        // A logarithm has no place for zero: such a bar begins at the axis' lowest tick.
        const ground = Number.isFinite(base) ? base : (reach.ticks[0]?.at ?? top);
        if (!Number.isFinite(start) || !Number.isFinite(top)) return [];
        const edges = rectangle({ along: [start, start + width], across: [ground, top], isSideways });
        const tip = [trace.name, `${bar.label}: ${reach.say(bar.value)}`, bar.text].filter(Boolean);
        return [{ shape: /** @type {const} */ ("rect"), kind: "bar", series: trace.series, color: bar.color ?? trace.color, tip, ...edges }];
    }));
}

/**
 * The boxes of a figure: one for each trace, or for each category of a trace.
 *
 * @param {Figure} figure
 * @returns {Box[]}
 */
function boxesOf(figure) {
    const traces = figure.traces.filter(({ type }) => type === "box");
    return traces.flatMap((trace, index) => {
        const [names, values] = trace.isHorizontal ? [trace.y, trace.x] : [trace.x, trace.y];
        /** @type {Map<string, any[]>} */
        const groups = new Map();
        values.forEach((value, place) => {
            const name = names.length > 0 ? String(names[place]) : trace.name;
            const group = groups.get(name);
            if (group) group.push(value);
            else groups.set(name, [value]);
        });
        const slot = names.length > 0 ? index : -1;
        return [...groups].flatMap(([at, group]) => {
            const box = boxOf(group);
            return box ? [{ at, trace, slot, box }] : [];
        });
    });
}

/**
 * @param {Box} one
 * @param {Box[]} all
 * @param {Scale} place
 * @param {Scale} reach
 * @param {boolean} isSideways
 */
function marksOfBox({ at, trace, slot, box }, all, place, reach, isSideways) {
    const slots = slot < 0 ? 1 : new Set(all.map((each) => each.slot)).size;
    const width = (place.unit * 0.6) / slots;
    const centre = place.place(at) + (slot < 0 ? 0 : (slot - (slots - 1) / 2) * width * 1.15);
    const tip = [trace.name, ...[box.most, box.upper, box.middle, box.lower, box.least].map(reach.say)];
    return boxMarks({ at: centre, width, series: trace.series, color: trace.color, tip, isSideways }, box, reach.place);
}

/** @param {Trace} trace */
function cellsOf(trace) {
    const width = trace.z.reduce((most, row) => Math.max(most, row.length), 0);
    const columns = Array.from({ length: width }, (_, index) => String(trace.x[index] ?? index));
    const rows = trace.z.map((_, index) => String(trace.y[index] ?? index));
    return { trace, columns, rows };
}

/**
 * @param {ReturnType<typeof cellsOf>} map
 * @param {Scale} x
 * @param {Scale} y
 * @param {(horizontal: any, vertical: any) => string[]} tip
 * @returns {Mark[]}
 */
function cellMarks({ trace, columns, rows }, x, y, tip) {
    const [least, most] = rangeOf(trace.z);
    return trace.z.flatMap((row, line) => row.flatMap((value, column) => {
        if (value === null || !Number.isFinite(Number(value))) return [];
        const [centre, middle] = [x.place(columns[column]), y.place(rows[line])];
        const edges = rectangle({
            along: [centre - x.unit / 2, centre + x.unit / 2], across: [middle - y.unit / 2, middle + y.unit / 2], isSideways: false,
        });
        const strength = most > least ? (Number(value) - least) / (most - least) : 1;
        return [{
            shape: /** @type {const} */ ("rect"), kind: "cell", series: trace.series, strength,
            tip: [...tip(columns[column], rows[line]), String(value)], ...edges,
        }];
    }));
}

/**
 * The least and the greatest number of a grid.
 *
 * @param {any[][]} grid
 * @returns {[number, number]}
 */
export function rangeOf(grid) {
    let [least, most] = [Infinity, -Infinity];
    for (const value of grid.flat()) {
        if (value === null || !Number.isFinite(Number(value))) continue;
        [least, most] = [Math.min(least, Number(value)), Math.max(most, Number(value))];
    }
    return least > most ? [0, 0] : [least, most];
}
