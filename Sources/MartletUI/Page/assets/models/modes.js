/** @typedef {Protocol.Mode} Mode */

/** The choices that go with every message, such as which model answers. Tells `change`. */
export class Modes extends EventTarget {
    /** @type {Mode[]} */
    list = [];
    /** @type {Map<string, string>} */
    #chosen = new Map();

    /**
     * Takes the app's modes. What a person chose stays where it is still offered; else the default, else the first.
     *
     * @param {Mode[]} list
     */
    load(list) {
        const before = this.#chosen;
        this.list = (Array.isArray(list) ? list : []).filter(({ options }) => options?.length > 0);
        this.#chosen = new Map(this.list.map((mode) => [mode.id, (kept(mode, before) ?? initial(mode)).id]));
        this.#tell();
    }

    /** Forgets what a person chose: the next chat begins with the defaults. */
    clear() {
        this.#chosen.clear();
        this.load([]);
    }

    /** @param {string} modeId */
    chosen(modeId) {
        const mode = this.list.find(({ id }) => id === modeId);
        return mode?.options.find(({ id }) => id === this.#chosen.get(modeId)) ?? null;
    }

    /**
     * @param {string} modeId
     * @param {string} optionId
     */
    choose(modeId, optionId) {
        this.#chosen.set(modeId, optionId);
        this.#tell();
    }

    /** What a message carries: the option by mode, or null where the app has no modes. */
    get selection() {
        return this.#chosen.size > 0 ? Object.fromEntries(this.#chosen) : null;
    }

    #tell() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}

/**
 * @param {Mode} mode
 * @param {Map<string, string>} before
 */
function kept(mode, before) {
    return mode.options.find(({ id }) => id === before.get(mode.id));
}

/** @param {Mode} mode */
function initial({ options }) {
    return options.find((option) => option.default) ?? options[0];
}
