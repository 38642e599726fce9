const longest = 50;

/** What a person is writing, kept over reloads, and the messages sent before, to be recalled with the arrow keys. */
export class Draft {
    #store;
    #sent;
    #position = null;
    #unsent = "";

    constructor(store) {
        this.#store = store;
        this.#sent = store.read("martlet-sent", []);
    }

    get text() {
        return this.#store.read("martlet-draft", "");
    }

    set text(text) {
        this.#store.write("martlet-draft", text);
    }

    sent(text) {
        this.text = "";
        this.#position = null;
        if (this.#sent.at(-1) === text) return;
        this.#sent = [...this.#sent, text].slice(-longest);
        this.#store.write("martlet-sent", this.#sent);
    }

    /** The message before (-1) or after (1) the one shown; null where there is none. */
    recall(direction, current) {
        const from = this.#position ?? this.#sent.length;
        const position = from + direction;
        if (position < 0 || position > this.#sent.length || (this.#position === null && direction > 0)) return null;
        if (this.#position === null) this.#unsent = current;
        this.#position = position === this.#sent.length ? null : position;
        return this.#position === null ? this.#unsent : this.#sent[position];
    }

    /** Typing ends the walk through earlier messages. */
    edited(text) {
        this.#position = null;
        this.text = text;
    }
}
