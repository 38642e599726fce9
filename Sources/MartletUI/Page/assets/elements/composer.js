import { Chat } from "../models/chat.js";
import { Draft } from "../models/draft.js";
import { Uploads } from "../models/uploads.js";
import { acceptList, checkFiles } from "../models/upload-rules.js";
import { limitText, problemText } from "../helpers/upload-words.js";
import { isComposing } from "../helpers/keyboard.js";
import { request } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";
import { tabStore } from "../helpers/storage.js";

/** @typedef {import("../models/upload-rules.js").UploadRule} UploadRule */

const stopDelay = 150;
const stopDelayAtStart = 600;
const longestPrompt = 1000;

/**
 * The box where a person writes, with all that goes along with a message: files, a command, modes. Enter sends,
 * Shift+Enter makes a new line.
 */
export class Composer extends HTMLElement {
    #chat = new Chat();
    #draft = new Draft(tabStore);
    #uploads = new Uploads(() => ({ promise: Promise.reject(), cancel: () => {} }));
    #form = document.createElement("form");
    #input = document.createElement("textarea");
    #send = document.createElement("button");
    #stop = document.createElement("button");
    #settings = document.createElement("button");
    #attach = document.createElement("button");
    #files = document.createElement("input");
    /** @type {HTMLElementTagNameMap["martlet-command-menu"] | null} */
    #menu = null;
    /** @type {UploadRule | null} */
    #uploadRule = null;
    #stopTimer = 0;
    #isOnline = false;

    /**
     * @param {Chat} chat
     * @param {Draft} draft
     * @param {Uploads} uploads
     */
    bind(chat, draft, uploads) {
        this.#chat = chat;
        this.#draft = draft;
        this.#uploads = uploads;
        this.#form = this.#part("form");
        this.#input = this.#part("#chat-input");
        this.#send = this.#part("#chat-submit");
        this.#stop = this.#part("#stop-button");
        this.#settings = this.#part("#chat-settings-open-modal");
        this.#attach = this.#part("#upload-button");
        this.#files = this.#part("#upload-button-input");
        this.#menu = this.#part("martlet-command-menu");
        this.#bindParts();
        this.#listen();
        this.#listenToChat();
        const prompt = new URLSearchParams(location.search).get("prompt");
        // What was typed while the page still loaded is kept.
        this.#show(prompt ? prompt.slice(0, longestPrompt) : this.#input.value || draft.text);
        this.#refresh();
    }

    set isOnline(/** @type {boolean} */ value) {
        this.#isOnline = value;
        this.#refresh();
    }

    /** Which files may be attached; null takes the button away. */
    set uploadRule(/** @type {UploadRule | null} */ rule) {
        this.#uploadRule = rule;
        this.#attach.hidden = rule === null;
        if (!rule) return;
        this.#files.accept = acceptList(rule.accept);
        this.#files.multiple = (rule.max_files ?? Infinity) > 1;
        this.#attach.title = [string("chat.input.actions.attachFiles", "Add files"), limitText(rule)].filter(Boolean).join(". ");
    }

    get takesFiles() {
        return this.#uploadRule !== null;
    }

