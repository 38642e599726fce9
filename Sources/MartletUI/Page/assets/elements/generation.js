import { factsOf } from "../models/generations.js";
import { make } from "../helpers/dom.js";

/** A quiet line under an answer that unfolds: how many tokens, how fast, and why it ended. */
export class GenerationDetail extends HTMLElement {
    /** @type {import("../models/generations.js").Generation | null} */
    #shown = null;

    /** @param {import("../models/generations.js").Generation | null} generation */
    show(generation) {
        if (generation === this.#shown) return;
        this.#shown = generation;
        const facts = generation ? factsOf(generation) : null;
        this.hidden = !facts?.line;
        if (!facts) return this.replaceChildren();
        const rows = facts.rows.flatMap(([word, value]) => [make("dt", {}, word), make("dd", {}, value)]);
        const isOpen = this.querySelector("details")?.open ?? false;
        this.replaceChildren(make("details", { open: isOpen }, make("summary", {}, facts.line), make("dl", {}, ...rows)));
    }
}
