/**
 * Elements or actions by their own identifier and by that of the message or step they belong to, which may come later.
 * @template {{ id: string, forId?: string | null }} Item
 */
export class Attached {
    /** @type {Map<string, Item>} */
    #items = new Map();
    /** @type {Map<string, Map<string, Item>>} */
    #byOwner = new Map();

    /** @param {string} id */
    get(id) {
        return this.#items.get(id);
    }

    /** @param {Item} item */
    set(item) {
        const owner = item.forId ?? "";
        const before = this.#items.get(item.id);
        if (before && (before.forId ?? "") !== owner) this.#byOwner.get(before.forId ?? "")?.delete(item.id);
        this.#items.set(item.id, item);
        const siblings = this.#byOwner.get(owner) ?? new Map();
        this.#byOwner.set(owner, siblings.set(item.id, item));
    }

    /**
     * @param {string} id
     * @returns {Item | undefined} what was taken away
     */
    delete(id) {
        const item = this.#items.get(id);
        this.#items.delete(id);
        this.#byOwner.get(item?.forId ?? "")?.delete(id);
        return item;
    }

    /**
     * What belongs to a message or step, in the order it came.
     * @param {string} owner
     * @returns {Item[]}
     */
    of(owner) {
        return [...(this.#byOwner.get(owner)?.values() ?? [])];
    }

    clear() {
        this.#items.clear();
        this.#byOwner.clear();
    }
}
