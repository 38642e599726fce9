import { acceptList, checkFiles } from "../models/upload-rules.js";
import { limitText, problemText } from "../helpers/upload-words.js";
import { make, request } from "../helpers/dom.js";
import { Chat } from "../models/chat.js";
import { Uploads } from "../models/uploads.js";
import { icon } from "../helpers/icons.js";
import { string } from "../helpers/strings.js";

/** @typedef {(parentId: string | null) => import("../models/uploads.js").Send} Sender */

/**
 * What the app waits for, above the composer, with the time that is left: a text is written in the composer, files are
 * chosen, dropped or pasted, a choice is made under the question, and an element of the app's own can be cancelled.
 */
export class Ask extends HTMLElement {
    #chat = new Chat();
    /** @type {Uploads | null} */
    #uploads = null;
    /** @type {Map<string, number>} */
    #deadlines = new Map();
    #clock = make("span", { class: "ask-clock", role: "timer", "aria-live": "off" });
    #error = make("p", { class: "ask-error", role: "alert" });
    #ticker = 0;

    /**
     * @param {Chat} chat
     * @param {Sender} sender Sends a file that a question asks for.
     */
    bind(chat, sender) {
        this.#chat = chat;
        this.setAttribute("aria-label", string("martlet.answering", "Your answer is awaited"));
        chat.addEventListener("ask", () => this.#show(sender));
    }

    /** Whether files are asked for now. */
    get takesFiles() {
        return this.#uploads !== null;
    }

    /**
     * Takes files for the question that asks for them.
     *
     * @param {File[]} files
     */
    take(files) {
        const uploads = this.#uploads;
        const spec = this.#chat.ask?.spec;
        if (!uploads || !spec) return;
        const rule = { ...spec, max_files: spec.max_files ?? 1, max_size_mb: spec.max_size_mb ?? 2 };
        // After a failure one begins anew.
        if (!uploads.isSending) uploads.clear();
        const { taken, problems } = checkFiles(files, rule, uploads.count);
        this.#error.textContent = problems.map((problem) => problemText(problem, rule)).join(" ");
        uploads.add(taken);
    }

    /** @param {Sender} sender */
    #show(sender) {
        clearInterval(this.#ticker);
        this.#uploads?.clear();
        this.#uploads = null;
        this.#error.textContent = "";
        const { ask } = this.#chat;
        this.hidden = !ask;
        if (!ask) return this.replaceChildren();
        this.dataset.kind = ask.spec.type;
        const content = this.#makers[ask.spec.type]?.(ask, sender) ?? [];
        this.replaceChildren(...content, this.#clock, this.#error);
        this.#count(ask);
    }

    /** @type {Record<string, (ask: Protocol.Ask, sender: Sender) => Node[]>} */
    #makers = {
        text: () => [hint(string("martlet.answering", "Your answer is awaited"))],
        file: (ask, sender) => this.#files(ask, sender),
        action: ({ message }) => [
            hint(string("martlet.ask.choose", "Choose one of the buttons below the question")),
            make("button", { type: "button", class: "button", id: "ask-show-choices", onclick: () => showChoices(message.id) },
                icon("arrow-up"), string("martlet.ask.show", "Go to the question")),
        ],
        element: () => [
            hint(string("martlet.answering", "Your answer is awaited")),
            make("button", {
                type: "button", class: "button", id: "ask-cancel", onclick: () => request(this, "reply", { value: { submitted: false } }),
            }, string("common.actions.cancel", "Cancel")),
        ],
    };

    /**
     * @param {Protocol.Ask} ask
     * @param {Sender} sender
     */
    #files({ spec, message }, sender) {
        const uploads = new Uploads(sender(message.parentId ?? null));
        this.#uploads = uploads;
        uploads.addEventListener("settled", () => {
            const isWhole = uploads.items.every(({ state }) => state === "done");
            if (isWhole && uploads === this.#uploads) request(this, "reply", { value: uploads.references });
        });
        const list = make("martlet-upload-list", { hidden: true });
        list.bind(uploads);
        const [most, size] = [spec.max_files ?? 1, spec.max_size_mb ?? 2];
        const input = make("input", {
            type: "file", class: "visually-hidden", id: "ask-file-input", accept: acceptList(spec.accept) || null, multiple: most > 1,
            onchange: () => {
                this.take([...(input.files ?? [])]);
                input.value = "";
            },
        });
        const label = make("label", { class: "button file-button", id: "ask-upload-button" }, icon("upload"),
            make("span", {}, string("chat.fileUpload.browse", "Choose files")),
            make("small", {}, limitText({ max_files: most, max_size_mb: size })), input);
        return [label, list];
    }

    /** @param {Protocol.Ask} ask */
    #count({ spec, message }) {
        // A question that is asked again after a lost connection has no more time than before.
        const end = this.#deadlines.get(message.id) ?? Date.now() + spec.timeout * 1000;
        this.#clock.hidden = !Number.isFinite(end);
        if (this.#clock.hidden) return;
        this.#deadlines.set(message.id, end);
        const tick = () => {
            const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
            const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
            this.#clock.textContent = string("martlet.ask.timeLeft", "{{time}} left", { time });
            this.#clock.classList.toggle("short", seconds <= 10);
        };
        tick();
        this.#ticker = setInterval(tick, 1000);
    }
}

/** @param {string} text */
function hint(text) {
    return make("span", { class: "ask-hint", role: "status" }, text);
}

/** @param {string} id */
function showChoices(id) {
    const question = document.getElementById(`step-${id}`);
    question?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null | undefined} */ (question?.querySelector(".message-actions button"))?.focus({ preventScroll: true });
}
