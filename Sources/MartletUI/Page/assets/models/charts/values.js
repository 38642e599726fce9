/** Whether a value is none: an empty place in a list. */
export function isMissing(/** @type {any} */ value) {
    return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/** A value as a number, NaN where there is none, or none that can be calculated with. */
export function numberOf(/** @type {any} */ value) {
    const number = isMissing(value) ? NaN : Number(value);
    return Math.abs(number) < 1e300 ? number : NaN;
}

/** A text without the tags that plotly allows in it. */
export function textOf(/** @type {any} */ value) {
    const text = typeof value === "object" ? value?.text : value;
    return text === null || text === undefined ? "" : String(text).replace(/<br\s*\/?>/gi, " ").replace(/<[^<>]*>/g, "").trim();
}

/** @type {Record<string, any>} */
const kinds = {
    i1: Int8Array, u1: Uint8Array, u1c: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array,
    f4: Float32Array, f8: Float64Array,
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

/** A list of one value for each point, which may be written as a single one for all of them. */
export function eachOf(/** @type {any} */ value, /** @type {number} */ length) {
    const isSingle = typeof value === "number" || (typeof value === "string" && value !== "");
    return isSingle ? /** @type {any[]} */ (Array(length).fill(value)) : listOf(value);
}

/** Whether a list holds lists: an axis of names in several levels, or several samples. */
export function isNested(/** @type {any[]} */ list) {
    return list.length > 0 && list.every((each) => Array.isArray(each) || typeof each?.bdata === "string");
}

/**
 * The places along an axis. Names in several levels become one name: "a, 1".
 *
 * @param {any} value
 * @returns {any[]}
 */
export function placesOf(value) {
    const list = listOf(value);
    if (!isNested(list)) return list;
    const levels = list.map(listOf);
    const length = levels.reduce((most, level) => Math.max(most, level.length), 0);
    return Array.from({ length }, (_, index) =>
        levels.map((level) => level[index]).filter((name) => !isMissing(name)).join(", "));
}
