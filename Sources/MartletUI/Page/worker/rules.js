/**
 * What the server tells the worker.
 * @typedef {object} Shell
 * @property {string} prefix The root path, empty or beginning with a slash.
 * @property {string} version Of the page; empty when there is nothing to keep any more.
 * @property {string[]} files Those that each page needs.
 */

// Requests that are never the page, though a browser may go there: files, sign-in, sockets, what the app's people made.
const elsewhere = [
    "assets", "auth", "avatars", "copilot", "favicon", "feedback", "files", "health", "logo",
    "logout", "mcp", "metrics", "project", "public", "user", "v1", "ws",
];

/**
 * How a request is answered: "page" from the network while there is one, "asset" from what is kept, null by the browser.
 * @param {{ method: string, mode: string, url: string }} request
 * @param {Shell} shell
 * @param {string} origin
 * @returns {"page" | "asset" | null}
 */
export function strategyOf(request, shell, origin) {
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== origin || !url.pathname.startsWith(`${shell.prefix}/`)) return null;
    const path = url.pathname.slice(shell.prefix.length + 1);
    if (/^assets\/v-[\w-]+\/./.test(path)) return "asset";
    if (request.mode !== "navigate") return null;
    return elsewhere.includes(path.split("/")[0]) || /\.\w+$/.test(path) ? null : "page";
}

/**
 * The name of the cache for a version of an app; several apps may share an origin.
 * @param {Shell} shell
 */
export function cacheName({ prefix, version }) {
    return `martlet ${prefix}/ ${version}`;
}

/**
 * The caches that an app's earlier versions left.
 * @param {string[]} names
 * @param {Shell} shell
 */
export function staleCaches(names, shell) {
    return names.filter((name) => name.startsWith(`martlet ${shell.prefix}/ `) && name !== cacheName(shell));
}

/**
 * Whether an answer is the page of this app and version itself, and not another app's on the same host, nor what a proxy
 * or a supervisor says in its place.
 * @param {Response} response
 * @param {Shell} shell
 */
export function isPage(response, { prefix, version }) {
    return response.ok && !response.redirected && response.headers.get("Martlet-Page") === `${version} ${prefix}/`;
}

/**
 * Whether a file is of the version that its address names: only such may be kept for good.
 * @param {Response} response
 */
export function isOfVersion(response) {
    return response.ok && /\bimmutable\b/.test(response.headers.get("Cache-Control") ?? "");
}
