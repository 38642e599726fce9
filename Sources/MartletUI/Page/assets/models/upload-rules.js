/**
 * @typedef {string[] | Record<string, string[]> | null | undefined} Accept
 * @typedef {{ accept?: Accept, max_files?: number | null, max_size_mb?: number | null }} UploadRule
 * @typedef {{ name: string, type: string, size: number }} FileLike
 * @typedef {{ code: "type" | "size" | "count", name: string }} UploadProblem
 */

const megabyte = 1024 * 1024;

/**
 * What a file input is told: types and endings, or nothing where everything is taken.
 *
 * @param {Accept} accept
 */
export function acceptList(accept) {
    const all = Array.isArray(accept) ? accept : Object.entries(accept ?? {}).flat(2);
    return all.some((each) => each === "*/*" || each === "*") ? "" : all.join(",");
}

/**
 * Whether a file is of a kind that is taken. A list holds types (`image/*`) or endings (`.txt`); an object holds the
 * endings for each type, and then both must fit.
 *
 * @param {FileLike} file
 * @param {Accept} accept
 */
export function isAccepted(file, accept) {
    if (Array.isArray(accept)) {
        return accept.length === 0 || accept.some((each) => (each.startsWith(".") ? endsWith(file, each) : fits(file, each)));
    }
    const entries = Object.entries(accept ?? {});
    return entries.length === 0 || entries.some(([type, endings]) => {
        const hasEnding = endings.some((ending) => endsWith(file, ending));
        // Browsers know few types: where they name none the ending must do, and the server has the last word.
        if (file.type === "" && endings.length > 0) return hasEnding;
        return fits(file, type) && (endings.length === 0 || hasEnding);
    });
}

/**
 * Sorts files into those that may be sent and what is wrong with the others.
 *
 * @template {FileLike} F
 * @param {Iterable<F>} files
 * @param {UploadRule} rule
 * @param {number} [before] How many there are already.
 * @returns {{ taken: F[], problems: UploadProblem[] }}
 */
export function checkFiles(files, rule, before = 0) {
    /** @type {F[]} */
    const taken = [];
    /** @type {UploadProblem[]} */
    const problems = [];
    const most = rule.max_files ?? Infinity;
    for (const file of files) {
        const code = problemOf(file, rule);
        if (code) problems.push({ code, name: file.name });
        else if (before + taken.length >= most) problems.push({ code: "count", name: file.name });
        else taken.push(file);
    }
    return { taken, problems };
}

/**
 * @param {FileLike} file
 * @param {UploadRule} rule
 * @returns {"type" | "size" | null}
 */
function problemOf(file, { accept, max_size_mb: most }) {
    if (!isAccepted(file, accept)) return "type";
    return most && file.size > most * megabyte ? "size" : null;
}

/**
 * @param {FileLike} file
 * @param {string} ending
 */
function endsWith({ name }, ending) {
    return name.toLowerCase().endsWith(ending.toLowerCase());
}

/**
 * @param {FileLike} file
 * @param {string} pattern
 */
function fits({ type }, pattern) {
    const plain = (type || "application/octet-stream").toLowerCase().split(";")[0];
    const escaped = pattern.toLowerCase().replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*/g, ".*");
    return new RegExp(`^${escaped}$`).test(plain);
}
