import { binsOf } from "./statistics.js";

/**
 * One bar: where it stands, and from which value to which it reaches.
 *
 * @typedef {{at: any, label: string, base: number, top: number, value: number, text: string, color: string | null}} Bar
 * @typedef {{trace: import("./figure.js").Trace, slot: number, bars: Bar[]}} BarSeries
 * @typedef {{series: BarSeries[], slots: number, kind: import("./scale.js").Scale["kind"] | null, isTight: boolean}} Bars
 */

/**
 * The bars of a figure, those of histograms among them: beside each other, upon each other, or over each other.
 *
 * @param {import("./figure.js").Figure} figure
 * @returns {Bars}
 */
export function barsOf(figure) {
    const counted = figure.traces.filter(({ type }) => type === "histogram");
    const lists = counted.map(({ isHorizontal, x, y }) => (isHorizontal ? y : x));
    const { bins, kind } = binsOf(lists, counted[0]?.binCount ?? 0);
    const traces = figure.traces.filter(({ type }) => type === "bar" || type === "histogram");
    const isStacked = figure.barMode === "stack" || figure.barMode === "relative";
    const isBeside = !isStacked && figure.barMode !== "overlay";
    /** @type {Map<string, number>} */
    const heights = new Map();
    const series = traces.map((trace, index) => {
        const which = counted.indexOf(trace);
        const points = which < 0 ? pointsOf(trace)
            : bins.map(({ at, label, counts }) => ({ at, label, value: counts[which], text: "", color: null }));
        const bars = points.filter(({ value }) => Number.isFinite(value)).map((point) => {
            // What is below zero is stacked downwards.
            const key = `${point.value < 0 ? "-" : "+"} ${point.at}`;
            const base = isStacked ? (heights.get(key) ?? 0) : 0;
            heights.set(key, base + point.value);
            return { ...point, base, top: base + point.value };
        });
        return { trace, slot: isBeside ? index : 0, bars };
    });
    return {
        series, slots: isBeside ? Math.max(1, traces.length) : 1, kind: counted.length > 0 ? kind : null,
        isTight: counted.length > 0,
    };
}

/** @param {import("./figure.js").Trace} trace */
function pointsOf({ isHorizontal, x, y, text, colors }) {
    const [places, values] = isHorizontal ? [y, x] : [x, y];
    return values.map((value, index) => {
        const at = places.length > 0 ? places[index] : index;
        const color = typeof colors[index] === "string" ? colors[index] : null;
        return { at, label: String(at), value: value === null ? NaN : Number(value), text: String(text[index] ?? ""), color };
    });
}
