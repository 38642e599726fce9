/**
 * A tree of texts.
 * @type {any}
 */
let tree = {};

/**
 * Takes the server's translations: a tree of strings with Chainlit's keys, and Martlet's own under `martlet`.
 * @param {object | null} [translation]
 */
export function setStrings(translation) {
    tree = translation ?? {};
}

/**
 * The string at a dotted path, or the English one; `{{name}}` is filled from values.
 * @param {string} path
 * @param {string} english
 * @param {Record<string, unknown>} [values]
 */
export function string(path, english, values = {}) {
    const found = path.split(".").reduce((branch, key) => branch?.[key], tree);
    const text = typeof found === "string" && found !== "" ? found : english;
    return text.replace(/\{\{(\w+)\}\}/g, (all, name) => String(values[name] ?? all));
}

/** @type {Record<string, string | null>} */
const attributes = { text: null, label: "aria-label", placeholder: "placeholder" };

/**
 * Translates what the page's HTML marks: `data-text`, `data-label`, `data-placeholder`.
 * @param {ParentNode} root
 */
export function localise(root) {
    for (const [key, attribute] of Object.entries(attributes)) {
        for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(`[data-${key}]`))) {
            const english = attribute ? element.getAttribute(attribute) : element.textContent;
            const text = string(element.dataset[key] ?? "", english ?? "");
            if (attribute) element.setAttribute(attribute, text);
            else element.textContent = text;
            if (key === "label" && element.matches("button")) element.title = text;
        }
    }
}

const rightToLeft = new Set(["ar", "fa", "he", "ur", "yi", "ps", "sd"]);

/**
 * The direction a language is written in.
 * @param {string} language
 * @returns {"ltr" | "rtl"}
 */
export function directionOf(language) {
    return rightToLeft.has(language.split("-")[0].toLowerCase()) ? "rtl" : "ltr";
}
