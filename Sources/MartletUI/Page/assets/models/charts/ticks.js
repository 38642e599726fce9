const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const spans = [
    1, 10, 100, second, 5 * second, 15 * second, minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day,
    2 * day, 7 * day,
];
const months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/** @typedef {{value: number, label: string}} Tick */

/**
 * The distance between ticks: 1, 2 or 5 times a power of ten.
 *
 * @param {number} span
 * @param {number} count how many there should be at most, about
 */
export function niceStep(span, count) {
    const rough = span / Math.max(1, count);
    const power = 10 ** Math.floor(Math.log10(rough));
    const factor = [1, 2, 5, 10].find((each) => each * power >= rough * 0.999) ?? 10;
    return factor * power;
}

/**
 * @param {number} least
 * @param {number} most
 * @param {number} count
 * @param {string} [language]
 * @returns {Tick[]}
 */
export function numberTicks(least, most, count, language) {
    if (!(most > least)) return [{ value: least, label: formatNumber(least, language) }];
    const step = niceStep(most - least, count);
    // 0.1 * 3 is not 0.3: numbers are counted in steps, and rounded to the places that a step has.
    const places = Math.max(0, Math.min(20, -Math.floor(Math.log10(step))));
    const format = formatter(language, places, Math.max(Math.abs(least), Math.abs(most)));
    const ticks = [];
    for (let index = Math.ceil(least / step - 1e-9); index * step <= most + step * 1e-9; index += 1) {
        const value = Number((index * step).toFixed(places));
        ticks.push({ value, label: format(value) });
    }
    return ticks;
}

/**
 * Ticks of an axis of powers of ten; its values are the exponents.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} count
 * @param {string} [language]
 * @returns {Tick[]}
 */
export function powerTicks(least, most, count, language) {
    const step = Math.max(1, Math.ceil((most - least) / Math.max(1, count)));
    const ticks = [];
    for (let exponent = Math.ceil(least - 1e-9); exponent <= most + 1e-9; exponent += step) {
        ticks.push({ value: exponent, label: formatNumber(10 ** exponent, language) });
    }
    return ticks;
}

/**
 * Ticks of an axis of time: at full seconds, minutes, hours, days, months or years, in UTC.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} count
 * @param {string} [language]
 * @returns {Tick[]}
 */
export function dateTicks(least, most, count, language) {
    const rough = Math.max(1, (most - least) / Math.max(1, count));
    const span = spans.find((each) => each >= rough);
    const values = span ? everySpan(least, most, span) : everyMonths(least, most, rough / (30.4 * day));
    const format = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...dateStyle(span, rough) });
    return values.map((value) => ({ value, label: format.format(value) }));
}

function everySpan(/** @type {number} */ least, /** @type {number} */ most, /** @type {number} */ span) {
    const values = [];
    for (let value = Math.ceil(least / span) * span; value <= most; value += span) values.push(value);
    return values;
}

function everyMonths(/** @type {number} */ least, /** @type {number} */ most, /** @type {number} */ rough) {
    const step = months.find((each) => each >= rough) ?? 1200;
    const start = new Date(least);
    const first = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
    const values = [];
    for (let month = first; ; month += step) {
        const value = new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
        if (value > most) break;
        if (value >= least) values.push(value);
    }
    return values;
}

/**
 * @param {number | undefined} span
 * @param {number} rough
 * @returns {Intl.DateTimeFormatOptions}
 */
function dateStyle(span, rough) {
    if (!span) return rough > 300 * day ? { year: "numeric" } : { year: "numeric", month: "short" };
    if (span >= day) return { month: "short", day: "numeric" };
    return span >= minute ? { hour: "2-digit", minute: "2-digit" } : { minute: "2-digit", second: "2-digit" };
}

/**
 * A number for a label or a tooltip: as exact as is of use, and short when it is large.
 *
 * @param {number} value
 * @param {string} [language]
 */
export function formatNumber(value, language) {
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(3);
    return numberFormat(language, { maximumSignificantDigits: 6 }).format(value);
}

// Numbers of four digits are mostly years: they have no separator.
function numberFormat(/** @type {string | undefined} */ language, /** @type {Intl.NumberFormatOptions} */ options) {
    return new Intl.NumberFormat(language, /** @type {any} */ ({ ...options, useGrouping: "min2" }));
}

function formatter(/** @type {string | undefined} */ language, /** @type {number} */ places, /** @type {number} */ size) {
    if (places > 6) return (/** @type {number} */ value) => value.toExponential(2);
    const isLarge = size >= 100_000;
    const format = numberFormat(language, isLarge
        ? { notation: "compact", maximumFractionDigits: 2 } : { minimumFractionDigits: places, maximumFractionDigits: places });
    return (/** @type {number} */ value) => format.format(value);
}
