import { fragmentOf } from "../helpers/markup.js";
import { make } from "../helpers/dom.js";

// Blocks this far from the end of a streaming text do not change any more: the browser may skip them when off screen.
const openBlocks = 12;

/** Shows a rendered field: one child for each block, of which only the changed ones are made again. */
export class RenderedText {
    #shown = [];
    #plain = null;

    constructor(container) {
        this.container = container;
    }

    /** Brings the container up to date; blocks before `from` are known to be unchanged. */
    show(field, from = 0) {
        const blocks = field.blocks ?? [];
        this.#trim(blocks.length);
        for (let index = Math.min(from, this.#shown.length); index < blocks.length; index += 1) {
            if (this.#shown[index]?.html !== blocks[index]) this.#put(index, blocks[index]);
        }
        this.#showPlain(field.blocks ? field.tail : field.text);
    }

    #put(index, html) {
        const element = make("div", { class: "block" });
        element.append(fragmentOf(html));
        const old = this.#shown[index];
        if (old && growsCode(old.element, element)) return void (old.html = html);
        if (old) old.element.replaceWith(element);
        else this.container.insertBefore(element, this.#plain);
        this.#shown[index] = { html, element };
        this.#shown[index - openBlocks]?.element.classList.add("settled");
    }

    #trim(length) {
        for (const { element } of this.#shown.splice(length)) element.remove();
    }

    #showPlain(text) {
        if (!text) {
            this.#plain?.remove();
            this.#plain = null;
            return;
        }
        if (!this.#plain) this.container.append((this.#plain = make("p", { class: "block plain" })));
        const node = this.#plain.firstChild;
        if (!node) this.#plain.append(text);
        else if (text.startsWith(node.data)) node.appendData(text.slice(node.data.length));
        else node.data = text;
    }
}

// A code block that is being written keeps its frame: where it is scrolled to, its button, a selection around it.
function growsCode(old, element) {
    const [before, after] = [old, element].map((each) => each.childElementCount === 1 && each.querySelector(":scope > .code code"));
    if (!before || !after || before.className !== after.className) return false;
    before.replaceChildren(...after.childNodes);
    return true;
}
