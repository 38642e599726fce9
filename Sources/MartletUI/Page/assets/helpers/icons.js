const namespace = "http://www.w3.org/2000/svg";
const sheet = new URL("../icons.svg", import.meta.url).href;

/** An icon of the sheet, hidden from assistive technology: its button carries the label. */
export function icon(name, className = "icon") {
    const svg = document.createElementNS(namespace, "svg");
    const use = document.createElementNS(namespace, "use");
    svg.setAttribute("class", className);
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${sheet}#${name}`);
    svg.append(use);
    return svg;
}

/** Shows another icon in an existing one. */
export function changeIcon(svg, name) {
    svg.firstElementChild.setAttribute("href", `${sheet}#${name}`);
}

const iconsOfTypes = { tool: "tool", llm: "spark", run: "chain", retrieval: "search", rerank: "search", embedding: "chain" };
const known = new Set(["book", "image", "file", "tool", "spark", "chain", "search", "info", "warning", "sliders", "pencil"]);
const cousins = { wrench: "tool", hammer: "tool", sparkles: "spark", brain: "spark", bot: "spark", globe: "search", link: "chain" };

/** The icon of a step: the author's choice where the sheet has it, else the one of its type. */
export function iconOfStep(step) {
    const wanted = step.metadata?.icon;
    if (known.has(wanted)) return wanted;
    return cousins[wanted] ?? iconsOfTypes[step.type] ?? "chain";
}
