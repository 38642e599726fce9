import { ChatState } from "./chat-state.js";
import { isMessage } from "./placement.js";

/**
 * One chat as a person sees it, fed with the server's events by `receive`. It tells of changes by events: `running`,
 * `ask`, `task-list`, `favorites`, `finished` (a message is whole), `lost` (a text of which nobody can say whether it was
 * handled), `restored` (the server has told how the chat stands), `forgotten` (a restarted server begins anew below what
 * is shown), and for what is not the chat's own business `toast`, `hello`, `build`, `reload`, `context`, `call`,
 * `window-message`, `thread`, `resume-failed`, `audio-connection`, `audio`, `audio-interrupt`.
 */
export class Chat extends ChatState {
    #isServerNew = false;

    /**
     * @param {string} name
     * @param {any} payload
     * @param {Protocol.Reply | null} [acknowledge]
     */
    receive(name, payload, acknowledge = null) {
        this.#handlers[/** @type {keyof Protocol.Events} */ (name)]?.(payload, acknowledge);
    }

    /** The connection is gone: nobody waits for an answer any more. */
    disconnected() {
        if (this.ask) this.isAskInterrupted = true;
        this.setAsk(null);
    }

    /** The server does not know this chat: nobody can say whether what went to it before was handled. */
    settleAsNew() {
        this.isAskInterrupted = false;
        this.isFilling = false;
        // A chat in which the person has done nothing begins anew; what it showed belongs to one that is gone.
        if (!this.isTouched && !this.transcript.isEmpty) {
            this.transcript.clear();
            this.setTaskList(null);
        }
        this.isTouched = false;
        for (const { message } of this.outbox.takeUnconfirmed()) {
            this.transcript.remove(message.id);
            this.tell("lost", { text: message.output });
        }
        this.showOutgoing();
    }

