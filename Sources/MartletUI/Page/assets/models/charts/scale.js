import { dateTicks, formatNumber, numberTicks, powerTicks } from "./ticks.js";

/**
 * An axis that turns values into places on the screen.
 *
 * @typedef {object} Scale
 * @property {"category" | "date" | "log" | "linear"} kind
 * @property {(value: any) => number} place NaN for what has none
 * @property {number} unit the width of one category, or of the smallest gap between values
 * @property {{at: number, label: string}[]} ticks
 * @property {(value: any) => string} say a value in words
 *
 * @typedef {object} ScaleOptions
 * @property {any[]} values all that are to be placed
 * @property {number} from
 * @property {number} to
 * @property {import("./figure.js").Axis} axis
 * @property {boolean} [hasZero] whether zero is shown, as bars want it
 * @property {boolean} [hasSlots] whether each value needs room for a bar
 * @property {boolean} [isCategory]
 * @property {number} count how many ticks there may be
 * @property {number} [categoryCount] how many names of categories have room
 * @property {string} [language]
 */

const isDate = /^\d{4}-\d\d(-\d\d([ T]\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?$/;

/** A moment in milliseconds; without a time zone it is taken for UTC, so that it is shown as it was written. */
export function momentOf(/** @type {any} */ value) {
    if (typeof value === "number") return value;
    const text = String(value).replace(" ", "T");
    return Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`);
}

/**
 * What kind of axis values ask for.
 *
 * @param {any[]} values
 * @param {string | null} wanted
 * @returns {Scale["kind"]}
 */
export function kindOf(values, wanted) {
    if (wanted === "category" || wanted === "multicategory") return "category";
    if (wanted === "date" || wanted === "log" || wanted === "linear") return wanted;
    const known = values.filter((value) => value !== null && value !== undefined && value !== "");
    if (known.length > 0 && known.every((value) => typeof value === "string" && isDate.test(value))) return "date";
    return known.every((value) => typeof value !== "boolean" && Number.isFinite(Number(value))) ? "linear" : "category";
}

/**
 * @param {ScaleOptions} options
 * @returns {Scale}
 */
export function makeScale(options) {
    const { values, axis, isCategory } = options;
    const kind = isCategory ? "category" : kindOf(values, axis.type);
    const turned = axis.isReversed ? { ...options, from: options.to, to: options.from } : options;
    return kind === "category" ? categories(turned) : continuous(turned, kind);
}

/**
 * @param {ScaleOptions} options
 * @returns {Scale}
 */
function categories({ values, from, to, count, categoryCount = count }) {
    const names = [...new Set(values.filter((value) => value !== null && value !== undefined).map(String))];
    const indexes = new Map(names.map((name, index) => [name, index]));
    const width = (to - from) / Math.max(1, names.length);
    const place = (/** @type {any} */ value) => from + ((indexes.get(String(value)) ?? NaN) + 0.5) * width;
    // Where not all names have room, every second or third is told.
    const step = Math.max(1, Math.ceil(names.length / Math.max(1, categoryCount)));
    const ticks = names.filter((_, index) => index % step === 0).map((name) => ({ at: place(name), label: shorten(name) }));
    return { kind: "category", place, unit: Math.abs(width), ticks, say: String };
}

/**
 * @param {ScaleOptions} options
 * @param {"date" | "log" | "linear"} kind
 * @returns {Scale}
 */
function continuous({ values, from, to, axis, hasZero, hasSlots, count, language }, kind) {
    const read = readers[kind];
    const numbers = values.map(read).filter(Number.isFinite);
    // A range of powers of ten is written as exponents already.
    const range = axis.range?.map((each) => (kind === "log" ? Number(each) : read(each)));
    const isRangeKnown = range?.every(Number.isFinite) && range[0] !== range[1];
    const gap = hasSlots ? smallestGap(numbers) : 0;
    const [least, most] = isRangeKnown && range ? range : padded(numbers, Boolean(hasZero) && kind === "linear", gap);
    const place = (/** @type {any} */ value) => from + ((read(value) - least) / (most - least)) * (to - from);
    const [low, high] = [Math.min(least, most), Math.max(least, most)];
    const makeTicks = { date: dateTicks, log: powerTicks, linear: numberTicks }[kind];
    // Between bars there is nothing to tell.
    const tickCount = gap > 0 ? Math.min(count, (high - low) / gap) : count;
    const ticks = makeTicks(low, high, tickCount, language).map(({ value, label }) =>
        ({ at: from + ((value - least) / (most - least)) * (to - from), label }));
    const say = (/** @type {any} */ value) => (kind === "date" ? String(value) : formatNumber(Number(value), language));
    return { kind, place, unit: Math.abs((gap / (most - least)) * (to - from)), ticks, say };
}

/** @type {Record<"date" | "log" | "linear", (value: any) => number>} */
const readers = {
    date: momentOf,
    log: (value) => Math.log10(Number(value)),
    linear: (value) => (value === null || value === undefined || value === "" ? NaN : Number(value)),
};

/**
 * @param {number[]} numbers
 * @param {boolean} hasZero
 * @param {number} gap
 * @returns {[number, number]}
 */
function padded(numbers, hasZero, gap) {
    let [least, most] = [Infinity, -Infinity];
    for (const number of numbers) [least, most] = [Math.min(least, number), Math.max(most, number)];
    if (least > most) return [0, 1];
    if (hasZero) [least, most] = [Math.min(0, least), Math.max(0, most)];
    const room = gap > 0 ? gap / 2 : (most - least) * 0.05 || Math.abs(most) * 0.1 || 1;
    return [hasZero && least === 0 ? 0 : least - room, hasZero && most === 0 && least < 0 ? 0 : most + room];
}

function smallestGap(/** @type {number[]} */ numbers) {
    const sorted = [...new Set(numbers)].sort((one, other) => one - other);
    let gap = Infinity;
    for (let index = 1; index < sorted.length; index += 1) gap = Math.min(gap, sorted[index] - sorted[index - 1]);
    return Number.isFinite(gap) ? gap : 1;
}

function shorten(/** @type {string} */ name) {
    const characters = [...name];
    return characters.length > 16 ? `${characters.slice(0, 15).join("")}…` : name;
}
