// Storage may be blocked or full; the page then works without memory.
/** @param {"sessionStorage" | "localStorage"} name */
function open(name) {
    try {
        return globalThis[name];
    } catch {
        return undefined;
    }
}

class Store {
    /** @type {Storage | undefined} */
    #storage;

    /** @param {"sessionStorage" | "localStorage"} name */
    constructor(name) {
        this.#storage = open(name);
    }

    /**
     * @param {string} key
     * @param {any} [fallback]
     * @returns {any}
     */
    read(key, fallback = null) {
        try {
            return JSON.parse(this.#storage?.getItem(key) ?? "null") ?? fallback;
        } catch {
            return fallback;
        }
    }

    /** Forgets everything. */
    clear() {
        try {
            this.#storage?.clear();
        } catch {
            // As with writing.
        }
    }

    /**
     * @param {string} key
     * @param {unknown} value
     */
    write(key, value) {
        try {
            if (value === null || value === "") this.#storage?.removeItem(key);
            else this.#storage?.setItem(key, JSON.stringify(value));
        } catch {
            // Nothing to do: what is kept is a comfort, not a need.
        }
    }
}

/** Kept for this tab: which chat it shows, what was being written. */
export const tabStore = new Store("sessionStorage");

/** Kept for this browser: what a person chose once and for all. Never a secret. */
export const personStore = new Store("localStorage");
