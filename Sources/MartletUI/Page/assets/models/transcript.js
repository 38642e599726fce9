import { Attached } from "./attached.js";
import { RenderedField } from "./rendered-field.js";

/**
 * One message or step, with its place in the tree and what belongs to it.
 * @implements {Page.TranscriptNode}
 */
class Node {
    /** @type {Page.TranscriptNode[]} */
    children = [];
    output = new RenderedField();
    input = new RenderedField();

    /**
     * @param {Protocol.Step} step
     * @param {Page.TranscriptNode | null} parent
     */
    constructor(step, parent) {
        this.id = step.id;
        this.parent = parent;
        this.step = /** @type {Protocol.Step} */ ({});
        this.merge(step);
    }

    /** @param {Protocol.StepChange} change */
    merge({ blocks, inputBlocks, steps, ...step }) {
        Object.assign(this.step, step);
        this.output.assign(step.output, blocks);
        this.input.assign(step.input, inputBlocks);
    }
}

/**
 * The tree of messages and steps, following the rules the protocol's clients share: known ids are merged, a step with
 * an unknown parent is dropped, removal takes the subtree. Each change is told once as a `change` event with
 * `{kind: "insert"|"update"|"output"|"input"|"remove"|"reset"|"attachments", node, from}`.
 */
export class Transcript extends EventTarget {
    /** @type {Map<string, Node>} */
    #nodes = new Map();
    /** @type {Attached<Protocol.Element>} */
    #elements = new Attached();
    /** @type {Attached<Protocol.Action>} */
    #actions = new Attached();
    /** @type {Page.TranscriptNode[]} */
    roots = [];

    /** @param {string} id */
    get(id) {
        return this.#nodes.get(id);
    }

    get isEmpty() {
        return this.roots.length === 0;
    }

    get nodes() {
        return this.#nodes.values();
    }

    /**
     * Adds a step, or merges it into the one with its id. Returns its node, or null if its parent is unknown.
     * @param {Protocol.Step} step
     */
    upsert(step) {
        const known = this.#nodes.get(step.id);
        if (known) return this.#merge(known, step);
        const parent = step.parentId ? this.#nodes.get(step.parentId) : null;
        if (parent === undefined) return null;
        const node = new Node(step, parent);
        this.#nodes.set(step.id, node);
        (parent?.children ?? this.roots).push(node);
        this.#tell("insert", node);
        return node;
    }

    /**
     * Merges into a known step; unknown ones are ignored.
     * @param {Protocol.StepChange} step
     */
    update(step) {
        const node = this.#nodes.get(step.id);
        return node ? this.#merge(node, step) : null;
    }

    /** @param {string} id */
    remove(id) {
        const node = this.#nodes.get(id);
        if (!node) return;
        const siblings = node.parent?.children ?? this.roots;
        siblings.splice(siblings.indexOf(node), 1);
        this.#forget(node);
        this.#tell("remove", node);
    }

    /**
     * Takes rendered blocks: those from `from` on are replaced.
     * @param {Protocol.HTMLChange} change
     */
    splice({ id, field, from, blocks, final }) {
        const node = this.#nodes.get(id);
        if (!node || (field !== "output" && field !== "input")) return;
        const start = node[field].splice(from, blocks);
        if (final && field === "output") node.step.streaming = false;
        this.#tell(field, node, start);
    }

    /**
     * Takes a plain token, as a server that renders nothing sends it.
     * @param {Protocol.Token} token
     */
    append({ id, token, isSequence, isInput }) {
        const node = this.#nodes.get(id);
        if (!node) return;
        const field = isInput ? "input" : "output";
        node[field].append(token, isSequence);
        this.#tell(field, node, isSequence ? 0 : (node[field].blocks?.length ?? 0));
    }

    /**
     * Replaces everything, in order.
     * @param {{ steps?: Protocol.Step[], elements?: Protocol.Element[], actions?: Protocol.Action[] }} content
     */
    replace({ steps = [], elements = [], actions = [] }) {
        this.clear();
        for (const element of elements) this.#elements.set(element);
        for (const action of actions) this.addAction(action);
        for (const step of steps) this.upsert(step);
    }

    clear() {
        this.#nodes.clear();
        this.#elements.clear();
        this.#actions.clear();
        this.roots = [];
        this.#tell("reset", null);
    }

    // Elements and actions may come before the step they belong to, so they are kept by that step's id.

    /** @param {Protocol.Element} element */
    setElement(element) {
        this.#elements.set(element);
        this.#tellAttachments(element.forId);
    }

    /** @param {string} id */
    removeElement(id) {
        this.#tellAttachments(this.#elements.delete(id)?.forId);
    }

    /** @param {string} id */
    element(id) {
        return this.#elements.get(id);
    }

    /** @param {string} id */
    elementsOf(id) {
        return this.#elements.of(id);
    }

    /** @param {Protocol.Action} action */
    addAction(action) {
        this.#actions.set(action);
        this.#tellAttachments(action.forId);
    }

    /** @param {string} id */
    removeAction(id) {
        this.#tellAttachments(this.#actions.delete(id)?.forId);
    }

    /** @param {string} id */
    actionsOf(id) {
        return this.#actions.of(id);
    }

    /**
     * @param {Node} node
     * @param {Protocol.StepChange} step
     */
    #merge(node, step) {
        node.merge(step);
        this.#tell("update", node);
        return node;
    }

    /** @param {Page.TranscriptNode} node */
    #forget(node) {
        this.#nodes.delete(node.id);
        for (const child of node.children) this.#forget(child);
    }

    /** @param {string | null | undefined} id */
    #tellAttachments(id) {
        const node = this.#nodes.get(id ?? "");
        if (node) this.#tell("attachments", node);
    }

    /**
     * @param {Page.TranscriptChange["kind"]} kind
     * @param {Page.TranscriptNode | null} node
     */
    #tell(kind, node, from = 0) {
        this.dispatchEvent(new CustomEvent("change", { detail: { kind, node, from } }));
    }
}
