// Where the page lies, and its files: for the tests that look at it from outside.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const pageFolder = new URL("../../../Sources/MartletUI/Page/", import.meta.url);

/** The paths of all files under a folder of the page, from the page's own folder on. */
export function files(extension) {
    return readdirSync(fileURLToPath(pageFolder), { recursive: true })
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => path.endsWith(extension))
        .sort();
}

export function read(path) {
    return readFileSync(new URL(path, pageFolder), "utf8");
}

/** Collects what an event target tells. */
export function listen(target, ...types) {
    const events = [];
    for (const type of types) target.addEventListener(type, ({ detail }) => events.push({ type, ...detail }));
    return events;
}

/** A store without a browser. */
export function memoryStore(content = {}) {
    return {
        content,
        read: (key, fallback = null) => content[key] ?? fallback,
        write: (key, value) => (content[key] = value),
    };
}