    /**
     * Attaches files to the next message, as far as they are taken.
     *
     * @param {File[]} files
     */
    take(files) {
        const rule = this.#uploadRule;
        if (!rule) return;
        const { taken, problems } = checkFiles(files, rule, this.#uploads.count);
        for (const problem of problems) request(this, "notice", { type: "error", message: problemText(problem, rule) });
        this.#uploads.add(taken);
        this.focusInput();
    }

    /**
     * Puts text back that did not reach the server, before what has been written since.
     *
     * @param {string} text
     */
    restore(text) {
        this.#write(this.#input.value ? `${text}\n${this.#input.value}` : text);
    }

    /**
     * Puts text in at the cursor.
     *
     * @param {string} text
     */
    insert(text) {
        const { value, selectionStart, selectionEnd } = this.#input;
        this.#write(value.slice(0, selectionStart) + text + value.slice(selectionEnd));
        this.focusInput();
        this.#input.setSelectionRange(selectionStart + text.length, selectionStart + text.length);
    }

    /** Shows what was being written in another thread. */
    showDraft() {
        this.#show(this.#draft.text);
        this.#refresh();
    }

    focusInput() {
        this.#input.focus({ preventScroll: true });
    }

    /** @type {Page.Find} */
    #part = (/** @type {string} */ selector) => /** @type {any} */ (this.querySelector(selector));

    #bindParts() {
        const { commands, modes } = this.#chat;
        this.#menu?.bind(commands, this.#input, () => this.#write(""));
        this.#part("martlet-command-bar").bind(commands, () => {
            this.focusInput();
            this.#refresh();
        });
        this.#part("martlet-mode-bar").bind(modes);
        this.#part("martlet-upload-list").bind(this.#uploads);
    }

    #listen() {
        this.#form.addEventListener("submit", (event) => {
            event.preventDefault();
            this.#submit();
        });
        this.#input.addEventListener("keydown", (event) => this.#keyDown(event));
        this.#input.addEventListener("input", () => {
            this.#draft.edited(this.#input.value);
            this.#refresh();
            this.#fit();
        });
        this.#stop.addEventListener("click", () => {
            request(this, "stop");
            this.focusInput();
        });
        this.#settings.addEventListener("click", () => request(this, "open-settings"));
        this.#attach.addEventListener("click", () => this.#files.click());
        this.#files.addEventListener("change", () => {
            request(this, "files", { files: [...(this.#files.files ?? [])] });
            this.#files.value = "";
        });
        this.#form.addEventListener("click", (event) => {
            const target = /** @type {Element} */ (event.target);
            if (target === this.#form || target.classList.contains("composer-bar")) this.focusInput();
        });
    }

    #listenToChat() {
        this.#chat.addEventListener("running", () => this.#runningChanged());
        this.#chat.addEventListener("ask", () => this.#refresh());
        this.#chat.settings.addEventListener("load", () => (this.#settings.hidden = this.#chat.settings.isEmpty));
        this.#chat.commands.addEventListener("change", () => this.#refresh());
        this.#uploads.addEventListener("change", () => this.#refresh());
    }

    /** @param {KeyboardEvent} event */
    #keyDown(event) {
        if (isComposing(event) || this.#menu?.keyDown(event)) return;
        if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
            event.preventDefault();
            this.#submit();
        } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
            this.#recall(event);
        } else if (event.key === "Backspace" && this.#input.value === "") {
            this.#chat.commands.pick(null);
        }
    }

    /** @param {KeyboardEvent} event */
    #recall(event) {
        const isUp = event.key === "ArrowUp";
        const { value, selectionStart, selectionEnd } = this.#input;
        const edge = isUp ? 0 : value.length;
        const hasModifier = event.shiftKey || event.ctrlKey || event.metaKey || event.altKey;
        if (hasModifier || selectionStart !== selectionEnd || selectionStart !== edge) return;
        const text = this.#draft.recall(isUp ? -1 : 1, value);
        if (text === null) return;
        event.preventDefault();
        this.#show(text);
        const position = isUp ? 0 : text.length;
        this.#input.setSelectionRange(position, position);
        this.#refresh();
    }

    // Without a connection, and while the chat begins, a message waits in the outbox; an answer cannot wait.
    get #isReady() {
        const { ask, isRunning, isStarting, isAskInterrupted } = this.#chat;
        if (this.#uploads.isSending) return false;
        if (ask) return this.#isOnline && ask.spec.type === "text";
        return !isAskInterrupted && (!this.#isOnline || !isRunning || isStarting);
    }

    /** A command or a file says something without words. */
    get #isEmpty() {
        const hasMore = !this.#chat.ask && (this.#chat.commands.picked !== null || this.#uploads.references.length > 0);
        return this.#input.value.trim() === "" && !hasMore;
    }

    #submit() {
        const text = this.#input.value.trim();
        if (this.#isEmpty || !this.#isReady) return;
        this.#show("");
        this.#draft.sent(text);
        if (this.#chat.ask) {
            request(this, "send", { text });
        } else {
            const command = this.#chat.commands.picked?.id ?? null;
            const files = this.#uploads.references;
            request(this, "send", { text, command, files });
            this.#uploads.clear();
        }
        this.#refresh();
    }

    #runningChanged() {
        clearTimeout(this.#stopTimer);
        const delay = this.#chat.isStarting ? stopDelayAtStart : stopDelay;
        if (this.#chat.isRunning) this.#stopTimer = setTimeout(() => this.#refresh(), delay);
        this.#refresh(!this.#chat.isRunning);
    }

    #refresh(isAtOnce = true) {
        const isStopShown = this.#chat.isRunning && (isAtOnce || !this.#stop.hidden);
        // The stop button comes a moment later, lest it flash; who styles or watches the page wants to know at once.
        this.#form.toggleAttribute("data-running", this.#chat.isRunning);
        this.#stop.hidden = !isStopShown;
        this.#send.hidden = isStopShown;
        this.#send.disabled = !this.#isReady || this.#isEmpty;
        this.#menu?.refresh();
    }

    /**
     * Shows a text as if a person had written it.
     *
     * @param {string} text
     */
    #write(text) {
        this.#show(text);
        this.#draft.edited(text);
        this.#refresh();
    }

    /** @param {string} text */
    #show(text) {
        this.#input.value = text;
        this.#fit();
    }

    #fit() {
        if (CSS.supports("field-sizing", "content")) return;
        this.#input.style.height = "auto";
        this.#input.style.height = `${this.#input.scrollHeight}px`;
    }
}
