import { isDateText, sayMoment } from "./scale.js";
import { boxesOf } from "./boxes.js";
import { isMissing } from "./values.js";
import { readBars } from "./bars.js";
import { slicesOf } from "./pie.js";

/** @typedef {import("./trace.js").Trace} Trace */

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
 * @param {Trace} trace
 * @returns {string[][]}
 */
function rowsOf(trace) {
    const { type, name, x, y, z, bases } = trace;
    if (type === "heatmap") {
        return z.flatMap((row, line) => row.map((value, column) => [name, say(x[column] ?? column), say(y[line] ?? line), say(value)]));
    }
    if (type === "box") return boxRows(trace);
    if (bases.length > 0) return barRows(trace);
    const length = Math.max(x.length, y.length);
    const counted = type === "histogram" ? "" : null;
    return Array.from({ length }, (_, index) => [
        name, say(x.length > 0 ? x[index] : counted ?? index), say(y.length > 0 ? y[index] : counted ?? index),
    ]);
}

function say(/** @type {any} */ value) {
    if (isMissing(value)) return "";
    return isDateText(value) ? sayMoment(value) : String(value);
}

// What was calculated has digits that nobody measured.
function sayNumber(/** @type {number} */ value) {
    return String(Number(value.toPrecision(12)));
}

// One row for each box that is drawn: its name, and from its lowest to its highest value.
function boxRows(/** @type {Trace} */ trace) {
    return boxesOf([trace]).map(({ at, slot, box }) => {
        const values = [box.least, box.lower, box.middle, box.upper, box.most].map(sayNumber).join(" · ");
        const place = slot < 0 && at === trace.name ? "" : at;
        return trace.isHorizontal ? [trace.name, values, place] : [trace.name, place, values];
    });
}

// Bars that begin elsewhere than at zero tell from where to where they reach.
function barRows(/** @type {Trace} */ trace) {
    const isTimed = trace.bases.some(isDateText);
    return readBars(trace).map(({ at, base, top }) => {
        const [from, to] = [base, top].map((value) => (isTimed ? sayMoment(value) : sayNumber(value)));
        return trace.isHorizontal ? [trace.name, `${from} – ${to}`, say(at)] : [trace.name, say(at), `${from} – ${to}`];
    });
}
