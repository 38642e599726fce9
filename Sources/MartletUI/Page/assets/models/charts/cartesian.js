import { barsOf } from "./bars.js";
import { boxesOf, marksOfBoxes } from "./boxes.js";
import { cellMarks, cellsOf } from "./cells.js";
import { hasGround, linesOf, scatterMarks } from "./scatter.js";
import { joined, mostMarks, rectangle } from "./marks.js";
import { makeScale } from "./scale.js";

/**
 * @typedef {import("./figure.js").Figure} Figure
 * @typedef {import("./scale.js").Scale} Scale
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {{left: number, top: number, right: number, bottom: number}} Frame
 */

const letterWidth = 6.8;

/** Whether the bars or boxes of a figure lie rather than stand. */
export function isLying(/** @type {Figure} */ { traces }) {
    return traces.some(({ type, isHorizontal }) => isHorizontal && type !== "scatter");
}

/**
 * Lays a figure with two axes out.
 *
 * @param {Figure} figure
 * @param {number} width
 * @param {number} height
 * @param {string} [language]
 * @returns {{marks: Mark[], frame: Frame, clip: Frame | null, x: Scale, y: Scale}}
 */
export function layOutCartesian(figure, width, height, language) {
    const isSideways = isLying(figure);
    const bars = barsOf(figure);
    const boxes = boxesOf(figure.traces);
    const lines = linesOf(figure.traces);
    const points = lines.flatMap((line) => line.points);
    const maps = figure.traces.filter(({ type }) => type === "heatmap").map(cellsOf);
    const { stands, reaches } = endsOf(bars, boxes);
    const [across, up] = isSideways ? [reaches, stands] : [stands, reaches];
    const isNamed = maps.length > 0;
    const standing = { stands, isCategory: isNamed || boxes.length > 0 };
    // A bar begins at zero, if its author does not let it begin elsewhere.
    const isGrounded = bars.series.some((each) => each.bars.some(({ isAfloat, base }) => !isAfloat || base === 0));
    const reaching = { isCategory: isNamed };
    const [ofX, ofY] = isSideways ? [reaching, standing] : [standing, reaching];
    const [kindOfX, kindOfY] = isSideways ? [bars.reachKind, bars.kind] : [bars.kind, bars.reachKind];

    const frame = { left: 0, top: 12, right: width - 16, bottom: height - (figure.x.title ? 52 : 30) };
    const y = makeScale({
        values: [...up, ...points.map((point) => point.y), ...maps.flatMap((map) => map.rows)],
        from: frame.bottom, to: frame.top, axis: dated(figure.y, kindOfY), language,
        count: (frame.bottom - frame.top) / 44, categoryCount: (frame.bottom - frame.top) / 16,
        hasZero: (isGrounded && !isSideways) || hasGround(lines, "y"), ...ofY,
    });
    const longest = y.ticks.reduce((most, { label }) => Math.max(most, label.length), 1);
    frame.left = Math.round(Math.min(width / 3, longest * letterWidth + 14) + (figure.y.title ? 22 : 0));
    const xValues = [...across, ...points.map((point) => point.x), ...maps.flatMap((map) => map.columns)];
    const widest = xValues.reduce((most, value) => Math.max(most, Math.min(16, typeof value === "string" ? value.length : 4)), 1);
    const x = makeScale({
        values: xValues, from: frame.left, to: frame.right, axis: dated(figure.x, kindOfX), language,
        count: (frame.right - frame.left) / 80, categoryCount: (frame.right - frame.left) / (widest * letterWidth + 12),
        hasZero: (isGrounded && isSideways) || hasGround(lines, "x"), ...ofX,
    });

    const [place, reach] = isSideways ? [y, x] : [x, y];
    const names = [figure.x.title || "x", figure.y.title || "y"];
    const tip = (/** @type {any} */ horizontal, /** @type {any} */ vertical) =>
        [`${names[0]}: ${x.say(horizontal)}`, `${names[1]}: ${y.say(vertical)}`];
    const marks = [
        ...maps.flatMap((map) => cellMarks(map, x, y, tip)),
        ...joined(barMarks(bars, place, reach, isSideways), isSideways),
        ...marksOfBoxes(boxes, { place, reach, isSideways, isBeside: figure.boxMode !== "overlay" }),
        ...scatterMarks(lines, x, y, tip),
    ];
    return { marks, frame, clip: clipOf(frame, x, y, width, height), x, y };
}

