/**
 * "0.4 s", "12 s", "3 min 5 s": how long a step took, from milliseconds.
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
    const seconds = Math.max(0, milliseconds) / 1000;
    if (seconds < 10) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/**
 * Milliseconds between two ISO times, or null where one is missing.
 * @param {string | null | undefined} start
 * @param {string | null | undefined} end
 */
export function elapsed(start, end) {
    const result = Date.parse(end ?? "") - Date.parse(start ?? "");
    return Number.isNaN(result) ? null : result;
}

/**
 * A moment in the reader's own words and time zone.
 * @param {string | null | undefined} iso
 */
export function moment(iso) {
    const date = new Date(iso ?? "");
    return Number.isNaN(date.getTime()) ? "" : format("full").format(date);
}

/**
 * The same in short: the time alone for today, with the day for any other.
 * @param {string | null | undefined} iso
 * @param {Date} [now]
 */
export function shortMoment(iso, now = new Date()) {
    const date = new Date(iso ?? "");
    if (Number.isNaN(date.getTime())) return "";
    const isToday = date.toDateString() === now.toDateString();
    return format(isToday ? "time" : "day").format(date);
}

/** @type {Record<"full" | "time" | "day", Intl.DateTimeFormatOptions>} */
const styles = {
    full: { dateStyle: "full", timeStyle: "medium" },
    time: { timeStyle: "short" },
    day: { dateStyle: "medium", timeStyle: "short" },
};
/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

// To make one takes longer than all else that a message needs.
/** @param {keyof typeof styles} style */
function format(style) {
    const language = globalThis.document?.documentElement.lang || undefined;
    const key = `${style} ${language}`;
    const known = formats.get(key) ?? new Intl.DateTimeFormat(language, styles[style]);
    formats.set(key, known);
    return known;
}
