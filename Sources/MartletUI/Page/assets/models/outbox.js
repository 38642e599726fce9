const key = "martlet-outbox";

/**
 * @typedef {{ message: Protocol.Step, fileReferences: { id: string }[] }} OutgoingMessage
 * @typedef {{ payload: OutgoingMessage, sentOver: number | null }} Entry
 * @typedef {Page.Store} Store
 */

/**
 * Messages on their way to the server, kept over a reload until the server shows that it has them. Over one connection
 * each goes out once at most, and over a later one only when the server has shown that it does not know it.
 * Tells `change` (id, and whether it waits).
 */
export class Outbox extends EventTarget {
    /** @type {Store} */
    #store;
    #sessionId = "";
    /** @type {Entry[]} */
    #entries = [];
    #connection = 0;

    /** @param {Store} store */
    constructor(store) {
        super();
        this.#store = store;
    }

    /**
     * Opens the outbox of a chat. What waited in another chat is dropped.
     *
     * @param {string} sessionId
     */
    open(sessionId) {
        const kept = this.#store.read(key, null);
        this.#sessionId = sessionId;
        this.#connection = 0;
        this.#entries = kept?.sessionId === sessionId
            ? kept.entries.map((/** @type {Entry} */ entry) => ({ ...entry, sentOver: entry.sentOver === null ? null : 0 }))
            : [];
        this.#keep();
    }

    /** All that the server has not confirmed, the oldest first. */
    get messages() {
        return this.#entries.map(({ payload }) => payload);
    }

    /** @param {string} id */
    isWaiting(id) {
        return this.#find(id)?.sentOver === null;
    }

    /** @param {OutgoingMessage} payload */
    add(payload) {
        this.#entries.push({ payload, sentOver: null });
        this.#changed(payload.message.id);
    }

    /**
     * Changes a message that still waits. Returns whether it did.
     *
     * @param {string} id
     * @param {string} text
     */
    edit(id, text) {
        if (!this.isWaiting(id)) return false;
        const entry = /** @type {Entry} */ (this.#find(id));
        entry.payload.message.output = text;
        this.#keep();
        return true;
    }

    /** A connection is there: what is sent from now on goes over it. */
    connected() {
        this.#connection += 1;
    }

    /**
     * Sends the oldest message that waits; `send` says whether it went out. Returns whether one was sent.
     *
     * @param {(payload: OutgoingMessage) => boolean} send
     */
    sendNext(send) {
        const entry = this.#entries.find(({ sentOver }) => sentOver === null);
        if (!entry || !send(entry.payload)) return false;
        entry.sentOver = this.#connection;
        this.#changed(entry.payload.message.id);
        return true;
    }

    /**
     * The server has a message: it is the server's now. Returns whether it came from here.
     *
     * @param {string} id
     */
    confirm(id) {
        if (!this.#find(id)) return false;
        this.#entries = this.#entries.filter(({ payload }) => payload.message.id !== id);
        this.#changed(id);
        return true;
    }

    /**
     * The server has told all that it knows: what it never got waits again. What went out over this very connection may
     * have crossed with the telling, and stays as it is.
     *
     * @param {(id: string) => boolean} isKnown
     */
    reconcile(isKnown) {
        for (const entry of [...this.#entries]) {
            const { id } = entry.payload.message;
            // What has not gone out is on the page alone.
            if (entry.sentOver === null) continue;
            if (isKnown(id)) this.confirm(id);
            else if (this.#isFromBefore(entry)) {
                entry.sentOver = null;
                this.#changed(id);
            }
        }
    }

    /**
     * Takes out what a server that knows nothing of the chat cannot be sent: what went out before, of which nobody can say
     * whether it was handled, and what has files, which are gone with the chat.
     */
    takeUnconfirmed() {
        const taken = this.#entries.filter((entry) => this.#isFromBefore(entry) || entry.payload.fileReferences.length > 0);
        for (const { payload } of taken) this.confirm(payload.message.id);
        return taken.map(({ payload }) => payload);
    }

    /** @param {Entry} entry */
    #isFromBefore({ sentOver }) {
        return sentOver !== null && sentOver < this.#connection;
    }

    /** @param {string} id */
    #find(id) {
        return this.#entries.find(({ payload }) => payload.message.id === id);
    }

    /** @param {string} id */
    #changed(id) {
        this.#keep();
        this.dispatchEvent(new CustomEvent("change", { detail: { id, isWaiting: this.isWaiting(id) } }));
    }

    #keep() {
        const isEmpty = this.#entries.length === 0;
        this.#store.write(key, isEmpty ? null : { sessionId: this.#sessionId, entries: this.#entries });
    }
}
