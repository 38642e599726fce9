// Earlier chats in the groups that people remember them by.

/**
 * @typedef {Protocol.Thread} Thread
 * @typedef {{key: string, threads: Thread[]}} ThreadGroup
 */

const day = 86_400_000;

/**
 * The newest first, under "today", "yesterday", "previous7days", "previous30days", or a month such as "2025-03".
 * @param {Thread[]} threads
 * @param {Date} now
 * @returns {ThreadGroup[]}
 */
export function groupThreads(threads, now = new Date()) {
    /** @type {Map<string, Thread[]>} */
    const groups = new Map();
    for (const thread of [...threads].sort((one, other) => timeOf(other, now) - timeOf(one, now))) {
        const key = groupOf(new Date(timeOf(thread, now)), now);
        groups.set(key, [...(groups.get(key) ?? []), thread]);
    }
    return [...groups].map(([key, members]) => ({ key, threads: members }));
}

/** @param {Date} date @param {Date} now */
function groupOf(date, now) {
    const days = (calendarDay(now) - calendarDay(date)) / day;
    if (days <= 0) return "today";
    if (days === 1) return "yesterday";
    if (days <= 7) return "previous7days";
    if (days <= 30) return "previous30days";
    return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}`;
}

// Whole days of the reader's calendar, which daylight saving makes neither longer nor shorter.
/** @param {Date} date */
function calendarDay(date) {
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
}

/** @param {Thread} thread @param {Date} now */
function timeOf(thread, now) {
    const time = Date.parse(thread.createdAt ?? "");
    return Number.isNaN(time) ? now.getTime() : time;
}
