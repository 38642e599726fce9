import { SentenceReader } from "../models/sentences.js";
import { isMessage } from "../models/placement.js";
import { make } from "../helpers/dom.js";
import { schedule } from "../helpers/render-queue.js";
import { string } from "../helpers/strings.js";

const interval = 600;
const keptLines = 12;

/**
 * @typedef {import("../models/chat.js").Chat} Chat
 * @typedef {import("./transcript-view.js").TranscriptView} TranscriptView
 */

/** Speaks answers to screen readers while they are written: whole sentences, each once, a breath apart. */
export class Announcer extends HTMLElement {
    /**
     * By the message's identifier: after a lost connection the same messages come again.
     * @type {Map<string, SentenceReader>}
     */
    #readers = new Map();
    /** @type {Set<string>} */
    #changed = new Set();
    /** @type {TranscriptView | null} */
    #transcript = null;
    /** @type {Chat | null} */
    #chat = null;
    #timer = 0;
    #isReplacing = false;

    /** @param {Chat} chat @param {TranscriptView} transcriptView where the messages are drawn */
    bind(chat, transcriptView) {
        this.#chat = chat;
        this.#transcript = transcriptView;
        chat.transcript.addEventListener("change", ({ detail }) => this.#note(detail));
        chat.addEventListener("restored", () => this.#forget());
    }

    /**
     * Says something that is no message.
     * @param {string} text
     */
    say(text) {
        this.append(make("p", {}, text));
        while (this.childElementCount > keptLines) this.firstElementChild?.remove();
    }

    /** @param {Page.TranscriptChange} change */
    #note({ kind, node }) {
        if (kind === "reset") return this.#replace();
        if (kind === "remove") return this.#forget();
        if (!isMessage(node.step) || node.step.type === "user_message") return;
        // What was said before is known: only what comes now is spoken.
        const isNews = kind === "insert" && (node.step.streaming || !(this.#isReplacing || this.#chat?.isFilling));
        if (isNews && !this.#readers.has(node.id)) this.#readers.set(node.id, new SentenceReader());
        if (!this.#readers.has(node.id)) return;
        this.#changed.add(node.id);
        // The messages are drawn in the same frame, and first.
        this.#timer ||= setTimeout(() => schedule(this, () => this.#speak()), interval);
    }

    // A reset begins a replacement, whose messages follow in the same breath, or those of a long chat later.
    #replace() {
        this.#isReplacing = true;
        queueMicrotask(() => {
            this.#isReplacing = false;
            this.#forget();
        });
    }

    /** Lets go of what is no message of the chat any more, unless it may be still to come. */
    #forget() {
        if (this.#chat?.isFilling) return;
        for (const id of this.#readers.keys()) if (!this.#chat?.transcript.get(id)) this.#readers.delete(id);
    }

    #speak() {
        this.#timer = 0;
        const ids = [...this.#changed];
        this.#changed.clear();
        const language = document.documentElement.lang || "en";
        for (const id of ids) {
            const [node, reader] = [this.#chat?.transcript.get(id), this.#readers.get(id)];
            const blocks = this.#transcript?.view(id)?.querySelector(".markdown")?.children;
            if (!node || !reader || !blocks) continue;
            reader.follow(partsOf(node.output));
            const texts = [...blocks].slice(reader.block).map(textOf);
            const sentences = reader.read(texts, !node.step.streaming, language);
            if (sentences.length > 0) this.say(sentences.join(" "));
        }
    }
}

/**
 * What the blocks of a message are drawn from.
 * @param {import("../models/rendered-field.js").RenderedField} field
 */
function partsOf({ blocks, tail, text }) {
    return blocks ? [...blocks, tail] : [text];
}

/** @param {Element} block */
function textOf(block) {
    if (!block.querySelector("pre, table")) return block.textContent ?? "";
    const copy = /** @type {Element} */ (block.cloneNode(true));
    // On lines of their own these are sentences of their own.
    for (const code of copy.querySelectorAll("pre")) {
        (code.closest(".code") ?? code).replaceWith(`\n${string("martlet.codeBlock", "Code block")}\n`);
    }
    for (const table of copy.querySelectorAll("table")) {
        const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent?.trim()).join(", "));
        table.replaceWith(`\n${rows.join("\n")}\n`);
    }
    return copy.textContent ?? "";
}
