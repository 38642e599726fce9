/** "0.4 s", "12 s", "3 min 5 s": how long a step took, from milliseconds. */
export function duration(milliseconds) {
    const seconds = Math.max(0, milliseconds) / 1000;
    if (seconds < 10) return `${seconds.toFixed(1)} s`;
    if (seconds < 60) return `${Math.round(seconds)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Milliseconds between two ISO times, or null where one is missing. */
export function elapsed(start, end) {
    const result = Date.parse(end) - Date.parse(start);
    return Number.isNaN(result) ? null : result;
}

/** A moment in the reader's own words and time zone. */
export function moment(iso) {
    const date = new Date(iso ?? "");
    if (Number.isNaN(date.getTime())) return "";
    return date.toLocaleString(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" });
}
