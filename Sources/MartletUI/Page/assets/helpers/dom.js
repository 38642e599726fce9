/**
 * Makes an element. Attributes: functions become listeners (`onclick`), `dataset` is spread, `true` and `false` switch
 * boolean attributes, null is left out. Children: nodes, or strings which become text (never markup).
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Page.Attributes} [attributes]
 * @param {...Page.Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
        else if (name === "dataset") Object.assign(element.dataset, value);
        else if (name === "class") element.className = String(value);
        else if (name === "value" || name === "checked") Object.assign(element, { [name]: value });
        else element.setAttribute(name, value === true ? "" : String(value));
    }
    for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
    return element;
}

/**
 * What the page's HTML holds; only what is there may be asked for.
 * @type {Page.Find}
 */
export const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));

/**
 * Tells whoever joins elements to the server what a person asked for.
 * @template {keyof Page.Requests} Name
 * @param {EventTarget} source
 * @param {Name} name
 * @param {{} extends Page.Requests[Name] ? [detail?: Page.Requests[Name]] : [detail: Page.Requests[Name]]} more
 */
export function request(source, name, ...more) {
    source.dispatchEvent(new CustomEvent(`martlet:${name}`, { detail: more[0] ?? {}, bubbles: true }));
}
