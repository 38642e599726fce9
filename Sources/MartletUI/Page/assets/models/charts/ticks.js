const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];
const spans = [
    1, 10, 100, second, 5 * second, 15 * second, minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, day,
    2 * day, 7 * day,
];
const months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];

/** The last moment that there is in JavaScript, and the first one below zero. */
export const lastMoment = 8.64e15;

/** No axis has room for more; it also ends what numbers as large as these would keep from ending. */
const mostTicks = 200;

/** @typedef {{value: number, label: string}} Tick */

/**
 * The distance between two numbers, 0 where they are as good as equal: steps between these would be lost in rounding.
 *
 * @param {number} least
 * @param {number} most
 */
export function spanOf(least, most) {
    return most - least > 1e-13 * Math.max(Math.abs(least), Math.abs(most)) ? most - least : 0;
}

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
    const step = niceStep(spanOf(least, most), count);
    const first = Math.ceil(least / step - 1e-9);
    if (!(step > 0) || !Number.isSafeInteger(first)) return [{ value: least, label: formatNumber(least, language) }];
    const format = formatter(language, step, Math.max(Math.abs(least), Math.abs(most)));
    const ticks = [];
    for (let index = first; ticks.length < mostTicks && index * step <= most + step * 1e-9; index += 1) {
        // 0.1 * 3 is not 0.3: numbers are counted in steps, and rounded to the digits that are exact.
        const value = Number((index * step).toPrecision(15));
        ticks.push({ value, label: format(value) });
    }
    return ticks;
}

/**
 * Ticks of an axis of powers of ten, whose values are the exponents: at the powers, and between few of them at 2 and 5
 * times each. Where not even these are there, at round numbers.
 *
 * @param {number} least
 * @param {number} most
 * @param {number} count
 * @param {string} [language]
 * @returns {Tick[]}
 */
export function powerTicks(least, most, count, language) {
    const step = Math.max(1, Math.ceil((most - least) / Math.max(1, count)));
    const powers = exponents(least, most, step, [1]);
    const finer = most - least < 2 ? exponents(least, most, 1, [1, 2, 5]) : [];
    const values = finer.length <= count || powers.length < 2 ? [...powers, ...finer] : powers;
    if (values.length > 1) {
        return [...new Set(values)].sort((one, other) => one - other)
            .map((value) => ({ value, label: formatNumber(Number((10 ** value).toPrecision(12)), language) }));
    }
    return numberTicks(10 ** least, 10 ** most, count, language).map(({ value, label }) => ({ value: Math.log10(value), label }));
}

/**
 * @param {number} least
 * @param {number} most
 * @param {number} step
 * @param {number[]} factors
 */
function exponents(least, most, step, factors) {
    const first = factors.length > 1 ? Math.floor(least) : Math.ceil(least - 1e-9);
    const count = Math.min(mostTicks, Math.max(0, Math.floor((most + 1e-9 - first) / step) + 1)) || 0;
    return Array.from({ length: count }, (_, index) => first + index * step)
        .flatMap((exponent) => factors.map((factor) => exponent + Math.log10(factor)))
        .filter((value) => value >= least - 1e-9 && value <= most + 1e-9);
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
    const [from, to] = [Math.max(-lastMoment, least), Math.min(lastMoment, most)];
    const rough = Math.max(1, (to - from) / Math.max(1, count));
    const span = spans.find((each) => each >= rough);
    const values = span ? everySpan(from, to, span) : everyMonths(from, to, rough / (30.4 * day));
    const format = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...dateStyle(span, rough) });
    return values.map((value) => ({ value, label: format.format(value) }));
}

function everySpan(/** @type {number} */ least, /** @type {number} */ most, /** @type {number} */ span) {
    const first = Math.ceil(least / span);
    const count = Math.min(mostTicks, Math.floor(most / span) - first + 1);
    return Array.from({ length: Math.max(0, count) || 0 }, (_, index) => (first + index) * span);
}

function everyMonths(/** @type {number} */ least, /** @type {number} */ most, /** @type {number} */ rough) {
    const step = months.find((each) => each >= rough) ?? 1200 * Math.ceil(rough / 1200);
    const start = new Date(least);
    const first = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
    const values = [];
    // What is no moment is not beyond the last one either: the loop ends at both.
    for (let month = first; values.length < mostTicks; month += step) {
        const value = new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
        if (!(value <= most)) break;
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

// Making one takes far longer than using it.
/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

// Numbers of four digits are mostly years: they have no separator.
function numberFormat(/** @type {string | undefined} */ language, /** @type {Intl.NumberFormatOptions} */ options) {
    const key = `${language} ${JSON.stringify(options)}`;
    const format = formats.get(key) ?? new Intl.NumberFormat(language, /** @type {any} */ ({ ...options, useGrouping: "min2" }));
    formats.set(key, format);
    return format;
}

/**
 * How the ticks of an axis are written, so that neighbours differ.
 *
 * @param {string | undefined} language
 * @param {number} step
 * @param {number} size of the largest
 */
function formatter(language, step, size) {
    const places = Math.max(0, -Math.floor(Math.log10(step)));
    if (places > 6 || size >= 1e15) {
        const digits = Math.min(20, Math.max(2, Math.ceil(Math.log10(size / step))));
        return (/** @type {number} */ value) => value.toExponential(digits);
    }
    // "1.25M" tells steps of a hundredth of a million apart, and none below.
    const isShort = size >= 100_000 && step >= 1000 ** Math.floor(Math.log10(size) / 3) / 100;
    const format = numberFormat(language, isShort
        ? { notation: "compact", maximumFractionDigits: 2 } : { minimumFractionDigits: places, maximumFractionDigits: places });
    return (/** @type {number} */ value) => format.format(value);
}
