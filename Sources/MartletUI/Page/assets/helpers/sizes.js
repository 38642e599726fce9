const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/**
 * A number of bytes as a person would say it: "812 bytes", "1.2 MB".
 *
 * @param {number} bytes
 * @param {string} [language]
 */
export function byteSize(bytes, language) {
    let [size, unit] = [bytes, 0];
    while (size >= 1000 && unit < units.length - 1) {
        size /= 1000;
        unit += 1;
    }
    const maximumFractionDigits = size < 10 && unit > 0 ? 1 : 0;
    const unitDisplay = unit === 0 ? "long" : "short";
    return new Intl.NumberFormat(language, { style: "unit", unit: units[unit], unitDisplay, maximumFractionDigits }).format(size);
}