    /** @type {{ [Name in keyof Protocol.Events]: (payload: Protocol.Events[Name], reply: Protocol.Reply | null) => void }} */
    #handlers = {
        task_start: () => this.setRunning(true),
        task_end: () => this.setRunning(false),
        new_message: (step) => this.#upsert(step),
        stream_start: (step) => this.#upsert(step),
        update_message: (step) => {
            this.activities.end(step.id);
            this.#finish(this.transcript.update(step));
        },
        delete_message: (step) => {
            this.activities.end(step.id);
            this.transcript.remove(step.id);
        },
        stream_token: (token) => this.transcript.append(token),
        activity: (activity) => (activity.state === "ended" ? this.activities.end(activity.id) : this.activities.show(activity)),
        context: (use) => this.tell("context", use),
        message_html: (change) => this.#splice(change),
        element: (element) => this.#setElement(element),
        remove_element: ({ id }) => this.#removeElement(id),
        action: (action) => this.transcript.addAction(action),
        remove_action: ({ id }) => this.transcript.removeAction(id),
        ask: (question, reply) => this.#startAsk(question, reply),
        ask_timeout: () => this.#endAsk(),
        clear_ask: () => this.setAsk(null),
        chat_settings: (schema) => this.settings.load(schema),
        set_commands: (list) => this.commands.load(list),
        set_modes: (list) => this.modes.load(list),
        set_favorites: (steps) => this.#setFavorites(steps),
        audio_connection: (state) => this.tell("audio-connection", { isOn: state === "on" }),
        audio_chunk: (chunk) => this.tell("audio", chunk),
        audio_interrupt: () => this.tell("audio-interrupt"),
        first_interaction: ({ interaction, thread_id }) => {
            this.hasInteraction = true;
            this.isTouched = true;
            this.tell("thread", { id: thread_id, name: interaction });
        },
        snapshot: (snapshot) => this.#restore(snapshot),
        snapshot_end: () => {
            this.isFilling = false;
            this.#settle();
        },
        set_sidebar_title: (title) => this.sideView.setTitle(title),
        set_sidebar_elements: (content) => this.sideView.setElements(content),
        resume_thread: (thread) => this.#resume(thread),
        resume_thread_error: (message) => {
            this.tell("toast", { type: "error", message });
            this.tell("resume-failed");
        },
        hello: (hello) => this.#greet(hello),
        toast: (toast) => this.tell("toast", toast),
        build_status: (status) => this.tell("build", status),
        reload: () => this.tell("reload"),
        call_fn: (call, reply) => this.tell("call", { ...call, callback: reply }),
        window_message: (message) => this.tell("window-message", { message }),
    };

    #upsert(/** @type {Protocol.Step} */ step) {
        this.#confirm(step.id);
        if (!step.streaming) this.activities.end(step.id);
        if (this.#isServerNew) this.#noticeNewServer();
        this.#finish(this.transcript.upsert(step));
    }

    // Of a person's own message its sender is sent the rendering alone: it has arrived.
    #splice(/** @type {Protocol.HTMLChange} */ change) {
        this.#confirm(change.id);
        this.transcript.splice(change);
    }

    #confirm(/** @type {string} */ id) {
        if (!this.outbox.confirm(id)) return;
        this.isTouched = true;
        // The run that has begun a moment ago is this message's.
        if (!this.isStarting) return;
        this.isStarting = false;
        this.tell("running");
    }

    #setFavorites(/** @type {Protocol.Step[]} */ steps) {
        this.favorites = Array.isArray(steps) ? steps : [];
        this.tell("favorites");
    }

    #finish(/** @type {Page.TranscriptNode | null} */ node) {
        if (node && isMessage(node.step) && !node.step.streaming && node.step.type !== "user_message") {
            this.tell("finished", { node });
        }
    }

    #setElement(/** @type {Protocol.Element} */ element) {
        if (element.type === "tasklist") return this.setTaskList(element);
        const isKnown = this.transcript.element(element.id) !== undefined;
        this.transcript.setElement(element);
        this.sideView.refresh(element);
        if (element.display !== "side" || !element.forId || isKnown || this.isFilling) return;
        this.sideView.offer(this.transcript.elementsOf(element.forId).filter(({ display }) => display === "side"));
    }

    #removeElement(/** @type {string} */ id) {
        if (this.taskList?.id === id) return this.setTaskList(null);
        this.transcript.removeElement(id);
        this.sideView.remove(id);
    }

    #startAsk(/** @type {Protocol.Events["ask"]} */ { msg: message, spec }, /** @type {Protocol.Reply | null} */ reply) {
        this.isAskInterrupted = false;
        this.transcript.upsert(message);
        this.setRunning(false);
        this.setAsk({ message, spec, reply });
    }

    #endAsk() {
        this.setAsk(null);
        this.setRunning(false);
    }

    #noticeNewServer() {
        this.#isServerNew = false;
        if (this.hasInteraction) this.tell("forgotten");
    }

    /** @param {Protocol.Snapshot} snapshot */
    #restore({
        messages = [], elements = [], actions = [], settings, commands, modes, sidebar, running, threadId, complete = true,
    }) {
        this.isFilling = !complete;
        this.#isServerNew = false;
        this.activities.clear();
        this.transcript.replace({ steps: messages, elements: elements.filter(isAttached), actions });
        this.setTaskList(elements.findLast((element) => element.type === "tasklist") ?? null);
        if (settings) this.settings.restore(settings);
        // Loading would pick anew what the app marks as selected.
        if (commands && JSON.stringify(commands) !== JSON.stringify(this.commands.list)) this.commands.load(commands);
        if (modes) this.modes.load(modes);
        this.sideView.restore(sidebar);
        // A button that was pressed, or a voice that was heard, leaves no message.
        this.isTouched = !complete || Boolean(threadId) || messages.some((step) => step.type === "user_message");
        this.hasInteraction = this.isTouched;
        this.setRunning(Boolean(running));
        if (threadId) this.tell("thread", { id: threadId });
        // Of a long chat the rest follows, and what was sent last may be in it.
        if (complete) this.#settle();
    }

    #settle() {
        this.isAskInterrupted = false;
        this.outbox.reconcile((id) => this.transcript.get(id) !== undefined);
        this.showOutgoing();
        this.tell("restored");
    }

    #resume(/** @type {Protocol.WholeThread} */ thread) {
        this.#isServerNew = false;
        this.sideView.close();
        this.isFilling = false;
        const elements = thread.elements ?? [];
        this.transcript.replace({ steps: thread.steps ?? [], elements: elements.filter(isAttached) });
        this.setTaskList(elements.findLast((element) => element.type === "tasklist") ?? null);
        this.hasInteraction = true;
        this.isTouched = true;
        this.tell("thread", { id: thread.id, profile: thread.metadata?.chat_profile });
        this.#settle();
    }

    #greet(/** @type {Protocol.Hello} */ hello) {
        const isRestarted = this.bootId !== null && this.bootId !== hello.bootId;
        this.bootId = hello.bootId;
        this.version = hello.version ?? "";
        // It may have let the chat go while this page was away.
        this.#isServerNew = hello.restored !== true && (isRestarted || this.isTouched);
        if (isRestarted) this.tell("context", { limit: null });
        this.tell("hello", { ...hello, isRestarted });
    }

}

/** @param {Protocol.Element} element */
function isAttached(element) {
    return element.type !== "tasklist";
}
