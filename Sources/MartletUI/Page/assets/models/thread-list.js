/**
 * @typedef {Protocol.Thread} Thread
 * @typedef {{first: number, cursor?: string, search?: string}} Query
 */

const pageLength = 35;

/** The earlier chats that are known so far, a page at a time. Tells of each change by `change`. */
export class ThreadList extends EventTarget {
    /** @type {Thread[]} */
    threads = [];
    search = "";
    hasMore = false;
    isLoading = false;
    /** @type {string | undefined} */
    #cursor;
    #generation = 0;
    #fetchPage;

    /** @param {(query: Query) => Promise<Protocol.ThreadPage | null>} fetchPage null where a page could not be had */
    constructor(fetchPage) {
        super();
        this.#fetchPage = fetchPage;
    }

    /** @param {string} id */
    get(id) {
        return this.threads.find((thread) => thread.id === id) ?? null;
    }

    /** Reads the first page anew. */
    reload() {
        this.#cursor = undefined;
        return this.#load(true);
    }

    /** Reads the next page, if there is one. */
    async more() {
        if (this.hasMore && !this.isLoading) await this.#load(false);
    }

    /**
     * Shows the chats that a text is found in.
     * @param {string} text
     */
    async find(text) {
        const search = text.trim();
        if (search === this.search) return;
        this.search = search;
        await this.reload();
    }

    // While a search is shown it could not be said whether a new chat belongs there.
    /**
     * A chat that has just begun.
     * @param {Thread} thread
     */
    add(thread) {
        if (this.search !== "" || this.get(thread.id)) return;
        this.threads = [thread, ...this.threads];
        this.#tell();
    }

    /** @param {string} id @param {Partial<Thread>} changes */
    change(id, changes) {
        this.threads = this.threads.map((thread) => (thread.id === id ? { ...thread, ...changes } : thread));
        this.#tell();
    }

    /** @param {string} id */
    remove(id) {
        this.threads = this.threads.filter((thread) => thread.id !== id);
        this.#tell();
    }

    // An answer that comes after a later question is no answer to it.
    /** @param {boolean} isFresh */
    async #load(isFresh) {
        const generation = (this.#generation += 1);
        this.isLoading = true;
        this.#tell();
        const page = await this.#fetchPage({
            first: pageLength, cursor: this.#cursor, search: this.search || undefined,
        });
        if (generation !== this.#generation) return;
        this.isLoading = false;
        if (page) this.#take(page, isFresh);
        else this.hasMore = false;
        this.#tell();
    }

    /** @param {Protocol.ThreadPage} page @param {boolean} isFresh */
    #take({ pageInfo, data }, isFresh) {
        const known = isFresh ? [] : this.threads;
        const ids = new Set(known.map(({ id }) => id));
        this.threads = [...known, ...data.filter(({ id }) => !ids.has(id))];
        this.#cursor = pageInfo?.endCursor ?? undefined;
        this.hasMore = Boolean(pageInfo?.hasNextPage) && this.#cursor !== undefined;
    }

    #tell() {
        this.dispatchEvent(new CustomEvent("change"));
    }
}
