import { eachOf, isNested, listOf, placesOf, textOf } from "./values.js";

/**
 * One series of a chart. `values` of type any, because a figure may hold anything.
 *
 * @typedef {{lower: any[], middle: any[], upper: any[], least: any[], most: any[]}} Quarters
 * @typedef {object} Trace
 * @property {string} type
 * @property {string} name
 * @property {number} series its number among the series, which gives its colour
 * @property {any[]} x
 * @property {any[]} y
 * @property {any[][]} z
 * @property {any[]} labels
 * @property {any[]} values
 * @property {any[]} text
 * @property {string} textPlace where texts stand at their points, such as "top center"
 * @property {any[]} bases where bars begin
 * @property {Quarters | null} quarters of boxes that the author calculated
 * @property {boolean} isHorizontal
 * @property {boolean} isListed in the legend
 * @property {boolean} hasLines
 * @property {boolean} hasMarkers
 * @property {boolean} hasTexts
 * @property {string} fill to what its area reaches: "tozeroy", "tozerox", "tonexty", "tonextx", "tonext", "toself" or ""
 * @property {string | null} fillColor
 * @property {string} stack the group in which its values are added up, "" for none
 * @property {string} stackNorm "percent" or "fraction", where a stack shows parts of a whole
 * @property {number} hole
 * @property {string | null} color
 * @property {any[]} colors one for each point
 * @property {number[]} sizes the radius of each point
 * @property {number} binCount
 * @property {string} binValue what a bin tells of the values in it: "count", "sum", "avg", "min" or "max"
 * @property {string} binNorm "percent", "probability", "density", "probability density" or ""
 * @property {boolean} isCumulative
 */

/**
 * @param {any} trace
 * @param {number} series
 * @param {any[]} all
 * @returns {Trace}
 */
export function readTrace(trace, series, all) {
    const type = trace.type === "scattergl" || !trace.type ? "scatter" : String(trace.type);
    const quarters = type === "box" ? readQuarters(trace) : null;
    // Beside quarters that the author calculated, a list of lists holds samples and no places.
    const [x, y] = [trace.x, trace.y].map((list) => (quarters && isNested(listOf(list)) ? [] : placesOf(list)));
    const length = Math.max(x.length, y.length);
    const stack = type === "scatter" ? String(trace.stackgroup ?? "") : "";
    const mode = String(trace.mode ?? (length > 20 || stack ? "lines" : "lines+markers"));
    const fill = String(trace.fill ?? (stack ? "tonexty" : "none"));
    const marker = trace.marker ?? {};
    const color = [marker.color, trace.line?.color, trace.fillcolor].find(isText) ?? null;
    return {
        type, series, x, y, color, quarters, stack,
        name: textOf(trace.name) || (all.length > 1 ? String(series + 1) : ""),
        z: listOf(trace.z).map(listOf),
        labels: listOf(trace.labels),
        values: listOf(trace.values),
        text: eachOf(trace.text, length),
        textPlace: String(trace.textposition ?? ""),
        bases: eachOf(trace.base, length),
        isHorizontal: trace.orientation ? trace.orientation === "h" : isSideways(type, x, y, quarters),
        isListed: trace.showlegend !== false,
        // An edge of a band has a line without a width.
        hasLines: mode.includes("lines") && trace.line?.width !== 0,
        hasMarkers: mode.includes("markers"),
        hasTexts: mode.includes("text"),
        fill: fill === "none" ? "" : fill,
        fillColor: isText(trace.fillcolor) ? trace.fillcolor : null,
        stackNorm: String(trace.groupnorm ?? ""),
        hole: Math.max(0, Math.min(0.9, Number(trace.hole) || 0)),
        colors: listOf(type === "pie" ? marker.colors : marker.color),
        sizes: listOf(marker.size).map((size) => radiusOf(Number(size), marker)),
        binCount: Number(trace.nbinsx ?? trace.nbinsy) || 0,
        binValue: String(trace.histfunc ?? "count"),
        binNorm: String(trace.histnorm ?? ""),
        isCumulative: trace.cumulative?.enabled === true,
    };
}

/** Whether there is nothing in a trace that could be drawn. */
export function isEmpty(/** @type {Trace} */ { x, y, z, labels, values, quarters }) {
    return !quarters && [x, y, z, labels, values].every((list) => list.length === 0);
}

function isText(/** @type {any} */ value) {
    return typeof value === "string";
}

/**
 * @param {string} type
 * @param {any[]} x
 * @param {any[]} y
 * @param {Quarters | null} quarters
 */
function isSideways(type, x, y, quarters) {
    // The list of a box holds its values, or its places where the quarters are known.
    if (type === "box") return quarters ? x.length === 0 && y.length > 0 : x.length > 0 && y.length === 0;
    return type === "histogram" && x.length === 0;
}

/** @returns {Quarters | null} */
function readQuarters(/** @type {any} */ trace) {
    const quarters = {
        lower: listOf(trace.q1), middle: listOf(trace.median), upper: listOf(trace.q3), least: listOf(trace.lowerfence),
        most: listOf(trace.upperfence),
    };
    return [quarters.lower, quarters.middle, quarters.upper].every((list) => list.length > 0) ? quarters : null;
}

// A bubble is as wide as its number says, or as large.
function radiusOf(/** @type {number} */ size, /** @type {any} */ { sizemode, sizeref, sizemin }) {
    const wanted = size / 2 / (Number(sizeref) || 1);
    const radius = sizemode === "area" ? Math.sqrt(wanted) : wanted;
    return Math.max(Number(sizemin) || 1, Math.min(80, radius || 0));
}
