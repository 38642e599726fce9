import { joined, mostMarks, rectangle, round } from "./marks.js";
import { isMissing, numberOf } from "./values.js";
import { boxOf } from "./statistics.js";

/**
 * @typedef {import("./marks.js").Mark} Mark
 * @typedef {import("./scale.js").Scale} Scale
 * @typedef {import("./trace.js").Trace} Trace
 * @typedef {NonNullable<ReturnType<typeof boxOf>>} Quarters
 *
 * The slot of a box is its trace among those beside it, -1 for one that is alone at its name.
 * @typedef {{at: string, trace: Trace, slot: number, box: Quarters}} Box
 */

/**
 * The boxes of traces: one for each trace, or for each name along its axis.
 *
 * @param {Trace[]} traces
 * @returns {Box[]}
 */
export function boxesOf(traces) {
    return traces.filter(({ type }) => type === "box").flatMap((trace, index) => {
        const [names, values] = trace.isHorizontal ? [trace.y, trace.x] : [trace.x, trace.y];
        const slot = names.length > 0 ? index : -1;
        if (trace.quarters) return knownBoxes(trace, names, slot);
        return [...groupsOf(names, values, trace.name)].flatMap(([at, group]) => {
            const box = boxOf(group);
            return box ? [{ at, trace, slot, box }] : [];
        });
    });
}

function groupsOf(/** @type {any[]} */ names, /** @type {any[]} */ values, /** @type {string} */ nameless) {
    /** @type {Map<string, any[]>} */
    const groups = new Map();
    values.forEach((value, index) => {
        if (names.length > 0 && isMissing(names[index])) return;
        const name = names.length > 0 ? String(names[index]) : nameless;
        const group = groups.get(name);
        if (group) group.push(value);
        else groups.set(name, [value]);
    });
    return groups;
}

// Boxes that the author calculated. Without whiskers they end where the box does.
function knownBoxes(/** @type {Trace} */ trace, /** @type {any[]} */ names, /** @type {number} */ slot) {
    const quarters = trace.quarters ?? { lower: [], middle: [], upper: [], least: [], most: [] };
    return quarters.middle.flatMap((_, index) => {
        const read = (/** @type {any[]} */ list) => numberOf(list[index]);
        const [lower, middle, upper] = [quarters.lower, quarters.middle, quarters.upper].map(read);
        if (![lower, middle, upper].every(Number.isFinite)) return [];
        const [least, most] = [read(quarters.least), read(quarters.most)];
        const box = {
            lower, middle, upper, least: Number.isFinite(least) ? least : lower, most: Number.isFinite(most) ? most : upper,
            outliers: /** @type {number[]} */ ([]),
        };
        const nameless = quarters.middle.length > 1 ? String(index) : trace.name;
        return [{ at: isMissing(names[index]) ? nameless : String(names[index]), trace, slot, box }];
    });
}

/**
 * The marks of boxes; of so many that each is a line, only the lines.
 *
 * @param {Box[]} boxes
 * @param {{place: Scale, reach: Scale, isSideways: boolean, isBeside: boolean}} view
 * @returns {Mark[]}
 */
export function marksOfBoxes(boxes, { place, reach, isSideways, isBeside }) {
    const slots = isBeside ? [...new Set(boxes.map(({ slot }) => slot).filter((slot) => slot >= 0))] : [];
    const order = new Map(slots.map((slot, index) => [slot, index]));
    const isCrowded = boxes.length > mostMarks;
    // A logarithm has no place for what is not above zero: it stands at the edge.
    const height = (/** @type {number} */ value) => (Number.isFinite(reach.place(value)) ? reach.place(value) : reach.ground);
    const bodies = boxes.map(({ at, trace, slot, box }) => {
        const beside = slot < 0 ? undefined : order.get(slot);
        const width = (place.unit * 0.6) / (beside === undefined ? 1 : slots.length);
        const centre = place.place(at) + (beside === undefined ? 0 : (beside - (slots.length - 1) / 2) * width * 1.15);
        const { series, color } = trace;
        const tip = () => [trace.name, ...[box.most, box.upper, box.middle, box.lower, box.least].map(reach.say)].filter(Boolean);
        const ends = { along: /** @type {[number, number]} */ ([centre, centre]), isSideways };
        const body = isCrowded ? { shape: "rect", ...rectangle({ ...ends, across: [height(box.least), height(box.most)] }) }
            : { shape: "path", d: outline(box, centre, width, height, isSideways) };
        return { centre, box, trace, mark: /** @type {Mark} */ ({ kind: "box", series, color, tip, ...body }) };
    }).filter(({ centre }) => Number.isFinite(centre));
    const beyond = bodies.flatMap(({ centre, box, trace }) => box.outliers.map((value) => {
        const [x, y] = isSideways ? [height(value), centre] : [centre, height(value)];
        return /** @type {Mark} */ ({
            shape: "circle", kind: "point", series: trace.series, color: trace.color, x: round(x), y: round(y), r: 3,
            tip: () => [trace.name, reach.say(value)].filter(Boolean),
        });
    }));
    return [...joined(bodies.map(({ mark }) => mark), isSideways), ...joined(beyond)];
}

/**
 * The box with its middle and its whiskers.
 *
 * @param {Quarters} box
 * @param {number} at
 * @param {number} width
 * @param {(value: number) => number} height where a value stands
 * @param {boolean} isSideways
 */
function outline(box, at, width, height, isSideways) {
    const point = (/** @type {number} */ along, /** @type {number} */ across) =>
        (isSideways ? `${round(across)} ${round(along)}` : `${round(along)} ${round(across)}`);
    const [left, right] = [at - width / 2, at + width / 2];
    const [least, lower, middle, upper, most] = [box.least, box.lower, box.middle, box.upper, box.most].map(height);
    const whisker = (/** @type {number} */ end, /** @type {number} */ edge) =>
        `M${point(at, edge)}L${point(at, end)}M${point(at - width / 4, end)}L${point(at + width / 4, end)}`;
    const frame = `M${point(left, lower)}L${point(right, lower)}L${point(right, upper)}L${point(left, upper)}Z`;
    return `${frame}M${point(left, middle)}L${point(right, middle)}${whisker(least, lower)}${whisker(most, upper)}`;
}
