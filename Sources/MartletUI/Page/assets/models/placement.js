// Where a step of the transcript's tree is drawn. Pure functions over nodes: `{step, parent, children}`.
const wrapperNames = new Set(["on_chat_start", "on_message", "on_audio_end"]);

/**
 * Messages are drawn as bubbles, everything else as a step that opens and closes.
 * @param {Protocol.Step} step
 */
export function isMessage(step) {
    return (step.type ?? "").includes("message");
}

/**
 * The runs that the server wraps around handlers: never drawn, though their children are.
 * @param {Protocol.Step} step
 */
export function isWrapper(step) {
    return step.type === "run" && wrapperNames.has(step.name ?? "");
}

/**
 * Whether a step shows, given how much of its thinking the app lets people see (`cot`).
 * @param {Protocol.Step} step
 * @param {string} cot
 */
export function isDrawn(step, cot) {
    if (isMessage(step)) return true;
    if (isWrapper(step) || cot === "hidden") return false;
    return cot !== "tool_call" || step.type === "tool";
}

/**
 * The node of the step that a node is drawn inside, or null where it is drawn in the list itself.
 * @param {Page.TranscriptNode} node
 * @param {string} cot
 * @returns {Page.TranscriptNode | null}
 */
export function containerOf(node, cot) {
    if (isMessage(node.step)) return null;
    for (let ancestor = node.parent; ancestor; ancestor = ancestor.parent) {
        if (isMessage(ancestor.step)) return null;
        if (isDrawn(ancestor.step, cot)) return ancestor;
    }
    return null;
}

/**
 * The node that is drawn right after this one in the same container, or null at its end.
 * @param {Page.TranscriptNode} node
 * @param {Page.TranscriptNode[]} roots
 * @param {string} cot
 * @returns {Page.TranscriptNode | null}
 */
export function nextDrawn(node, roots, cot) {
    const container = containerOf(node, cot);
    for (let current = /** @type {Page.TranscriptNode | null} */ (node); current && current !== container; current = current.parent) {
        const siblings = current.parent?.children ?? roots;
        if (siblings.at(-1) === current) continue;
        for (const sibling of siblings.slice(siblings.indexOf(current) + 1)) {
            const found = firstDrawn(sibling, container, cot);
            if (found) return found;
        }
    }
    return null;
}

/**
 * @param {Page.TranscriptNode} node
 * @param {Page.TranscriptNode | null} container
 * @param {string} cot
 * @returns {Page.TranscriptNode | null}
 */
function firstDrawn(node, container, cot) {
    if (isDrawn(node.step, cot) && containerOf(node, cot) === container) return node;
    for (const child of node.children) {
        const found = firstDrawn(child, container, cot);
        if (found) return found;
    }
    return null;
}
