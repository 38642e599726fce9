/**
 * One field of a step (its output or its input): the blocks that the server rendered, and text that came after them
 * unrendered. Without blocks the plain text is what there is to show.
 */
export class RenderedField {
    text = "";
    tail = "";
    blocks = null;

    /** Takes a step's whole field, as a message event carries it. Absent values leave what is there. */
    assign(text, blocks) {
        if (blocks) {
            this.blocks = [...blocks];
            this.tail = "";
        } else if (text !== undefined && text !== null && text !== this.text) {
            this.blocks = null;
            this.tail = "";
        }
        if (text !== undefined && text !== null) this.text = text;
    }

    /** Replaces the blocks from an index on. Returns that index. */
    splice(from, blocks) {
        const start = Math.max(0, Math.min(from, this.blocks?.length ?? 0));
        this.blocks = [...(this.blocks ?? []).slice(0, start), ...blocks];
        this.tail = "";
        return start;
    }

    /** Appends plain text, or puts it in place of everything. */
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
