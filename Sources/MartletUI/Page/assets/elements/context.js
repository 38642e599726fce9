import { count } from "../helpers/numbers.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

/** How much of the model's context the next message would take; it warns when that is more than there is. */
export class ContextGauge extends HTMLElement {
    #meter = /** @type {HTMLMeterElement} */ (make("meter", { min: 0, "aria-hidden": "true" }));
    #text = make("span", { class: "context-text", hidden: true }, this.#meter);
    #used = make("span");
    #warning = make("span", { class: "context-warning", role: "status" });

    /** @param {import("../models/context-meter.js").ContextMeter} model */
    bind(model) {
        this.#text.append(this.#used);
        this.append(this.#warning, this.#text);
        model.addEventListener("change", () => this.#show(model));
    }

    /** @param {import("../models/context-meter.js").ContextMeter} model */
    #show({ used, limit, fits }) {
        this.#text.hidden = used === null || limit === null;
        this.classList.toggle("full", !fits);
        const warning = fits ? ""
            : string("martlet.context.full", "This will not fit into the context of the model: shorten it, or start a new chat.");
        // Told once, not with each letter.
        if (this.#warning.textContent !== warning) this.#warning.textContent = warning;
        if (used === null || limit === null) return;
        this.#meter.max = limit;
        this.#meter.low = limit * 0.75;
        this.#meter.high = limit * 0.9;
        this.#meter.optimum = 0;
        this.#meter.value = used;
        this.#used.textContent = string("martlet.context.used", "{{used}} of {{limit}} tokens",
            { used: count(used), limit: count(limit) });
    }
}
