import { seriesColors } from "../../models/charts/marks.js";

/** @typedef {import("../../models/charts/scene.js").Scene} Scene */

const namespace = "http://www.w3.org/2000/svg";

/** A clip path is found by a name that the whole page must know once only. */
let clips = 0;

/**
 * Makes an element of a drawing.
 *
 * @param {string} tag
 * @param {Record<string, string | number | null | undefined>} attributes
 * @param {string | null} [text]
 */
function draw(tag, attributes, text = null) {
    const element = document.createElementNS(namespace, tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== null && value !== undefined) element.setAttribute(name, String(value));
    }
    if (text !== null) element.textContent = text;
    return element;
}

/**
 * Gives a thing its series' colour: the theme's, or the author's own.
 *
 * @param {HTMLElement | SVGElement} element
 * @param {{series: number, color?: string | null, strength?: number}} mark
 */
export function paint(element, { series, color, strength }) {
    element.classList.add(`series-${series % seriesColors}`);
    if (color && CSS.supports("color", color)) element.style.setProperty("--series", color);
    if (strength !== undefined) element.style.setProperty("--strength", `${Math.round((0.08 + 0.92 * strength) * 100)}%`);
}

/**
 * Draws a chart. Each mark carries its number as `data-mark`.
 *
 * @param {Scene} scene
 * @param {{label: string, x: string, y: string}} words
 */
export function drawScene({ width, height, marks, axes }, words) {
    const drawing = draw("svg", {
        class: "chart-drawing", role: "img", "aria-label": words.label, viewBox: `0 0 ${width} ${height}`, width, height,
        direction: "ltr",
    });
    if (axes) drawing.append(...axisParts(axes, words, height));
    const group = draw("g", { class: "chart-marks" });
    if (axes?.clip) {
        const name = `chart-clip-${(clips += 1)}`;
        drawing.append(clipPath(name, axes.clip));
        group.setAttribute("clip-path", `url(#${name})`);
    }
    marks.forEach(({ shape, kind, series, color, strength, tip, text, anchor, d, x, y, width: wide, height: high, r }, index) => {
        const place = shape === "circle" ? { cx: x, cy: y, r } : { x, y, width: wide, height: high, d, "text-anchor": anchor };
        const mark = draw(shape, { class: `mark ${kind}`, "data-mark": tip ? index : null, ...place }, text ?? null);
        paint(/** @type {SVGElement} */ (mark), { series, color, strength });
        group.append(mark);
    });
    drawing.append(group);
    return drawing;
}

/**
 * @param {string} name
 * @param {import("../../models/charts/scene.js").Frame} frame
 */
function clipPath(name, { left, top, right, bottom }) {
    const path = draw("clipPath", { id: name });
    path.append(draw("rect", { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }));
    return path;
}

/**
 * @param {NonNullable<Scene["axes"]>} axes
 * @param {{x: string, y: string}} words
 * @param {number} height
 */
function axisParts({ frame, x, y }, words, height) {
    const middle = (frame.top + frame.bottom) / 2;
    const parts = [];
    for (const { at, label } of y.ticks) {
        parts.push(draw("line", { class: "grid", x1: frame.left, x2: frame.right, y1: at, y2: at }));
        parts.push(draw("text", { class: "tick", x: frame.left - 8, y: at, dy: "0.32em", "text-anchor": "end" }, label));
    }
    for (const { at, label } of x.ticks) {
        if (x.kind !== "category") parts.push(draw("line", { class: "grid", x1: at, x2: at, y1: frame.top, y2: frame.bottom }));
        parts.push(draw("text", { class: "tick", x: at, y: frame.bottom + 18, "text-anchor": "middle" }, label));
    }
    parts.push(draw("line", { class: "axis", x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom }));
    if (words.x) {
        parts.push(draw("text", { class: "axis-title", x: (frame.left + frame.right) / 2, y: height - 8, "text-anchor": "middle" }, words.x));
    }
    if (words.y) {
        parts.push(draw("text", {
            class: "axis-title", transform: `translate(14 ${middle}) rotate(-90)`, "text-anchor": "middle",
        }, words.y));
    }
    return parts;
}
