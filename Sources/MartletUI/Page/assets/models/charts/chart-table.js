import { boxOf } from "./statistics.js";
import { slicesOf } from "./pie.js";

const mostRows = 1000;

/**
 * A figure as a table, for those who read it rather than see it: its first rows, and how many there are.
 *
 * @param {import("./figure.js").Figure} figure
 * @returns {{columns: string[], rows: string[][], count: number}}
 */
export function tableOf({ traces, x, y }) {
    const [across, up] = [x.title || "x", y.title || "y"];
    const pies = traces.filter(({ type }) => type === "pie");
    if (pies.length > 0) {
        const rows = pies.flatMap((pie) => slicesOf(pie).map(({ label, value }) => [label, String(value)]));
        return { columns: [across, up], rows, count: rows.length };
    }
    const hasCells = traces.some(({ type }) => type === "heatmap");
    const columns = hasCells ? ["", across, up, "z"] : ["", across, up];
    const all = traces.flatMap(rowsOf);
    const rows = all.slice(0, mostRows).map((row) => columns.map((_, index) => row[index] ?? ""));
    return { columns, rows, count: all.length };
}

/**
 * @param {import("./figure.js").Trace} trace
 * @returns {string[][]}
 */
function rowsOf({ type, name, x, y, z, isHorizontal }) {
    const say = (/** @type {any} */ value) => (value === null || value === undefined ? "" : String(value));
    if (type === "heatmap") {
        return z.flatMap((row, line) => row.map((value, column) => [name, say(x[column] ?? column), say(y[line] ?? line), say(value)]));
    }
    if (type === "box") {
        const box = boxOf(isHorizontal ? x : y);
        const values = box ? [box.least, box.lower, box.middle, box.upper, box.most].join(" · ") : "";
        return [isHorizontal ? [name, values, ""] : [name, "", values]];
    }
    const length = Math.max(x.length, y.length);
    const counted = type === "histogram" ? "" : null;
    return Array.from({ length }, (_, index) => [
        name, say(x.length > 0 ? x[index] : counted ?? index), say(y.length > 0 ? y[index] : counted ?? index),
    ]);
}
