// Storage may be blocked or full; the page then works without memory.
function open(name) {
    try {
        return globalThis[name];
    } catch {
        return undefined;
    }
}

class Store {
    #storage;

    constructor(name) {
        this.#storage = open(name);
    }

    read(key, fallback = null) {
        try {
            return JSON.parse(this.#storage.getItem(key)) ?? fallback;
        } catch {
            return fallback;
        }
    }

    write(key, value) {
        try {
            if (value === null || value === "") this.#storage.removeItem(key);
            else this.#storage.setItem(key, JSON.stringify(value));
        } catch {
            // Nothing to do: what is kept is a comfort, not a need.
        }
    }
}

/** Kept for this tab: which chat it shows, what was being written. */
export const tabStore = new Store("sessionStorage");