/** Where bars and boxes stand, and from where to where they reach. */
function endsOf(/** @type {import("./bars.js").Bars} */ { series }, /** @type {import("./boxes.js").Box[]} */ boxes) {
    /** @type {any[]} */
    const stands = [];
    /** @type {number[]} */
    const reaches = [];
    for (const { bars } of series) {
        for (const { at, base, top } of bars) {
            stands.push(at);
            reaches.push(base, top);
        }
    }
    for (const { at, box } of boxes) {
        stands.push(at);
        reaches.push(box.least, box.most);
        for (const value of box.outliers) reaches.push(value);
    }
    return { stands, reaches };
}

// The bins of dates, and bars that begin at dates, are moments, which an axis does not know by itself.
function dated(/** @type {import("./figure.js").Axis} */ axis, /** @type {Scale["kind"] | null} */ kind) {
    return kind === "date" && axis.type === null ? { ...axis, type: "date" } : axis;
}

/**
 * What may be seen of the marks: an axis that its author has cut cuts them too. Others have room for all of theirs.
 *
 * @param {Frame} frame
 * @param {Scale} x
 * @param {Scale} y
 * @param {number} width
 * @param {number} height
 * @returns {Frame | null}
 */
function clipOf(frame, x, y, width, height) {
    if (!x.isFixed && !y.isFixed) return null;
    const [left, right] = x.isFixed ? [frame.left, frame.right] : [0, width];
    const [top, bottom] = y.isFixed ? [frame.top, frame.bottom] : [0, height];
    return { left, top, right, bottom };
}

/**
 * @param {import("./bars.js").Bars} bars
 * @param {Scale} place
 * @param {Scale} reach
 * @param {boolean} isSideways
 * @returns {Mark[]}
 */
function barMarks({ series, slots, isTight }, place, reach, isSideways) {
    const room = (place.unit * (isTight ? 0.96 : 0.8)) / slots;
    // However many there are, none is thinner than can be seen.
    const width = Math.max(room, 0.5);
    const isCrowded = series.reduce((sum, { bars }) => sum + bars.length, 0) > mostMarks;
    /** @type {Mark[]} */
    const marks = [];
    for (const { trace, slot, bars } of series) {
        const offset = (slot + 0.5 - slots / 2) * room - width / 2;
        for (const bar of bars) {
            const start = place.place(bar.at) + offset;
            const [base, top] = [reach.place(bar.base), reach.place(bar.top)];
            // A logarithm has no place for zero: such a bar begins at the axis' edge.
            const ground = Number.isFinite(base) ? base : reach.ground;
            if (!Number.isFinite(start) || !Number.isFinite(top)) continue;
            const edges = rectangle({ along: [start, start + width], across: [ground, top], isSideways });
            const tip = isCrowded ? undefined : barTip(trace, bar, place, reach);
            marks.push({ shape: "rect", kind: "bar", series: trace.series, color: bar.color ?? trace.color, tip, ...edges });
        }
    }
    return marks;
}

/**
 * @param {import("./trace.js").Trace} trace
 * @param {import("./bars.js").Bar} bar
 * @param {Scale} place
 * @param {Scale} reach
 */
function barTip({ name }, { at, label, isAfloat, base, top, value, text }, place, { say }) {
    return () => [name, `${label ?? place.say(at)}: ${isAfloat ? `${say(base)} – ${say(top)}` : say(value)}`, text].filter(Boolean);
}
