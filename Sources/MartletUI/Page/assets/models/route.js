/** @typedef {{kind: "chat" | "login" | "thread" | "share", id: string}} Route */

/**
 * What an address of the page asks for.
 * @param {string} path
 * @param {string} root where the app is mounted: "" or "/prefix"
 * @returns {Route}
 */
export function routeOf(path, root = "") {
    const inside = root && (path === root || path.startsWith(`${root}/`)) ? path.slice(root.length) : path;
    const [, kind, id] = inside.split("/");
    if ((kind === "thread" || kind === "share") && id) return { kind, id: decoded(id) };
    return { kind: kind === "login" ? "login" : "chat", id: "" };
}

/**
 * The way back: without a slash in front, as addresses are made of.
 * @param {Partial<Route>} route
 */
export function pathOf({ kind = "chat", id = "" }) {
    return id ? `${kind}/${encodeURIComponent(id)}` : "";
}

/** @param {string} text */
function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
