// Which message is the answer of a run, and which question it answers. Pure functions over nodes: `{step, parent, children}`.
import { isWrapper } from "./placement.js";

/** @typedef {Page.TranscriptNode} Node */

/**
 * The run of the server that a node belongs to, or null.
 * @param {Node} node
 * @returns {Node | null}
 */
export function runOf(node) {
    for (let current = /** @type {Node | null} */ (node); current; current = current.parent) {
        if (isWrapper(current.step)) return current;
    }
    return null;
}

/**
 * The last message that a run gave, which stands for all of it.
 * @param {Node} run
 * @returns {Node | null}
 */
export function answerOf(run) {
    for (const child of [...run.children].reverse()) {
        if (isWrapper(child.step)) continue;
        const found = child.step.type === "assistant_message" ? child : answerOf(child);
        if (found) return found;
    }
    return null;
}

/**
 * Whether a run has come to its end.
 * @param {Node} run
 */
export function isEnded(run) {
    return Boolean(run.step.end);
}

/**
 * The person's message that a run answers, or null.
 * @param {Node} run
 * @returns {Node | null}
 */
export function questionOf(run) {
    return run.parent?.step.type === "user_message" ? run.parent : null;
}

/**
 * Whether nothing was asked after a question: only then can its answer be made again without losing others.
 * @param {Node} question
 * @param {Node[]} roots
 */
export function isLatest(question, roots) {
    return roots.findLast(({ step }) => step.type === "user_message") === question;
}
