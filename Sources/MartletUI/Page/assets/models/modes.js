/** @typedef {Protocol.Mode} Mode */

/** The choices that go with every message, such as which model answers. Tells `change`. */
export class Modes extends EventTarget {
    /** @type {Mode[]} */
    list = [];
    /**
     * What a person chose, by mode.
     * @type {Map<string, string>}
     */
    #chosen = new Map();

    /**
     * Takes the app's modes. What a person chose stays where it is still offered; else the default, else the first.
     *
     * @param {Mode[]} list
     */
    load(list) {
        this.list = (Array.isArray(list) ? list : []).filter(({ options }) => options?.length > 0);
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
        return mode ? this.#option(mode) : null;
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
        return this.list.length > 0 ? Object.fromEntries(this.list.map((mode) => [mode.id, this.#option(mode).id])) : null;
    }

    /** @param {Mode} mode */
    #option({ id, options }) {
        const chosen = this.#chosen.get(id);
        return options.find((option) => option.id === chosen) ?? options.find((option) => option.default) ?? options[0];
    }

    #tell() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}
