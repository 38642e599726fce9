const longest = 50;

/** @typedef {import("./outbox.js").Store} Store */

/** What a person is writing in each thread, kept over reloads, and the messages sent before, recalled with the arrow keys. */
export class Draft {
    /** @type {Store} */
    #store;
    /** @type {string[]} */
    #sent;
    #thread = "";
    /** @type {number | null} */
    #position = null;
    #unsent = "";

    /** @param {Store} store */
    constructor(store) {
        this.#store = store;
        this.#sent = store.read("martlet-sent", []);
    }

    /** @returns {string} */
    get text() {
        return this.#store.read(this.#key, "");
    }

    set text(text) {
        this.#store.write(this.#key, text);
    }

    // A chat that has no thread yet has its draft under the bare name.
    get #key() {
        return this.#thread === "" ? "martlet-draft" : `martlet-draft-${this.#thread}`;
    }

    /**
     * Turns to the draft of another thread ("" for a new chat). Returns whether there is another text to show.
     *
     * @param {string} thread
     * @param {boolean} [isSameChat] whether it is the chat so far that has become a thread: its draft goes along
     */
    open(thread, isSameChat = false) {
        if (thread === this.#thread) return false;
        const before = this.text;
        const isNamed = isSameChat && this.#thread === "" && thread !== "";
        if (isNamed) this.text = "";
        this.#thread = thread;
        this.#position = null;
        if (isNamed && before !== "") this.text = before;
        return this.text !== before;
    }

    /** @param {string} text */
    sent(text) {
        this.text = "";
        this.#position = null;
        if (text === "" || this.#sent.at(-1) === text) return;
        this.#sent = [...this.#sent, text].slice(-longest);
        this.#store.write("martlet-sent", this.#sent);
    }

    /**
     * The message before (-1) or after (1) the one shown; null where there is none.
     *
     * @param {number} direction
     * @param {string} current
     */
    recall(direction, current) {
        const from = this.#position ?? this.#sent.length;
        const position = from + direction;
        if (position < 0 || position > this.#sent.length || (this.#position === null && direction > 0)) return null;
        if (this.#position === null) this.#unsent = current;
        this.#position = position === this.#sent.length ? null : position;
        return this.#position === null ? this.#unsent : this.#sent[position];
    }

    /**
     * Typing ends the walk through earlier messages.
     *
     * @param {string} text
     */
    edited(text) {
        this.#position = null;
        this.text = text;
    }
}
