const namespace = "http://www.w3.org/2000/svg";
// The server puts the sheet into the page; where it did not, it is a file beside the scripts.
const sheet = globalThis.document?.querySelector("#martlet-icons")
    ? "#icon-"
    : `${new URL("../icons.svg", import.meta.url).href}#`;

/**
 * An icon of the sheet, hidden from assistive technology: its button carries the label.
 * @param {string} name
 */
export function icon(name, className = "icon") {
    const svg = document.createElementNS(namespace, "svg");
    const use = document.createElementNS(namespace, "use");
    svg.setAttribute("class", className);
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sheet}${name}`);
    svg.append(use);
    return svg;
}

/**
 * Shows another icon in an existing one.
 * @param {Element} svg
 * @param {string} name
 */
export function changeIcon(svg, name) {
    svg.firstElementChild?.setAttribute("href", `${sheet}${name}`);
}

/** @type {Record<string, string>} */
const iconsOfTypes = { tool: "tool", llm: "spark", run: "chain", retrieval: "search", rerank: "search", embedding: "chain" };
const known = new Set(["book", "image", "file", "tool", "spark", "chain", "search", "info", "warning", "sliders", "pencil"]);
/** @type {Record<string, string>} */
const cousins = { wrench: "tool", hammer: "tool", sparkles: "spark", brain: "spark", bot: "spark", globe: "search", link: "chain" };

/**
 * The icon of a step: the author's choice where the sheet has it, else the one of its type.
 * @param {Protocol.Step} step
 */
export function iconOfStep(step) {
    const wanted = step.metadata?.icon;
    if (known.has(wanted)) return wanted;
    return cousins[wanted] ?? iconsOfTypes[step.type] ?? "chain";
}

// Names of Lucide, in which authors name icons, that the sheet has under another name.
/** @type {Record<string, string>} */
const lucide = {
    ...cousins, globe: "globe", x: "cross", paperclip: "clip", mic: "microphone", "pen-line": "pencil", settings: "sliders",
    "book-open": "book", "file-text": "file", "arrow-right": "chevron", "triangle-alert": "warning", "rotate-ccw": "undo",
};
const own = new Set([...known, "globe", "star", "check", "cross", "copy", "download", "upload", "microphone", "clock", "sun", "moon"]);

/**
 * The icon that an author named, or a stand-in where the sheet has none like it.
 *
 * @param {string | null} [name]
 */
export function namedIcon(name) {
    const wanted = name ?? "";
    return icon(own.has(wanted) ? wanted : (lucide[wanted] ?? "spark"));
}
