/** @typedef {Protocol.Command} Command */

/** The commands that the app offers for a message, and the one that is picked. Tells `change`. */
export class Commands extends EventTarget {
    /** @type {Command[]} */
    list = [];
    /** @type {Command | null} */
    picked = null;

    /**
     * Takes the app's list: one that is marked as selected is picked, and one that was picked stays if it is still there.
     *
     * @param {Command[]} list
     */
    load(list) {
        this.list = Array.isArray(list) ? list : [];
        const isThere = (/** @type {Command} */ command) => command.id === this.picked?.id;
        this.picked = this.list.find((command) => command.selected) ?? this.list.find(isThere) ?? null;
        this.#tell();
    }

    /** Those with a button of their own. */
    get buttons() {
        return this.list.filter((command) => command.button);
    }

    /** Those of the menu alone. */
    get tools() {
        return this.list.filter((command) => !command.button);
    }

    /** @param {string | null} id */
    pick(id) {
        const next = this.list.find((command) => command.id === id) ?? null;
        if (next === this.picked) return;
        this.picked = next;
        this.#tell();
    }

    /** @param {string} id */
    toggle(id) {
        this.pick(this.picked?.id === id ? null : id);
    }

    /** A message went out: only a persistent command stays. */
    sent() {
        if (!this.picked?.persistent) this.pick(null);
    }

    /**
     * What the menu offers for what is typed, the best matches first: beginnings of names, then of words in them, then
     * what is elsewhere in a name or begins a word of the description. Null where what is typed is no command.
     *
     * @param {string} text
     * @returns {Command[] | null}
     */
    matches(text) {
        const typed = /^\/(\S*)$/.exec(text)?.[1].toLowerCase();
        if (typed === undefined || this.list.length === 0) return null;
        return this.list
            .map((command, index) => ({ command, index, rank: rank(command, typed) }))
            .filter((match) => match.rank < 3)
            .sort((one, other) => one.rank - other.rank || one.index - other.index)
            .map(({ command }) => command);
    }

    #tell() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}

/**
 * @param {Command} command
 * @param {string} typed
 */
function rank({ id, description }, typed) {
    const name = id.toLowerCase();
    if (name.startsWith(typed)) return 0;
    if (words(id).some((word) => word.startsWith(typed))) return 1;
    // A single letter begins a word of nearly every description.
    const isTelling = typed.length > 1 && words(description ?? "").some((word) => word.startsWith(typed));
    return name.includes(typed) || isTelling ? 2 : 3;
}

/** @param {string} text */
function words(text) {
    return text.toLowerCase().split(/[\s_-]+/);
}
