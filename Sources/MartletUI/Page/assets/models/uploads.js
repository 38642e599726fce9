/**
 * @typedef {{ key: number, file: File, state: "sending" | "done" | "failed", progress: number, id: string | null,
 *     error: string, cancel: () => void }} Upload
 * @typedef {(file: File, progress: (part: number) => void) => { promise: Promise<{ id: string }>, cancel: () => void }} Send
 */

/** Files on their way to the server, or there and waiting for their message. Tells `change` and `settled`. */
export class Uploads extends EventTarget {
    /** @type {Upload[]} */
    items = [];
    /** @type {Send} */
    #send;
    #next = 0;

    /** @param {Send} send */
    constructor(send) {
        super();
        this.#send = send;
    }

    get isEmpty() {
        return this.items.length === 0;
    }

    get isSending() {
        return this.items.some(({ state }) => state === "sending");
    }

    /** What a message names its files by. */
    get references() {
        return this.items.flatMap(({ id }) => (id === null ? [] : [{ id }]));
    }

    /** How many count against the most that are taken. */
    get count() {
        return this.items.filter(({ state }) => state !== "failed").length;
    }

    /** @param {Iterable<File>} files */
    add(files) {
        for (const file of files) this.#begin(file);
        this.#tell("change");
    }

    /** Takes a file away; one that is still on its way is stopped. */
    remove(/** @type {Upload} */ item) {
        if (!this.items.includes(item)) return;
        this.items = this.items.filter((each) => each !== item);
        if (item.state === "sending") item.cancel();
        this.#tell("change");
        // Whoever waits for all of them waits for the rest now.
        if (!this.isEmpty && !this.isSending) this.#tell("settled");
    }

    /** Sends all again: the server has let go of the chat, and of its files. */
    resend() {
        const files = this.items.map(({ file }) => file);
        this.clear();
        if (files.length > 0) this.add(files);
    }

    /** Stops what is on its way and forgets all. */
    clear() {
        const items = this.items;
        this.items = [];
        for (const item of items) if (item.state === "sending") item.cancel();
        if (items.length > 0) this.#tell("change");
    }

    /** @param {File} file */
    #begin(file) {
        /** @type {Upload} */
        const item = { key: (this.#next += 1), file, state: "sending", progress: 0, id: null, error: "", cancel: () => {} };
        this.items = [...this.items, item];
        const { promise, cancel } = this.#send(file, (part) => {
            item.progress = part;
            this.#tell("change");
        });
        item.cancel = cancel;
        promise.then(
            ({ id }) => this.#settle(item, { state: "done", progress: 1, id }),
            (error) => this.#settle(item, { state: "failed", error: String(error?.message ?? "") }),
        );
    }

    /**
     * @param {Upload} item
     * @param {Partial<Upload>} result
     */
    #settle(item, result) {
        Object.assign(item, result);
        if (!this.items.includes(item)) return;
        this.#tell("change");
        if (!this.isSending) this.#tell("settled");
    }

    /** @param {string} type */
    #tell(type) {
        this.dispatchEvent(new CustomEvent(type));
    }
}
