/**
 * One series of a chart. `values` of type any, because a figure may hold anything.
 *
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
 * @property {boolean} isHorizontal
 * @property {boolean} hasLines
 * @property {boolean} hasMarkers
 * @property {boolean} isFilled
 * @property {number} hole
 * @property {string | null} color
 * @property {any[]} colors one for each point
 * @property {number[]} sizes the radius of each point
 * @property {number} binCount
 *
 * @typedef {{title: string, type: string | null, range: any[] | null, isReversed: boolean}} Axis
 * @typedef {object} Figure
 * @property {Trace[]} traces
 * @property {string[]} unknown types of series that are not drawn
 * @property {string} title
 * @property {Axis} x
 * @property {Axis} y
 * @property {string} barMode
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
        traces: visible.filter(isDrawn).map(readTrace),
        unknown: [...new Set(/** @type {string[]} */ (visible.filter((/** @type {any} */ trace) => !isDrawn(trace)).map(typeOf)))],
        title: textOf(layout.title),
        x: readAxis(layout.xaxis),
        y: readAxis(layout.yaxis),
        barMode: String(layout.barmode ?? "group"),
        showsLegend: typeof layout.showlegend === "boolean" ? layout.showlegend : null,
    };
}

// What stands on further axes than the first two is no type that is known.
function typeOf(/** @type {any} */ trace) {
    const [type, x, y] = [trace.type ?? "scatter", trace.xaxis ?? "x", trace.yaxis ?? "y"];
    return x === "x" && y === "y" ? String(type) : `${type} (${x}, ${y})`;
}

/**
 * @param {any} trace
 * @param {number} series
 * @param {any[]} all
 * @returns {Trace}
 */
function readTrace(trace, series, all) {
    const type = trace.type === "scattergl" || !trace.type ? "scatter" : String(trace.type);
    const [x, y] = [listOf(trace.x), listOf(trace.y)];
    const mode = String(trace.mode ?? ((x.length || y.length) > 20 ? "lines" : "lines+markers"));
    const marker = trace.marker ?? {};
    const color = [marker.color, trace.line?.color, trace.fillcolor].find((each) => typeof each === "string") ?? null;
    const isSideways = type === "box" ? x.length > 0 && y.length === 0 : type === "histogram" && x.length === 0;
    return {
        type, series, x, y, color,
        name: textOf(trace.name) || (all.length > 1 ? String(series + 1) : ""),
        z: listOf(trace.z).map(listOf),
        labels: listOf(trace.labels),
        values: listOf(trace.values),
        text: Array.isArray(trace.text) ? trace.text : [],
        isHorizontal: trace.orientation ? trace.orientation === "h" : isSideways,
        hasLines: mode.includes("lines"),
        hasMarkers: mode.includes("markers"),
        isFilled: typeof trace.fill === "string" && trace.fill !== "none",
        hole: Math.max(0, Math.min(0.9, Number(trace.hole) || 0)),
        colors: listOf(type === "pie" ? marker.colors : marker.color),
        sizes: listOf(marker.size).map((size) => radiusOf(Number(size), marker)),
        binCount: Number(trace.nbinsx ?? trace.nbinsy) || 0,
    };
}

// A bubble is as wide as its number says, or as large.
function radiusOf(/** @type {number} */ size, /** @type {any} */ { sizemode, sizeref, sizemin }) {
    const wanted = size / 2 / (Number(sizeref) || 1);
    const radius = sizemode === "area" ? Math.sqrt(wanted) : wanted;
    return Math.max(Number(sizemin) || 1, Math.min(80, radius || 0));
}

/**
 * @param {any} axis
 * @returns {Axis}
 */
function readAxis(axis) {
    if (!axis) return { title: "", type: null, range: null, isReversed: false };
    return {
        title: textOf(axis.title), type: typeof axis.type === "string" && axis.type !== "-" ? axis.type : null,
        range: Array.isArray(axis.range) && axis.range.length === 2 ? axis.range : null,
        isReversed: axis.autorange === "reversed",
    };
}

/** A text without the tags that plotly allows in it. */
function textOf(/** @type {any} */ value) {
    const text = typeof value === "object" ? value?.text : value;
    return text === null || text === undefined ? "" : String(text).replace(/<br\s*\/?>/gi, " ").replace(/<[^<>]*>/g, "").trim();
}

/** @type {Record<string, any>} */
const kinds = {
    i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array, f4: Float32Array,
    f8: Float64Array,
};

/**
 * A list as it is, or in the packed form that plotly's libraries write: `{dtype, bdata, shape}`.
 *
 * @param {any} value
 * @returns {any[]}
 */
export function listOf(value) {
    if (Array.isArray(value)) return value;
    if (typeof value?.bdata !== "string") return [];
    const Kind = kinds[String(value.dtype).replace(/^[<|=]/, "")];
    if (!Kind) return [];
    const bytes = Uint8Array.from(atob(value.bdata), (character) => character.charCodeAt(0));
    /** @type {number[]} */
    const numbers = Array.from(new Kind(bytes.buffer, 0, Math.floor(bytes.length / Kind.BYTES_PER_ELEMENT)));
    const width = Number(String(value.shape ?? "").split(",")[1]);
    if (!width) return numbers;
    return Array.from({ length: Math.floor(numbers.length / width) }, (_, row) => numbers.slice(row * width, (row + 1) * width));
}
