import { containerOf, isDrawn, isMessage, nextDrawn } from "../models/placement.js";
import { StepView } from "./step.js";
import { make } from "../helpers/dom.js";
import { schedule } from "../helpers/render-queue.js";

// Views this far from the end may be skipped by the browser while they are off screen.
const liveViews = 6;
/** Between two drawings of a chat that arrives in parts, in milliseconds. */
const fillingTime = 25;
/** What a line of text holds on a wide screen, and how high it is, in CSS pixels. */
const [lettersPerLine, lineHeight] = [85, 28];

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
    /**
     * What a person did to views that are made anew: opened, closed, or began to edit.
     * @type {Map<string, unknown>}
     */
    #kept = new Map();
    #ticker = 0;
    #filling = 0;
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
        context.chat.addEventListener("restored", () => {
            schedule(this, () => this.#draw());
            schedule(this.#thinking, () => this.#filled());
        });
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

    // What follows of a long chat comes in many parts: not each is worth a layout.
    #schedule() {
        if (!this.#context.chat.isFilling || this.#views.size === 0) return schedule(this, () => this.#draw());
        this.#filling ||= setTimeout(() => {
            this.#filling = 0;
            schedule(this, () => this.#draw());
        }, fillingTime);
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
        if (this.#kept.has(node.id)) view.takeUp(this.#kept.get(node.id));
        this.#kept.delete(node.id);
        if (view instanceof StepView && view.isRunning) this.#open.add(view);
        if (container || next) return;
        // A long chat that arrives in parts would else lay out each of its messages while that is among the last.
        if (this.#context.chat.isFilling) settle(view, node);
        else this.#settleOlder();
    }

    // The one that is no longer among the last.
    #settleOlder() {
        const older = this.children[this.children.length - 2 - liveViews];
        if (older && !older.classList.contains("settled")) settle(older, /** @type {View} */ (older).node);
    }

    // The chat is there: its last messages may be written on.
    #filled() {
        for (const view of [...this.children].slice(-1 - liveViews)) view.classList.remove("settled");
        this.#kept.clear();
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

    // After a lost connection the same messages come again.
    #clear() {
        for (const [id, view] of this.#views) {
            const state = view.handedOn;
            if (state) this.#kept.set(id, state);
            view.remove();
        }
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

/**
 * Lets the browser skip a view while it is off screen; until it has been on screen once its height is a guess.
 * @param {Element} view
 * @param {TranscriptNode} node
 */
function settle(view, node) {
    const lines = Math.ceil(node.output.text.length / lettersPerLine) + 1;
    view.classList.add("settled");
    /** @type {HTMLElement} */ (view).style.setProperty("contain-intrinsic-block-size", `auto ${lines * lineHeight}px`);
}
