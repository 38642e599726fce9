import { isLying, layOutCartesian } from "./cartesian.js";
import { pieKeys, pieMarks } from "./pie.js";
import { formatNumber } from "./ticks.js";
import { rangeOf } from "./cells.js";

/** Of more names than these in a legend nobody finds one. */
const mostKeys = 100;

/**
 * A chart that is ready to be drawn.
 *
 * @typedef {{name: string, series: number, color: string | null, strength?: number}} Key
 * @typedef {import("./cartesian.js").Frame} Frame
 * @typedef {{frame: Frame, clip: Frame | null, x: import("./scale.js").Scale, y: import("./scale.js").Scale}} Axes
 * @typedef {object} Scene
 * @property {number} width
 * @property {number} height
 * @property {import("./marks.js").Mark[]} marks
 * @property {Axes | null} axes
 * @property {Key[]} legend
 */

/**
 * Lays a figure out on a width.
 *
 * @param {import("./figure.js").Figure} figure
 * @param {number} width
 * @param {string} [language]
 * @returns {Scene}
 */
export function layOut(figure, width, language) {
    const pies = figure.traces.filter(({ type }) => type === "pie");
    if (pies.length > 0) return pieScene(pies, width, language);
    const rows = isLying(figure) ? rowCount(figure) : 0;
    const height = Math.round(Math.max(260, Math.min(420, width * 0.6), Math.min(2000, rows * 24 + 80)));
    const { marks, ...axes } = layOutCartesian(figure, width, height, language);
    return { width, height, marks, axes, legend: legendOf(figure, language) };
}

/**
 * @param {import("./trace.js").Trace[]} pies
 * @param {number} width
 * @param {string} [language]
 * @returns {Scene}
 */
function pieScene(pies, width, language) {
    const height = Math.round(Math.max(220, Math.min(360, width * 0.6)));
    const room = width / pies.length;
    const radius = Math.max(10, Math.min(height, room) / 2 - 12);
    const format = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    const keys = pieKeys(pies);
    const marks = pies.flatMap((pie, index) => pieMarks(pie, keys, { x: room * (index + 0.5), y: height / 2, radius }, format.format));
    return { width, height, marks, axes: null, legend: [...keys.values()].slice(0, mostKeys) };
}

/**
 * Names and colours, where there is more than one to tell apart. For a heat map, its lowest and its highest value.
 *
 * @param {import("./figure.js").Figure} figure
 * @param {string} [language]
 * @returns {Key[]}
 */
function legendOf({ traces, showsLegend }, language) {
    const map = traces.find(({ type }) => type === "heatmap");
    if (map) {
        return rangeOf(map.z).map((value, strength) =>
            ({ name: formatNumber(value, language), series: map.series, color: null, strength }));
    }
    const listed = traces.filter(({ isListed }) => isListed);
    if (showsLegend === false || (traces.length < 2 && !showsLegend)) return [];
    return listed.slice(0, mostKeys).map(({ name, series, color }) => ({ name, series, color }));
}

function rowCount(/** @type {import("./figure.js").Figure} */ { traces }) {
    return new Set(traces.filter(({ type, isHorizontal }) => isHorizontal && type !== "scatter").flatMap(({ type, y, name }) =>
        (y.length > 0 ? y.map(String) : type === "box" ? [name] : []))).size;
}
