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

/**
 * Gives out the sentences of a message while it is written, each once and only when it is whole: when another one
 * follows it, its block is closed, or the message ends.
 */
export class SentenceReader {
    /** The first block that is not read to its end: texts are given from it on. */
    block = 0;
    // Counted, not measured: rendering may change a few characters of what was there before.
    #said = 0;

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
            sentences.push(...whole.slice(this.#said));
            if (isOpen) {
                this.#said = Math.max(this.#said, whole.length);
            } else {
                this.block += 1;
                this.#said = 0;
            }
        });
        return sentences;
    }
}
