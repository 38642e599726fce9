import { Activities } from "./activities.js";
import { Commands } from "./commands.js";
import { Modes } from "./modes.js";
import { Outbox } from "./outbox.js";
import { SettingsValues } from "./settings-values.js";
import { SideView } from "./side-view.js";
import { Transcript } from "./transcript.js";
import { uuid } from "../helpers/identifiers.js";

/** What a chat is made of, how it stands, and what a person puts into it. What the server tells comes in `chat.js`. */
export class ChatState extends EventTarget {
    transcript = new Transcript();
    settings = new SettingsValues();
    activities = new Activities();
    sideView = new SideView();
    commands = new Commands();
    modes = new Modes();
    /** @type {Protocol.Step[]} */
    favorites = [];
    isRunning = false;
    /** Whether what runs is the chat's own beginning: what a person sends meanwhile waits for its end. */
    isStarting = false;
    /** Whether the connection was lost while the app waited for an answer: it will ask again. */
    isAskInterrupted = false;
    hasInteraction = false;
    /** @type {Protocol.Ask | null} */
    ask = null;
    /** @type {Protocol.Element | null} */
    taskList = null;
    /** @type {string | null} */
    bootId = null;
    version = "";
    /** Whether the rest of a long chat is still on its way: nothing of it is new. */
    isFilling = false;
    /**
     * Whether the server has had something of the person in this chat.
     * @protected
     */
    isTouched = false;

    constructor(outbox = new Outbox(noStore)) {
        super();
        this.outbox = outbox;
        outbox.addEventListener("change", ({ detail }) => {
            this.transcript.update({ id: detail.id, isWaiting: detail.isWaiting });
        });
    }

    /**
     * A message of this page's own: shown at once under the id that the server will keep, and put into the outbox.
     *
     * @param {string} text
     * @param {{ author?: string, command?: string | null, files?: { id: string }[] }} options
     */
    compose(text, { author = "User", command = null, files = [] } = {}) {
        const payload = { message: this.#message(text, author, command), fileReferences: files };
        this.outbox.add(payload);
        this.#showOwn(payload.message);
        return payload;
    }

    /**
     * The reply to a text question: shown like any message, and returned for the acknowledgement.
     *
     * @param {string} text
     * @param {string} author
     */
    answer(text, author) {
        const message = this.#message(text, author, null);
        this.#showOwn(message);
        const parentId = this.ask?.message.parentId;
        this.setAsk(null);
        return parentId ? { ...message, parentId } : message;
    }

    /**
     * @param {string} text
     * @param {string} author
     * @param {string | null} command
     * @returns {Protocol.Step}
     */
    #message(text, author, command) {
        const message = {
            threadId: "", id: uuid(), name: author, type: "user_message", output: text,
            createdAt: new Date().toISOString(), metadata: { location: globalThis.location?.href ?? "" },
        };
        const modes = this.modes.selection;
        return { ...message, ...(command ? { command } : {}), ...(modes ? { modes } : {}) };
    }

    #showOwn(/** @type {Protocol.Step} */ message) {
        this.transcript.upsert({ ...message, parentId: null, isWaiting: this.outbox.isWaiting(message.id) });
        this.hasInteraction = true;
    }

    clear() {
        this.isFilling = false;
        this.transcript.clear();
        this.settings.load([]);
        this.sideView.close();
        this.commands.load([]);
        this.modes.clear();
        this.hasInteraction = false;
        this.isTouched = false;
        this.isAskInterrupted = false;
        this.tell("context", { limit: null });
        this.setTaskList(null);
        this.setAsk(null);
        this.setRunning(false);
    }

    /** @protected */
    showOutgoing() {
        for (const { message } of this.outbox.messages) {
            // One that was written while a long chat arrived stands in the midst of it.
            if (this.outbox.isWaiting(message.id)) this.transcript.remove(message.id);
            this.#showOwn(message);
        }
    }

    /**
     * @protected
     * @param {Protocol.Ask | null} ask
     */
    setAsk(ask) {
        if (this.ask === ask) return;
        this.ask = ask;
        this.tell("ask");
    }

    /**
     * @protected
     * @param {boolean} isRunning
     */
    setRunning(isRunning) {
        if (this.isRunning === isRunning) return;
        this.isRunning = isRunning;
        this.isStarting = isRunning && !this.isTouched;
        if (!isRunning) this.activities.clear();
        this.tell("running");
    }

    /**
     * @protected
     * @param {Protocol.Element | null} element
     */
    setTaskList(element) {
        this.taskList = element;
        this.tell("task-list");
    }

    /**
     * @protected
     * @param {string} type
     * @param {object} [detail]
     */
    tell(type, detail = {}) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}

const noStore = { read: () => null, write: () => {} };
