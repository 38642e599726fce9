/** Where the app is mounted ("" or "/prefix"), from the tag that the server puts into the page. */
export const rootPath = (() => {
    const tag = /** @type {HTMLMetaElement | null | undefined} */ (
        globalThis.document?.querySelector('meta[property="og:root_path"]'));
    return (tag?.content ?? "").replace(/\/+$/, "");
})();

/**
 * An address of this app, under its root path.
 * @param {string} path
 * @param {Record<string, string | null | undefined>} [query]
 */
export function address(path, query = {}) {
    const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []));
    const parameters = new URLSearchParams(given).toString();
    return `${rootPath}/${path.replace(/^\//, "")}${parameters ? `?${parameters}` : ""}`;
}

/**
 * What the server injects: from its JSON block, or from the variables that Chainlit's own shell sets.
 * @param {string} name
 * @returns {any}
 */
export function injected(name) {
    const block = document.querySelector("script#martlet-configuration[type='application/json']");
    if (block) {
        try {
            const value = JSON.parse(block.textContent ?? "")[name];
            if (value !== undefined) return value;
        } catch (error) {
            reportError(error);
        }
    }
    return /** @type {Record<string, any>} */ (globalThis)[name];
}

/**
 * The address of an image that an author named (`/public/x.png`, `https://…`), or null where it is the name of an icon.
 * What comes of it is shown as a picture and as nothing else.
 *
 * @param {unknown} source
 */
export function imageAddress(source) {
    if (typeof source !== "string" || !/[/.]/.test(source)) return null;
    const path = source.startsWith("/") ? address(source) : source;
    try {
        const url = new URL(path, document.baseURI);
        return /^https?:$/.test(url.protocol) ? url.href : null;
    } catch {
        return null;
    }
}
