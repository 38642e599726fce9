/** @type {Map<string, Intl.Segmenter>} */
const segmenters = new Map();

/** @param {string} language */
function segmenter(language) {
    const known = segmenters.get(language);
    if (known) return known;
    const made = new Intl.Segmenter(language, { granularity: "sentence" });
    segmenters.set(language, made);
    return made;
}

/**
 * The sentences of a text, in any language.
 * @param {string} text
 * @returns {string[]}
 */
export function sentencesOf(text, language = "en") {
    const parts = Intl.Segmenter
        ? [...segmenter(language).segment(text)].map(({ segment }) => segment)
        : text.split(/(?<=[.!?…]\s)|(?<=[。！？।])|\n/);
    return parts.map((part) => part.trim().replace(/\s+/g, " ")).filter((part) => part !== "");
}

/** What a sentence says: rendering may change the signs around its letters later. */
const lettersOf = (/** @type {string} */ sentence) => sentence.replace(/[^\p{L}\p{N}]+/gu, "") || sentence;

/**
 * Gives out the sentences of a message while it is written, each once and only when it is whole: when another one
 * follows it, its block is closed, or the message ends.
 */
export class SentenceReader {
    /** The first block that is not read to its end: texts are given from it on. */
    block = 0;
    /**
     * The blocks as they were when they were read.
     * @type {string[]}
     */
    #blocks = [];
    /**
     * The sentences of the blocks before `block`.
     * @type {string[]}
     */
    #read = [];
    /**
     * How often sentences that were given out are going to be read again.
     * @type {Map<string, number>}
     */
    #again = new Map();

    /**
     * Looks at the blocks of the message as they are now. Where one that was read is another, all are read from the
     * beginning, but what was given out of them is not given out again.
     * @param {string[]} blocks
     */
    follow(blocks) {
        const isOther = this.#blocks.slice(0, this.block).some((block, index) => block !== blocks[index]);
        this.#blocks = blocks;
        if (!isOther) return;
        this.block = 0;
        for (const sentence of this.#read.splice(0)) this.#expect(sentence);
    }

    /**
     * @param {string[]} texts the text of each block, from `block` on
     * @param {boolean} isComplete whether the message has ended
     * @returns {string[]}
     */
    read(texts, isComplete, language = "en") {
        /** @type {string[]} */
        const sentences = [];
        texts.forEach((text, index) => {
            const isOpen = index === texts.length - 1 && !isComplete;
            const all = sentencesOf(text, language);
            // "approx. 3" could still become one sentence with "km": only a letter begins another one for sure.
            const held = /\p{L}/u.test(all.at(-1) ?? "") ? 1 : 2;
            const whole = isOpen ? all.slice(0, -held) : all;
            const letters = whole.map(lettersOf);
            sentences.push(...whole.filter((_, place) => !this.#isExpected(letters[place])));
            if (isOpen) {
                for (const sentence of letters) this.#expect(sentence);
            } else {
                this.block += 1;
                this.#read.push(...letters);
            }
        });
        // What was expected and did not come is gone from the message.
        if (isComplete && texts.length > 0) this.#again.clear();
        return sentences;
    }

    /** @param {string} sentence */
    #expect(sentence) {
        this.#again.set(sentence, (this.#again.get(sentence) ?? 0) + 1);
    }

    /** @param {string} sentence */
    #isExpected(sentence) {
        const count = this.#again.get(sentence) ?? 0;
        if (count > 1) this.#again.set(sentence, count - 1);
        else this.#again.delete(sentence);
        return count > 0;
    }
}
