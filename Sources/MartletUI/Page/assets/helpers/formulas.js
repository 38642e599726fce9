import { address } from "./configuration.js";

/**
 * @typedef {object} Typesetter KaTeX, as far as it is used here
 * @property {(source: string, target: HTMLElement, options: object) => void} render
 */

/** The app's author may put KaTeX here; without it formulas stay as they were written. */
const folder = "public/katex/";

/** @type {Promise<Typesetter | null> | null} */
let typesetter = null;

/**
 * Sets a formula in place of its source. KaTeX is fetched for the first one, and makes its nodes without HTML, so that
 * it gets by with the page's policy.
 * @param {HTMLElement} element
 */
export async function setFormula(element) {
    const katex = await (typesetter ??= load());
    if (!katex || !element.isConnected) return;
    const source = element.textContent ?? "";
    try {
        katex.render(source, element, {
            displayMode: element.classList.contains("math-display"),
            // Nothing in a formula may lead elsewhere, grow without end, or take the message with it.
            trust: false, strict: false, throwOnError: true, maxSize: 30, maxExpand: 300,
        });
        element.classList.add("set");
    } catch {
        element.textContent = source;
    }
}

/** @returns {Promise<Typesetter | null>} */
async function load() {
    try {
        const module = await import(address(`${folder}katex.mjs`));
        const sheet = document.createElement("link");
        sheet.rel = "stylesheet";
        sheet.href = address(`${folder}katex.min.css`);
        document.head.append(sheet);
        return module.default ?? null;
    } catch {
        return null;
    }
}
