import { SettingsValues } from "./settings-values.js";
import { Transcript } from "./transcript.js";
import { isMessage } from "./placement.js";
import { uuid } from "../helpers/identifiers.js";

/**
 * One chat as a person sees it, fed with the server's events by `receive`. It tells of changes by events: `running`,
 * `ask`, `task-list`, `finished` (a message is whole), `lost` (a sent text that the server never saw), `forgotten` (a
 * restarted server begins anew below what is shown), and for what is not the chat's own business `toast`, `hello`, `build`, `reload`, `call`, `window-message`, `thread`.
 */
export class Chat extends EventTarget {
    transcript = new Transcript();
    settings = new SettingsValues();
    isRunning = false;
    hasInteraction = false;
    ask = null;
    taskList = null;
    bootId = null;
    #isServerNew = false;
    #unconfirmed = null;
    #missed = null;

    receive(name, payload, acknowledge = null) {
        this.#handlers[name]?.(payload, acknowledge);
    }

    /** A message of this page's own: shown at once under the id that the server will keep. Returns what to send. */
    compose(text, { author = "User", command = null } = {}) {
        const message = {
            threadId: "", id: uuid(), name: author, type: "user_message", output: text,
            createdAt: new Date().toISOString(), metadata: { location: globalThis.location?.href ?? "" },
        };
        if (command) message.command = command;
        this.transcript.upsert({ ...message, parentId: null });
        this.#unconfirmed = message;
        this.hasInteraction = true;
        return { message, fileReferences: [] };
    }

    /** The reply to a text question: shown like any message, and returned for the acknowledgement. */
    answer(text, author) {
        const { message } = this.compose(text, { author });
        this.#unconfirmed = null;
        const parentId = this.ask.message.parentId;
        this.#setAsk(null);
        return parentId ? { ...message, parentId } : message;
    }

    clear() {
        this.transcript.clear();
        this.settings.load([]);
        this.hasInteraction = false;
        this.#unconfirmed = null;
        this.#setTaskList(null);
        this.#setAsk(null);
        this.#setRunning(false);
    }

    /** The connection is gone: nobody waits for an answer any more. */
    disconnected() {
        this.#setAsk(null);
    }

    #handlers = {
        task_start: () => {
            this.#unconfirmed = null;
            this.#setRunning(true);
        },
        task_end: () => this.#setRunning(false),
        new_message: (step) => this.#upsert(step),
        stream_start: (step) => this.#upsert(step),
        update_message: (step) => this.#finish(this.transcript.update(step)),
        delete_message: (step) => this.transcript.remove(step.id),
        stream_token: (token) => this.transcript.append(token),
        message_html: (change) => this.transcript.splice(change),
        element: (element) => this.#setElement(element),
        remove_element: ({ id }) => this.#removeElement(id),
        action: (action) => this.transcript.addAction(action),
        remove_action: ({ id }) => this.transcript.removeAction(id),
        ask: ({ msg, spec }, reply) => this.#startAsk(msg, spec, reply),
        ask_timeout: () => this.#endAsk(),
        clear_ask: () => this.#setAsk(null),
        chat_settings: (schema) => this.settings.load(schema),
        first_interaction: ({ thread_id }) => {
            this.hasInteraction = true;
            this.#tell("thread", { id: thread_id });
        },
        snapshot: (snapshot) => this.#restore(snapshot),
        snapshot_end: () => this.#tellLost(),
        resume_thread: (thread) => this.#resume(thread),
        resume_thread_error: (message) => this.#tell("toast", { type: "error", message }),
        hello: (hello) => this.#greet(hello),
        toast: (toast) => this.#tell("toast", toast),
        build_status: (status) => this.#tell("build", status),
        reload: () => this.#tell("reload"),
        call_fn: (call, reply) => this.#tell("call", { ...call, callback: reply }),
        window_message: (message) => this.#tell("window-message", { message }),
    };

    #upsert(step) {
        if (step.id === this.#unconfirmed?.id) this.#unconfirmed = null;
        if (this.#isServerNew) this.#noticeNewServer();
        this.#finish(this.transcript.upsert(step));
    }

    #finish(node) {
        if (node && isMessage(node.step) && !node.step.streaming && node.step.type !== "user_message") {
            this.#tell("finished", { node });
        }
    }

    #setElement(element) {
        if (element.type === "tasklist") this.#setTaskList(element);
        else this.transcript.setElement(element);
    }

    #removeElement(id) {
        if (this.taskList?.id === id) this.#setTaskList(null);
        else this.transcript.removeElement(id);
    }

    #setTaskList(element) {
        this.taskList = element;
        this.#tell("task-list");
    }

    #startAsk(message, spec, reply) {
        this.transcript.upsert(message);
        this.#setRunning(false);
        this.#setAsk({ message, spec, reply });
    }

    #endAsk() {
        this.#setAsk(null);
        this.#setRunning(false);
    }

    #setAsk(ask) {
        if (this.ask === ask) return;
        this.ask = ask;
        this.#tell("ask");
    }

    #setRunning(isRunning) {
        if (this.isRunning === isRunning) return;
        this.isRunning = isRunning;
        this.#tell("running");
    }

    #noticeNewServer() {
        this.#isServerNew = false;
        if (this.hasInteraction) this.#tell("forgotten");
    }

    #restore({ messages = [], elements = [], actions = [], settings, running, threadId, complete = true }) {
        this.#missed = this.#unconfirmed;
        this.#isServerNew = false;
        this.#unconfirmed = null;
        this.transcript.replace({ steps: messages, elements: elements.filter(isAttached), actions });
        this.#setTaskList(elements.findLast((element) => element.type === "tasklist") ?? null);
        if (settings) this.settings.load(settings);
        this.hasInteraction = !complete || messages.some((step) => step.type === "user_message");
        this.#setRunning(Boolean(running));
        if (threadId) this.#tell("thread", { id: threadId });
        // Of a long chat the rest follows, and what was sent last may be in it.
        if (complete) this.#tellLost();
    }

    #tellLost() {
        const lost = this.#missed;
        this.#missed = null;
        if (lost && !this.transcript.get(lost.id)) this.#tell("lost", { text: lost.output });
    }

    #resume(thread) {
        this.#unconfirmed = null;
        this.#isServerNew = false;
        const elements = thread.elements ?? [];
        this.transcript.replace({ steps: thread.steps ?? [], elements: elements.filter(isAttached) });
        this.#setTaskList(elements.findLast((element) => element.type === "tasklist") ?? null);
        this.hasInteraction = true;
        this.#tell("thread", { id: thread.id });
    }

    #greet(hello) {
        const isRestarted = this.bootId !== null && this.bootId !== hello.bootId;
        this.bootId = hello.bootId;
        this.#isServerNew = isRestarted;
        this.#tell("hello", { ...hello, isRestarted });
    }

    #tell(type, detail = {}) {
        this.dispatchEvent(new CustomEvent(type, { detail }));
    }
}

function isAttached(element) {
    return element.type !== "tasklist";
}
