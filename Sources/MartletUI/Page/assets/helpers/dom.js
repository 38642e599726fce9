/**
 * Makes an element. Attributes: functions become listeners (`onclick`), `dataset` is spread, `true` and `false` switch
 * boolean attributes, null is left out. Children: nodes, or strings which become text (never markup).
 */
export function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        if (typeof value === "function") element.addEventListener(name.slice(2), value);
        else if (name === "dataset") Object.assign(element.dataset, value);
        else if (name === "class") element.className = value;
        else if (name === "value" || name === "checked") element[name] = value;
        else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
    return element;
}

/** Tells whoever joins elements to the server what a person asked for. */
export function request(source, name, detail = {}) {
    source.dispatchEvent(new CustomEvent(`martlet:${name}`, { detail, bubbles: true }));
}
