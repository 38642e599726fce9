/**
 * A whole number as the reader writes it: "2,048".
 * @param {number} value
 */
export function count(value) {
    return format(Math.round(value), 0);
}

/**
 * A speed with as many digits as it is worth: "23", "4.5".
 * @param {number} value
 */
export function rate(value) {
    return format(value, value < 9.95 ? 1 : 0);
}

/**
 * @param {number} value
 * @param {number} digits
 */
function format(value, digits) {
    const language = globalThis.document?.documentElement.lang || undefined;
    return value.toLocaleString(language, { maximumFractionDigits: digits });
}
