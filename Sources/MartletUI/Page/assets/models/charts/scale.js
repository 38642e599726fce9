import { dateTicks, formatNumber, lastMoment, numberTicks, powerTicks, spanOf } from "./ticks.js";
import { isMissing, numberOf } from "./values.js";

/**
 * An axis that turns values into places on the screen.
 *
 * @typedef {object} Scale
 * @property {"category" | "date" | "log" | "linear"} kind
 * @property {(value: any) => number} place NaN for what has none
 * @property {number} unit the width of one category, or of the smallest gap between what stands
 * @property {number} ground where its lowest values are
 * @property {boolean} isFixed whether the author has said where it ends, so that values may lie outside
 * @property {{at: number, label: string}[]} ticks
 * @property {(value: any) => string} say a value in words
 *
 * @typedef {object} ScaleOptions
 * @property {any[]} values all that are to be placed
 * @property {any[]} [stands] those among them that need room for a bar or a box
 * @property {number} from
 * @property {number} to
 * @property {import("./figure.js").Axis} axis
 * @property {boolean} [hasZero] whether zero is shown, as bars want it
 * @property {boolean} [isCategory]
 * @property {number} count how many ticks there may be
 * @property {number} [categoryCount] how many names of categories have room
 * @property {string} [language]
 */

const isDate = /^\d{4}-\d\d(-\d\d([ T]\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?$/;
const day = 86_400_000;

/** Farther off the screen than this, a place is as good as any: drawings calculate with few digits. */
const farthest = 1e6;

/** Whether a value is a text that tells a date. */
export function isDateText(/** @type {any} */ value) {
    return typeof value === "string" && isDate.test(value);
}

/** A moment in milliseconds; without a time zone it is taken for UTC, so that it is shown as it was written. */
export function momentOf(/** @type {any} */ value) {
    if (typeof value === "number") return Math.abs(value) <= lastMoment ? value : NaN;
    const text = String(value).replace(" ", "T");
    return Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`);
}

/** A moment for people: its date, and its time where it has one. */
export function sayMoment(/** @type {any} */ value) {
    const isMoment = typeof value === "number" && Math.abs(value) <= lastMoment;
    const text = isMoment ? new Date(value).toISOString().slice(0, -1) : String(value);
    if (!isDate.test(text)) return text;
    return text.replace("T", " ").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "").replace(/ 00:00(:00)?$/, "");
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
    if (wanted === "log" || wanted === "linear") return wanted;
    const known = values.filter((value) => !isMissing(value));
    // Numbers too large for moments, such as nanoseconds, are no dates whatever the author says.
    if (wanted === "date" && (known.length === 0 || known.some((value) => Number.isFinite(momentOf(value))))) return "date";
    if (known.length > 0 && known.every(isDateText)) return "date";
    const isNumber = (/** @type {any} */ value) =>
        typeof value === "number" || (typeof value !== "boolean" && Number.isFinite(Number(value)));
    return known.every(isNumber) ? "linear" : "category";
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
function categories({ values, from, to, axis, count, categoryCount = count }) {
    const known = new Set(values.filter((value) => value !== null && value !== undefined && !Number.isNaN(value)).map(String));
    const names = [...new Set([...axis.order.map(String).filter((name) => known.has(name)), ...known])];
    const indexes = new Map(names.map((name, index) => [name, index]));
    const width = (to - from) / Math.max(1, names.length);
    const place = (/** @type {any} */ value) => from + ((indexes.get(String(value)) ?? NaN) + 0.5) * width;
    // Where not all names have room, every second or third is told.
    const step = Math.max(1, Math.ceil(names.length / Math.max(1, categoryCount)));
    const ticks = names.filter((_, index) => index % step === 0).map((name) => ({ at: place(name), label: shorten(name) }));
    return { kind: "category", place, unit: Math.abs(width), ground: from, isFixed: false, ticks, say: String };
}

/**
 * @param {ScaleOptions} options
 * @param {"date" | "log" | "linear"} kind
 * @returns {Scale}
 */
function continuous({ values, stands = [], from, to, axis, hasZero, count, language }, kind) {
    const read = readers[kind];
    const numbers = values.map(read).filter(Number.isFinite);
    // A range of powers of ten is written as exponents already.
    const range = axis.range?.map((each) => (kind === "log" ? numberOf(each) : read(each)));
    const isFixed = Boolean(range?.every(Number.isFinite) && spanOf(Math.min(...range), Math.max(...range)) > 0);
    const gap = stands.length > 0 ? smallestGap(stands.map(read).filter(Number.isFinite), kind) : 0;
    const [least, most] = isFixed && range ? range : padded(numbers, Boolean(hasZero) && kind === "linear", gap, kind);
    const at = (/** @type {number} */ number) => {
        const place = from + ((number - least) / (most - least)) * (to - from);
        return Number.isFinite(place) ? Math.max(-farthest, Math.min(farthest, place)) : NaN;
    };
    const [low, high] = [Math.min(least, most), Math.max(least, most)];
    const makeTicks = { date: dateTicks, log: powerTicks, linear: numberTicks }[kind];
    // Between bars there is nothing to tell.
    const tickCount = gap > 0 ? Math.min(count, (high - low) / gap) : count;
    const ticks = makeTicks(low, high, tickCount, language).map(({ value, label }) => ({ at: at(value), label }))
        .filter((tick) => Number.isFinite(tick.at));
    const say = (/** @type {any} */ value) => (kind === "date" ? sayMoment(value) : formatNumber(Number(value), language));
    return {
        kind, place: (value) => at(read(value)), unit: Math.abs((gap / (most - least)) * (to - from)), ground: at(low), isFixed,
        ticks, say,
    };
}

/** @type {Record<"date" | "log" | "linear", (value: any) => number>} */
const readers = { date: momentOf, log: (value) => Math.log10(numberOf(value)), linear: numberOf };

/**
 * @param {number[]} numbers
 * @param {boolean} hasZero
 * @param {number} gap
 * @param {Scale["kind"]} kind
 * @returns {[number, number]}
 */
function padded(numbers, hasZero, gap, kind) {
    let [least, most] = [Infinity, -Infinity];
    for (const number of numbers) [least, most] = [Math.min(least, number), Math.max(most, number)];
    if (least > most) return [0, 1];
    if (hasZero) [least, most] = [Math.min(0, least), Math.max(0, most)];
    // What differs by its last digits only is taken for one value, with room on both of its sides.
    const [size, span] = [Math.max(Math.abs(least), Math.abs(most)), spanOf(least, most)];
    // Half a gap is lost in rounding where neighbouring numbers are as far apart as numbers can be.
    const room = gap > 0 ? Math.max(gap / 2, size * Number.EPSILON) : span * 0.05 || (kind === "date" ? day : size * 0.1 || 1);
    return [hasZero && least === 0 ? 0 : least - room, hasZero && most === 0 && least < 0 ? 0 : most + room];
}

/**
 * @param {number[]} numbers
 * @param {Scale["kind"]} kind
 */
function smallestGap(numbers, kind) {
    const sorted = Float64Array.from(new Set(numbers)).sort();
    let gap = Infinity;
    for (let index = 1; index < sorted.length; index += 1) gap = Math.min(gap, sorted[index] - sorted[index - 1]);
    if (Number.isFinite(gap)) return gap;
    return kind === "date" ? day : Math.max(1, Math.abs(sorted[0] ?? 0) * 1e-12);
}

function shorten(/** @type {string} */ name) {
    const characters = [...name];
    return characters.length > 16 ? `${characters.slice(0, 15).join("")}…` : name;
}
