import { isEmpty, readTrace } from "./trace.js";
import { eachOf, listOf, textOf } from "./values.js";

/**
 * @typedef {object} Axis
 * @property {string} title
 * @property {string | null} type
 * @property {any[] | null} range
 * @property {boolean} isReversed
 * @property {any[]} order names in the order that the author wants
 *
 * @typedef {object} Figure
 * @property {import("./trace.js").Trace[]} traces
 * @property {string[]} unknown types of series that are not drawn
 * @property {string} title
 * @property {Axis} x
 * @property {Axis} y
 * @property {string} barMode
 * @property {string} barNorm "percent" or "fraction", where bars show parts of a whole
 * @property {string} boxMode
 * @property {boolean | null} showsLegend
 */

const drawn = new Set(["scatter", "scattergl", "bar", "pie", "histogram", "heatmap", "box"]);

/**
 * Reads a figure in plotly's JSON: `{data, layout}`.
 *
 * @param {any} figure
 * @returns {Figure}
 */
export function readFigure(figure) {
    const data = Array.isArray(figure?.data) ? figure.data : [];
    const visible = data.filter((/** @type {any} */ trace) =>
        trace && typeof trace === "object" && trace.visible !== false && trace.visible !== "legendonly");
    const hasPie = visible.some((/** @type {any} */ { type }) => type === "pie");
    const isDrawn = (/** @type {any} */ trace) => drawn.has(typeOf(trace)) && (!hasPie || trace.type === "pie");
    const layout = figure?.layout ?? {};
    return {
        traces: visible.filter(isDrawn).map(readTrace).filter((/** @type {import("./trace.js").Trace} */ trace) => !isEmpty(trace)),
        unknown: [...new Set(/** @type {string[]} */ (visible.filter((/** @type {any} */ trace) => !isDrawn(trace)).map(typeOf)))],
        title: textOf(layout.title),
        x: readAxis(layout.xaxis),
        y: readAxis(layout.yaxis),
        barMode: String(layout.barmode ?? "group"),
        barNorm: String(layout.barnorm ?? ""),
        boxMode: String(layout.boxmode ?? "group"),
        showsLegend: typeof layout.showlegend === "boolean" ? layout.showlegend : null,
    };
}

// What stands on further axes than the first two, or shows texts that it does not hold, is no type that is known.
function typeOf(/** @type {any} */ trace) {
    const [type, x, y] = [trace.type ?? "scatter", trace.xaxis ?? "x", trace.yaxis ?? "y"];
    if (x !== "x" || y !== "y") return `${type} (${x}, ${y})`;
    return trace.mode === "text" && eachOf(trace.text, 1).length === 0 ? `${type} (text)` : String(type);
}

/**
 * @param {any} axis
 * @returns {Axis}
 */
function readAxis(axis) {
    if (!axis) return { title: "", type: null, range: null, isReversed: false, order: [] };
    return {
        title: textOf(axis.title), type: typeof axis.type === "string" && axis.type !== "-" ? axis.type : null,
        range: Array.isArray(axis.range) && axis.range.length === 2 ? axis.range : null,
        isReversed: axis.autorange === "reversed",
        order: listOf(axis.categoryarray),
    };
}
