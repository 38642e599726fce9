import { fragmentOf, lowerHeadings } from "../helpers/markup.js";
import { make } from "../helpers/dom.js";
import { polish } from "./polish.js";

/** @typedef {import("../models/rendered-field.js").RenderedField} RenderedField */
/** @typedef {{ html: string, element: HTMLElement, isPolished: boolean, level: number }} Shown */

// Blocks this far from the end of a streaming text do not change any more: the browser may skip them when off screen.
const openBlocks = 12;
/** The level of the headings that name the messages. */
const messageLevel = 2;

/** Shows a rendered field: one child for each block, of which only the changed ones are made again. */
export class RenderedText {
    /** @type {Shown[]} */
    #shown = [];
    /** @type {HTMLElement | null} */
    #plain = null;
    #polished = 0;

    /**
     * @param {HTMLElement} container
     * @param {string} [scope] the message's own identifier, for those of its footnotes
     */
    constructor(container, scope) {
        this.container = container;
        this.scope = scope;
    }

    /**
     * Brings the container up to date.
     * @param {RenderedField} field
     * @param {number} [from] blocks before this one are known to be unchanged
     * @param {boolean} [isWhole] whether no more text comes, so that the last block is sealed as well
     */
    show(field, from = 0, isWhole = true) {
        const blocks = field.blocks ?? [];
        this.#trim(blocks.length);
        if (this.#shown.length === 0 && blocks.length > 1) this.#putAll(blocks);
        for (let index = Math.min(from, this.#shown.length); index < blocks.length; index += 1) {
            if (this.#shown[index]?.html !== blocks[index]) this.#put(index, blocks[index]);
        }
        this.#polish(isWhole ? blocks.length : blocks.length - 1);
        this.#showPlain(field.blocks ? field.tail : field.text);
    }

    // A long message that is there already is parsed in one go, which is much faster than block by block.
    /** @param {string[]} blocks */
    #putAll(blocks) {
        const fragment = fragmentOf(blocks.map((html) => `<div class="block">${html}</div>`).join(""), this.scope);
        const elements = /** @type {HTMLElement[]} */ ([...fragment.children]);
        if (elements.length !== blocks.length) return;
        elements.forEach((element, index) => {
            element.classList.toggle("settled", index < blocks.length - openBlocks);
            this.#shown.push({ html: blocks[index], element, isPolished: false, level: this.#lower(index, element) });
        });
        this.container.insertBefore(fragment, this.#plain);
    }

    /**
     * @param {number} index
     * @param {string} html
     */
    #put(index, html) {
        const element = make("div", { class: "block" });
        element.append(fragmentOf(html, this.scope));
        const old = this.#shown[index];
        this.#polished = Math.min(this.#polished, index);
        if (old && growsCode(old.element, element)) {
            old.html = html;
            old.isPolished = false;
            return;
        }
        if (old) old.element.replaceWith(element);
        else this.container.insertBefore(element, this.#plain);
        this.#shown[index] = { html, element, isPolished: false, level: this.#lower(index, element) };
        this.#shown[index - openBlocks]?.element.classList.add("settled");
    }

    /**
     * @param {number} index
     * @param {HTMLElement} element
     */
    #lower(index, element) {
        return lowerHeadings(element, this.#shown[index - 1]?.level ?? messageLevel);
    }

    /** @param {number} end the first block that may still change */
    #polish(end) {
        for (; this.#polished < end; this.#polished += 1) {
            const shown = this.#shown[this.#polished];
            if (!shown.isPolished) polish(shown.element);
            shown.isPolished = true;
        }
    }

    /** @param {number} length */
    #trim(length) {
        this.#polished = Math.min(this.#polished, length);
        for (const { element } of this.#shown.splice(length)) element.remove();
    }

    /** @param {string} text */
    #showPlain(text) {
        if (!text) {
            this.#plain?.remove();
            this.#plain = null;
            return;
        }
        if (!this.#plain) this.container.append((this.#plain = make("p", { class: "block plain" })));
        const node = /** @type {Text | null} */ (this.#plain.firstChild);
        if (!node) this.#plain.append(text);
        else if (text.startsWith(node.data)) node.appendData(text.slice(node.data.length));
        else node.data = text;
    }
}

/**
 * A code block that is being written keeps its frame: where it is scrolled to, its button, a selection around it.
 * @param {HTMLElement} old
 * @param {HTMLElement} element
 */
function growsCode(old, element) {
    const [before, after] = [old, element].map((each) =>
        each.childElementCount === 1 ? each.querySelector(":scope > .code code") : null);
    if (!before || !after || before.className !== after.className) return false;
    const [text, grown] = [before.firstChild, after.textContent ?? ""];
    if (before.childNodes.length === 1 && text instanceof Text && grown.startsWith(text.data)) {
        text.appendData(grown.slice(text.data.length));
    } else {
        before.replaceChildren(...after.childNodes);
    }
    return true;
}
