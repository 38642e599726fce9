/** @typedef {import("../helpers/file-addresses.js").ElementRecord} ElementRecord */

/**
 * What stands beside the chat, by the rules that the protocol's clients share. It tells of each change by a `change`
 * event, with `byApp`: whether the app changed it, or the person.
 */
export class SideView extends EventTarget {
    isOpen = false;
    /** Whether elements may open it by themselves: not where it hides the chat. */
    takesOffers = true;
    title = "";
    /** @type {ElementRecord[]} */
    elements = [];
    /**
     * What the app calls the content; undefined when it has no say in it.
     *
     * @type {string | null | undefined}
     */
    #key = undefined;

    /** @param {string} title */
    setTitle(title) {
        if (this.isOpen && this.title === title) return;
        this.title = title;
        this.#key = undefined;
        this.isOpen = true;
        this.#tell(true);
    }

    /** @param {{elements?: ElementRecord[], key?: string | null}} content */
    setElements({ elements = [], key = null }) {
        if (elements.length === 0) return this.close();
        if (this.isOpen && this.#key === key) return;
        this.elements = elements;
        this.#key = key;
        this.isOpen = true;
        this.#tell(true);
    }

    /**
     * Takes what a snapshot says of the side.
     *
     * @param {{title?: string | null, content?: {elements?: ElementRecord[], key?: string | null}} | null} [sidebar]
     */
    restore(sidebar) {
        const elements = sidebar?.content?.elements ?? [];
        // What a person opened stays: the app knows nothing of it.
        if (elements.length === 0 && !sidebar?.title) return void (this.#key !== undefined && this.close());
        this.title = sidebar?.title ?? "";
        this.elements = elements;
        this.#key = sidebar?.content?.key ?? null;
        this.isOpen = true;
        this.#tell(true);
    }

    /**
     * Shows elements under the name of the last one.
     *
     * @param {ElementRecord[]} elements
     * @param {boolean} byApp
     */
    show(elements, byApp) {
        this.title = elements.at(-1)?.name ?? "";
        this.elements = elements;
        this.#key = undefined;
        this.isOpen = true;
        this.#tell(byApp);
    }

    /**
     * Shows elements that the app put beside a message, where there is room.
     *
     * @param {ElementRecord[]} elements
     */
    offer(elements) {
        if (this.takesOffers && elements.length > 0) this.show(elements, true);
    }

    /**
     * An element is another than before.
     *
     * @param {ElementRecord} element
     */
    refresh(element) {
        if (!this.elements.some(({ id }) => id === element.id)) return;
        this.elements = this.elements.map((each) => (each.id === element.id ? element : each));
        this.#tell(true);
    }

    /** @param {string} id */
    remove(id) {
        const left = this.elements.filter((element) => element.id !== id);
        if (left.length === this.elements.length) return;
        this.elements = left;
        if (left.length === 0) this.close();
        else this.#tell(true);
    }

    close() {
        const wasOpen = this.isOpen;
        this.isOpen = false;
        this.elements = [];
        this.title = "";
        this.#key = undefined;
        if (wasOpen) this.#tell(true);
    }

    /** @param {boolean} byApp */
    #tell(byApp) {
        this.dispatchEvent(new CustomEvent("change", { detail: { byApp } }));
    }
}
