// Scripts that put no space between words: a name may stand right beside other letters.
const spaceless = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const wordly = /[\p{L}\p{N}\p{M}_]/u;

/**
 * Finds the names of elements within a text; of several that fit, the longest counts. A name is no part of a word.
 *
 * @param {string} text
 * @param {string[]} names
 * @returns {{start: number, end: number, name: string}[]} in the order of the text, apart from each other
 */
export function findReferences(text, names) {
    const wanted = [...new Set(names)].filter((name) => name.trim() !== "").sort((one, other) => other.length - one.length);
    /** @type {{start: number, end: number, name: string}[]} */
    const found = [];
    for (const name of wanted) {
        for (let start = text.indexOf(name); start >= 0; start = text.indexOf(name, start + 1)) {
            const end = start + name.length;
            const isTaken = found.some((other) => start < other.end && other.start < end);
            if (!isTaken && isApart(text, start) && isApart(text, end)) found.push({ start, end, name });
        }
    }
    return found.sort((one, other) => one.start - other.start);
}

// Whether a word ends, or none is, at this place of the text.
function isApart(/** @type {string} */ text, /** @type {number} */ place) {
    const before = [...text.slice(Math.max(0, place - 2), place)].at(-1) ?? "";
    const after = [...text.slice(place, place + 2)][0] ?? "";
    return !wordly.test(before) || !wordly.test(after) || spaceless.test(before) || spaceless.test(after);
}
