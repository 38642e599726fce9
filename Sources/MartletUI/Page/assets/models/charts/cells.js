import { joined, mostMarks, rectangle } from "./marks.js";
import { numberOf } from "./values.js";

/**
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {import("./scale.js").Scale} Scale
 * @typedef {{trace: import("./trace.js").Trace, columns: string[], rows: string[]}} HeatMap
 * @typedef {{from: number, to: number, name: string, start: number, end: number}} Room
 */

/**
 * A heat map with the names of its columns and rows.
 *
 * @param {import("./trace.js").Trace} trace
 * @returns {HeatMap}
 */
export function cellsOf(trace) {
    const width = trace.z.reduce((most, row) => Math.max(most, row.length), 0);
    const columns = Array.from({ length: width }, (_, index) => String(trace.x[index] ?? index));
    const rows = trace.z.map((_, index) => String(trace.y[index] ?? index));
    return { trace, columns, rows };
}

/**
 * The marks of a heat map. Cells that are smaller than anybody could see share one, which shows their mean.
 *
 * @param {HeatMap} map
 * @param {Scale} x
 * @param {Scale} y
 * @param {(horizontal: any, vertical: any) => string[]} tip
 * @returns {Mark[]}
 */
export function cellMarks({ trace, columns, rows }, x, y, tip) {
    const isCrowded = columns.length * rows.length > mostMarks;
    const [across, up] = [roomsOf(columns, x, isCrowded), roomsOf(rows, y, isCrowded)];
    const [least, most] = rangeOf(trace.z);
    return joined(up.flatMap((row) => across.flatMap((column) => {
        const value = meanOf(trace.z, row, column);
        if (value === null) return [];
        const edges = rectangle({ along: [column.start, column.end], across: [row.start, row.end], isSideways: false });
        const strength = most > least ? (value - least) / (most - least) : 1;
        return [/** @type {Mark} */ ({
            shape: "rect", kind: "cell", series: trace.series, strength, ...edges,
            tip: () => [...tip(column.name, row.name), String(value)],
        })];
    })));
}

/**
 * Where columns or rows are, several as one where they are very thin.
 *
 * @param {string[]} names
 * @param {Scale} scale
 * @param {boolean} isCrowded
 * @returns {Room[]}
 */
function roomsOf(names, { place, unit }, isCrowded) {
    const size = isCrowded ? Math.max(1, Math.ceil(2 / unit)) : 1;
    return Array.from({ length: Math.ceil(names.length / size) }, (_, index) => {
        const [from, to] = [index * size, Math.min(names.length, (index + 1) * size)];
        const [first, last] = [place(names[from]), place(names[to - 1])];
        const name = to - from > 1 ? `${names[from]} – ${names[to - 1]}` : names[from];
        return { from, to, name, start: Math.min(first, last) - unit / 2, end: Math.max(first, last) + unit / 2 };
    });
}

function meanOf(/** @type {any[][]} */ grid, /** @type {Room} */ row, /** @type {Room} */ column) {
    let [sum, count] = [0, 0];
    for (let line = row.from; line < row.to; line += 1) {
        for (let index = column.from; index < column.to; index += 1) {
            const value = numberOf(grid[line][index]);
            if (!Number.isFinite(value)) continue;
            sum += value;
            count += 1;
        }
    }
    return count > 0 ? sum / count : null;
}

/**
 * The least and the greatest number of a grid.
 *
 * @param {any[][]} grid
 * @returns {[number, number]}
 */
export function rangeOf(grid) {
    let [least, most] = [Infinity, -Infinity];
    for (const row of grid) {
        for (const value of row) {
            const number = numberOf(value);
            if (!Number.isFinite(number)) continue;
            if (number < least) least = number;
            if (number > most) most = number;
        }
    }
    return least > most ? [0, 0] : [least, most];
}
