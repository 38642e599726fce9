/**
 * How much of the model's context the next message would take. The server counts: it is asked with the draft when the
 * person pauses, and when work has ended. Tells of changes by `change`.
 */
export class ContextMeter extends EventTarget {
    /**
     * The most tokens there may be; null while nobody can tell.
     * @type {number | null}
     */
    limit = null;
    /** @type {number | null} */
    used = null;
    #number = 0;
    #drafts = 0;
    /** @type {(question: {number: number}) => void} */
    #ask;
    /** @type {(job: () => void) => void} */
    #wait;

    /**
     * @param {(question: {number: number}) => void} ask - Asks the server about the present draft.
     * @param {(job: () => void) => void} wait - Does something once the person may have paused.
     */
    constructor(ask, wait = (job) => setTimeout(job, 400)) {
        super();
        this.#ask = ask;
        this.#wait = wait;
    }

    /** Whether the next message would fit, with room for at least one token of the answer. */
    get fits() {
        return this.limit === null || this.used === null || this.used < this.limit;
    }

    /**
     * Takes the server's `context` event.
     * @param {{limit: number | null, used?: number, number?: number}} event
     */
    receive({ limit, used, number }) {
        if (used === undefined) {
            this.limit = limit;
            this.used = null;
            this.#tell();
            this.ask();
        } else if (number === this.#number) {
            this.limit = limit;
            this.used = used;
            this.#tell();
        }
    }

    /** The draft changed. */
    drafted() {
        this.#drafts += 1;
        const draft = this.#drafts;
        if (this.limit !== null) this.#wait(() => draft === this.#drafts && this.ask());
    }

    /** Asks at once. */
    ask() {
        if (this.limit === null) return;
        this.#number += 1;
        this.#ask({ number: this.#number });
    }

    #tell() {
        this.dispatchEvent(new Event("change"));
    }
}
