/**
 * One field of a step (its output or its input): the blocks that the server rendered, and text that came after them
 * unrendered. Without blocks the plain text is what there is to show.
 */
export class RenderedField {
    text = "";
    tail = "";
    /** @type {string[] | null} */
    blocks = null;
    #isAhead = false;

    /**
     * Takes a step's whole field, as a message event carries it. An absent text leaves what is there; a text without
     * blocks after streamed ones is what those blocks show already; blocks of null say that there are none.
     * @param {string | null | undefined} text
     * @param {string[] | null | undefined} blocks
     */
    assign(text, blocks) {
        const isKnown = text === undefined || text === this.text || this.#isAhead;
        if (blocks || blocks === null || !isKnown) {
            this.blocks = blocks ? [...blocks] : null;
            this.tail = "";
        }
        if (text === undefined) return;
        this.text = text ?? "";
        this.#isAhead = false;
    }

    /**
     * Replaces the blocks from an index on. Returns that index.
     * @param {number} from
     * @param {string[]} blocks
     */
    splice(from, blocks) {
        const start = Math.max(0, Math.min(from, this.blocks?.length ?? 0));
        this.blocks = [...(this.blocks ?? []).slice(0, start), ...blocks];
        this.tail = "";
        this.#isAhead = true;
        return start;
    }

    /**
     * Appends plain text, or puts it in place of everything.
     * @param {string} token
     * @param {boolean} [isWhole]
     */
    append(token, isWhole) {
        if (isWhole) {
            this.blocks = null;
            this.tail = "";
            this.text = token;
            return;
        }
        this.text += token;
        if (this.blocks) this.tail += token;
    }

    get isEmpty() {
        return this.text === "" && this.tail === "" && (this.blocks === null || this.blocks.length === 0);
    }
}
