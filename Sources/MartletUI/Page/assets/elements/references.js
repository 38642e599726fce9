import { elementLink } from "./attachments/element-link.js";
import { findReferences } from "../models/references.js";

/** @typedef {import("../helpers/file-addresses.js").ElementRecord} ElementRecord */

/** Makes links of the names of elements, where a message's text speaks of them. */
export class References {
    /** @type {HTMLElement} */
    #container;
    /** @type {string} */
    #known = "";

    /** @param {HTMLElement} container its children are the text's blocks */
    constructor(container) {
        this.#container = container;
    }

    /**
     * Links the names within the blocks from an index on, or within all when the elements are others than before.
     *
     * @param {ElementRecord[]} elements
     * @param {number} from
     */
    show(elements, from = 0) {
        const known = JSON.stringify(elements.map(({ id, name, display, threadId }) => [id, name, display, threadId]));
        const isChanged = known !== this.#known;
        this.#known = known;
        if (isChanged) this.#unlink();
        if (elements.length === 0) return;
        const byName = new Map(elements.map((element) => [element.name, element]));
        for (const block of [...this.#container.children].slice(isChanged ? 0 : from)) {
            // Plain text is still being written, by appending to its one node.
            if (!block.classList.contains("plain")) linkWithin(block, byName);
        }
    }

    /** The identifiers of the elements that the text speaks of. */
    get mentioned() {
        /** @type {NodeListOf<HTMLElement>} */
        const links = this.#container.querySelectorAll(".element-link.within");
        return new Set([...links].map((link) => link.dataset.element));
    }

    #unlink() {
        for (const link of this.#container.querySelectorAll(".element-link.within")) {
            const parent = link.parentNode;
            link.replaceWith(...link.childNodes);
            parent?.normalize();
        }
    }
}

/**
 * @param {Element} block
 * @param {Map<string, ElementRecord>} byName
 */
function linkWithin(block, byName) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const texts = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(/** @type {Text} */ (node));
    for (const node of texts) {
        if (node.parentElement?.closest("a, button, code, pre, math, .katex")) continue;
        const found = findReferences(node.data, [...byName.keys()]);
        // From the end on, so that the places before stay what they are.
        for (const { start, end, name } of found.reverse()) {
            const element = byName.get(name);
            if (!element) continue;
            const rest = node.splitText(start);
            rest.splitText(end - start);
            rest.replaceWith(elementLink(element, name));
        }
    }
}
