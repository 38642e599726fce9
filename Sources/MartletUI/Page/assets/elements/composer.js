import { request } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

const stopDelay = 150;

/** The box where a person writes. Enter sends, Shift+Enter makes a new line. */
export class Composer extends HTMLElement {
    #chat;
    #draft;
    #form;
    #input;
    #send;
    #stop;
    #settings;
    #hint;
    #stopTimer = 0;
    #isOnline = false;

    bind(chat, draft) {
        this.#chat = chat;
        this.#draft = draft;
        this.#form = this.querySelector("form");
        this.#input = this.querySelector("#chat-input");
        this.#send = this.querySelector("#chat-submit");
        this.#stop = this.querySelector("#stop-button");
        this.#settings = this.querySelector("#chat-settings-open-modal");
        this.#hint = this.querySelector("#composer-hint");
        this.#listen();
        const prompt = new URLSearchParams(location.search).get("prompt");
        this.#show(prompt ? prompt.slice(0, 1000) : draft.text);
        this.#refresh();
    }

    set isOnline(value) {
        this.#isOnline = value;
        this.#refresh();
    }

    /** Puts text back that did not reach the server, before what has been written since. */
    restore(text) {
        this.#show(this.#input.value ? `${text}\n${this.#input.value}` : text);
        this.#draft.edited(this.#input.value);
        this.#refresh();
    }

    focusInput() {
        this.#input.focus({ preventScroll: true });
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
        this.#form.addEventListener("click", (event) => {
            if (event.target === this.#form || event.target.classList.contains("composer-bar")) this.focusInput();
        });
        this.#chat.addEventListener("running", () => this.#runningChanged());
        this.#chat.addEventListener("ask", () => this.#refresh());
        this.#chat.settings.addEventListener("load", () => (this.#settings.hidden = this.#chat.settings.isEmpty));
    }

    // While an input method composes (Japanese, Chinese, Korean …), Enter belongs to it. Safari says so by 229 only.
    #keyDown(event) {
        if (event.isComposing || event.keyCode === 229) return;
        if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
            event.preventDefault();
            this.#submit();
        } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
            this.#recall(event);
        }
    }

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

    get #isReady() {
        const waitsForClick = this.#chat.ask && this.#chat.ask.spec.type !== "text";
        return this.#isOnline && !this.#chat.isRunning && !waitsForClick;
    }

    #submit() {
        const text = this.#input.value.trim();
        if (text === "" || !this.#isReady) return;
        this.#show("");
        this.#draft.sent(text);
        request(this, "send", { text });
        this.#refresh();
    }

    #runningChanged() {
        clearTimeout(this.#stopTimer);
        const isWaiting = this.#chat.isRunning && !this.#chat.hasInteraction;
        if (this.#chat.isRunning) this.#stopTimer = setTimeout(() => this.#refresh(), isWaiting ? 600 : stopDelay);
        this.#refresh(!this.#chat.isRunning);
    }

    #refresh(isAtOnce = true) {
        const isStopShown = this.#chat.isRunning && (isAtOnce || !this.#stop.hidden);
        this.#stop.hidden = !isStopShown;
        this.#send.hidden = isStopShown;
        this.#send.disabled = !this.#isReady || this.#input.value.trim() === "";
        this.#hint.textContent = this.#chat.ask?.spec.type === "text"
            ? string("martlet.answering", "Your answer is awaited") : "";
    }

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
