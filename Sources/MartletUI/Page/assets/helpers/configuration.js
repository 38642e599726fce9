/** Where the app is mounted ("" or "/prefix"), from the tag that the server puts into the page. */
export const rootPath = (() => {
    const tag = globalThis.document?.querySelector('meta[property="og:root_path"]');
    return (tag?.content ?? "").replace(/\/+$/, "");
})();

/** An address of this app, under its root path. */
export function address(path, query = {}) {
    const parameters = new URLSearchParams(
        Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ""),
    ).toString();
    return `${rootPath}/${path.replace(/^\//, "")}${parameters ? `?${parameters}` : ""}`;
}

/** What the server injects: from its JSON block, or from the variables that Chainlit's own shell sets. */
export function injected(name) {
    const block = document.querySelector("script#martlet-configuration[type='application/json']");
    if (block) {
        try {
            const value = JSON.parse(block.textContent)[name];
            if (value !== undefined) return value;
        } catch (error) {
            reportError(error);
        }
    }
    return globalThis[name];
}
