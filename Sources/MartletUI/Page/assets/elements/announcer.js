import { SentenceReader } from "../models/sentences.js";
import { isMessage } from "../models/placement.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

const interval = 600;
const keptLines = 12;

/**
 * @typedef {import("../models/chat.js").Chat} Chat
 * @typedef {import("./transcript-view.js").TranscriptView} TranscriptView
 */

/** Speaks answers to screen readers while they are written: whole sentences, each once, a breath apart. */
export class Announcer extends HTMLElement {
    /** @type {Map<Page.TranscriptNode, SentenceReader>} */
    #readers = new Map();
    /** @type {Set<Page.TranscriptNode>} */
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
        if (kind === "reset") return this.#forget();
        if (!isMessage(node.step) || node.step.type === "user_message") return;
        if (kind === "remove") return void this.#readers.delete(node);
        // What was said before is known: only what comes now is spoken.
        if (kind === "insert" && (node.step.streaming || !(this.#isReplacing || this.#chat?.isFilling))) {
            this.#readers.set(node, new SentenceReader());
        }
        if (!this.#readers.has(node)) return;
        this.#changed.add(node);
        this.#timer ||= setTimeout(() => this.#speak(), interval);
    }

    // A reset begins a replacement, whose messages follow in the same breath.
    #forget() {
        this.#readers.clear();
        this.#changed.clear();
        this.#isReplacing = true;
        queueMicrotask(() => (this.#isReplacing = false));
    }

    #speak() {
        this.#timer = 0;
        const nodes = [...this.#changed];
        this.#changed.clear();
        const language = document.documentElement.lang || "en";
        for (const node of nodes) {
            const reader = this.#readers.get(node);
            const blocks = this.#transcript?.view(node.id)?.querySelector(".markdown")?.children ?? [];
            const texts = reader ? [...blocks].slice(reader.block).map(textOf) : [];
            const sentences = reader?.read(texts, !node.step.streaming, language) ?? [];
            if (sentences.length > 0) this.say(sentences.join(" "));
        }
    }
}

/** @param {Element} block */
function textOf(block) {
    if (block.querySelector("pre")) return string("martlet.codeBlock", "Code block");
    const rows = [...block.querySelectorAll("tr")];
    if (rows.length === 0) return block.textContent ?? "";
    return rows.map((row) => [...row.cells].map((cell) => cell.textContent?.trim()).join(", ")).join("\n");
}
