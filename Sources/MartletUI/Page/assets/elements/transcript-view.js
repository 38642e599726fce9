import { containerOf, isDrawn, isMessage, nextDrawn } from "../models/placement.js";
import { StepView } from "./step.js";
import { make } from "../helpers/dom.js";
import { schedule } from "../helpers/render-queue.js";

// Views this far from the end may be skipped by the browser while they are off screen.
const liveViews = 6;

/** @typedef {Page.TranscriptNode} TranscriptNode */
/** @typedef {import("./message.js").MessageView | StepView} View */
/** @typedef {{ kind: "update" | "attachments" | "output" | "input", node: TranscriptNode, from: number }} Change */

/** The list of messages and steps. It notes what changed and draws it once a frame. */
export class TranscriptView extends HTMLElement {
    /** @type {Map<string, View>} */
    #views = new Map();
    /** @type {{ kind: string, node: TranscriptNode }[]} */
    #moves = [];
    /** @type {Map<string, Change>} */
    #changes = new Map();
    /** @type {Set<StepView>} */
    #open = new Set();
    #ticker = 0;
    /** @type {Page.Context} */
    #context = /** @type {Page.Context} */ (/** @type {unknown} */ (null));
    #thinking = make("div", { class: "thinking loading-cursor", "aria-hidden": "true" }, make("i"), make("i"), make("i"));

    /**
     * `context`: `chat`, `transcript`, `cot`, `appName`, `mayEdit`.
     * @param {Page.Context} context
     */
    bind(context) {
        this.#context = context;
        context.transcript.addEventListener("change", ({ detail }) => this.#note(detail));
        context.chat.addEventListener("running", () => this.#runningChanged());
        this.append(this.#thinking);
        this.rebuild();
    }

    /** Draws everything anew: after a change of what is shown at all. */
    rebuild() {
        this.#clear();
        /** @param {TranscriptNode} node */
        const visit = (node) => {
            this.#moves.push({ kind: "insert", node });
            node.children.forEach(visit);
        };
        this.#context.transcript.roots.forEach(visit);
        this.#schedule();
    }

    /**
     * @param {string} id
     * @returns {View | undefined}
     */
    view(id) {
        return this.#views.get(id);
    }

    /** @param {Page.TranscriptChange} change */
    #note({ kind, node, from }) {
        if (kind === "reset") this.#clear();
        else if (kind === "insert" || kind === "remove") this.#moves.push({ kind, node });
        else {
            const key = `${kind} ${node.id}`;
            const known = this.#changes.get(key);
            this.#changes.set(key, { kind, node, from: Math.min(from, known?.from ?? from) });
        }
        this.#schedule();
    }

    #schedule() {
        schedule(this, () => this.#draw());
    }

    #draw() {
        const moves = this.#moves.splice(0);
        const isOpened = this.#views.size === 0 && moves.every(({ kind }) => kind === "insert");
        if (isOpened && moves.length > 1) this.#insertAll(this.#context.transcript.roots);
        else for (const { kind, node } of moves) {
            if (kind === "insert") this.#insert(node);
            else this.#remove(node);
        }
        const changes = [...this.#changes.values()];
        this.#changes.clear();
        for (const change of changes) this.#apply(change);
        this.#tickWhileOpen();
        this.#showThinking();
    }

    /** @param {Change} change */
    #apply({ kind, node, from }) {
        const view = this.#views.get(node.id);
        if (!view) return;
        if (kind === "update") this.#refresh(view);
        else if (kind === "attachments") view.showAttachments();
        else view.showText(kind, from);
    }

    // In the order of the tree each is the last so far: a long chat is drawn without looking for neighbours.
    /** @param {TranscriptNode[]} nodes */
    #insertAll(nodes) {
        for (const node of nodes) {
            this.#insert(node, true);
            this.#insertAll(node.children);
        }
    }

    /**
     * @param {TranscriptNode} node
     * @param {boolean} [isLast]
     */
    #insert(node, isLast = false) {
        const { cot, transcript } = this.#context;
        if (!isDrawn(node.step, cot) || this.#views.has(node.id) || transcript.get(node.id) !== node) return;
        const view = document.createElement(isMessage(node.step) ? "martlet-message" : "martlet-step");
        this.#views.set(node.id, view);
        const container = this.#views.get(containerOf(node, cot)?.id ?? "");
        const next = isLast ? null : this.#nextView(node);
        if (container instanceof StepView) container.nested.insertBefore(view, next);
        else this.insertBefore(view, next ?? this.#thinking);
        view.bind(node, this.#context);
        if (view instanceof StepView && view.isRunning) this.#open.add(view);
        if (!container && !next) this.children[this.children.length - 2 - liveViews]?.classList.add("settled");
    }

    // Nodes that come later in this very frame have no view yet: the next one that has is the neighbour.
    /** @param {TranscriptNode} node */
    #nextView(node) {
        const { cot, transcript } = this.#context;
        let next = nextDrawn(node, transcript.roots, cot);
        while (next && !this.#views.has(next.id)) next = nextDrawn(next, transcript.roots, cot);
        return (next && this.#views.get(next.id)) ?? null;
    }

    /** @param {View} view */
    #refresh(view) {
        view.refresh();
        if (!(view instanceof StepView)) return;
        if (view.isRunning) this.#open.add(view);
        else this.#open.delete(view);
    }

    /** @param {TranscriptNode} node */
    #remove(node) {
        const view = this.#views.get(node.id);
        this.#views.delete(node.id);
        if (view instanceof StepView) this.#open.delete(view);
        view?.remove();
        for (const child of node.children) this.#remove(child);
    }

    #clear() {
        for (const view of this.#views.values()) view.remove();
        this.#views.clear();
        this.#open.clear();
        this.#changes.clear();
        this.#moves = [];
    }

    #runningChanged() {
        for (const node of this.#context.transcript.nodes) {
            const { start, end } = node.step;
            if (start && !end && !isMessage(node.step)) this.#note({ kind: "update", node, from: 0 });
        }
        this.#schedule();
    }

    #tickWhileOpen() {
        if (this.#open.size > 0 && !this.#ticker) {
            this.#ticker = setInterval(() => this.#open.forEach((view) => view.tick()), 200);
        } else if (this.#open.size === 0) {
            clearInterval(this.#ticker);
            this.#ticker = 0;
        }
    }

    // The dots stand for work that nothing else on screen shows.
    #showThinking() {
        const last = this.#thinking.previousElementSibling;
        const isShown = last?.classList.contains("streaming") || (last instanceof StepView && last.isRunning);
        this.#thinking.hidden = !this.#context.chat.isRunning || isShown;
    }
}
