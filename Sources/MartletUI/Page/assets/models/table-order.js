/** @typedef {"ascending" | "descending" | "none"} Direction */

/** @param {unknown} value */
function isMissing(value) {
    return value === null || value === undefined || value === "" || Number.isNaN(value);
}

/**
 * The order that a column's values bring the rows into: numbers by size, everything else as words are sorted in the
 * reader's language. What is missing comes last either way, and equal rows keep their order.
 *
 * @param {unknown[]} values one for each row
 * @param {Direction} direction
 * @param {string} [language]
 * @returns {number[]} the rows' indexes
 */
export function orderOf(values, direction, language) {
    const order = values.map((_, index) => index);
    if (direction === "none") return order;
    const sign = direction === "ascending" ? 1 : -1;
    const { compare } = new Intl.Collator(language, { numeric: true });
    return order.sort((first, second) => {
        const [one, other] = [values[first], values[second]];
        if (isMissing(one) || isMissing(other)) return Number(isMissing(one)) - Number(isMissing(other));
        if (typeof one === "number" && typeof other === "number") return sign * (one - other);
        return sign * compare(String(one), String(other));
    });
}

/**
 * What a further press on a column's head does.
 *
 * @param {Direction} direction
 * @returns {Direction}
 */
export function nextDirection(direction) {
    return direction === "none" ? "ascending" : direction === "ascending" ? "descending" : "none";
}

/**
 * Whether a column holds numbers, which stand at the end of their cells.
 *
 * @param {unknown[]} values
 */
export function isNumeric(values) {
    const known = values.filter((value) => !isMissing(value));
    return known.length > 0 && known.every((value) => typeof value === "number");
}
