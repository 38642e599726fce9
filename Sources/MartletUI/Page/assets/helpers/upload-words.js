import { string } from "./strings.js";

/**
 * A size as the reader's language writes it.
 *
 * @param {number} megabytes
 */
export function sizeText(megabytes) {
    const units = [["gigabyte", 1024], ["megabyte", 1], ["kilobyte", 1 / 1024]];
    const [unit, share] = units.find(([, least]) => megabytes >= Number(least)) ?? units[2];
    const language = globalThis.document?.documentElement.lang || undefined;
    return new Intl.NumberFormat(language, { style: "unit", unit: String(unit), maximumFractionDigits: 1 })
        .format(megabytes / Number(share));
}

/**
 * What may be sent, in words.
 *
 * @param {{ max_files?: number | null, max_size_mb?: number | null }} rule
 */
export function limitText({ max_files: most, max_size_mb: size }) {
    if (!size) return "";
    if (!most || most === 1) return `${string("chat.fileUpload.sizeLimit", "Maximum:")} ${sizeText(size)}`;
    return string("martlet.upload.limit", "At most {{count}} files, each up to {{size}}", { count: most, size: sizeText(size) });
}

/**
 * Why a file is not taken, in words.
 *
 * @param {{ code: string, name: string }} problem
 * @param {{ max_files?: number | null, max_size_mb?: number | null }} rule
 */
export function problemText({ code, name }, { max_files: most, max_size_mb: size }) {
    if (code === "size") {
        return string("martlet.upload.tooLarge", "{{name}} is larger than {{size}}.", { name, size: sizeText(size ?? 0) });
    }
    if (code === "count") {
        return string("martlet.upload.tooMany", "{{name}} is one too many: {{count}} at most.", { name, count: most ?? 0 });
    }
    return string("martlet.upload.wrongType", "Files such as {{name}} are not taken here.", { name });
}
