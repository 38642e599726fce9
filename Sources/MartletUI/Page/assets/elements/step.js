import { duration, elapsed } from "../helpers/times.js";
import { RenderedText } from "./rendered-text.js";
import { icon, iconOfStep } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { renderAttachments } from "./attachments.js";
import { string } from "../helpers/strings.js";

/** @typedef {"running" | "done" | "failed" | "idle"} State */

/** @type {Record<State, string | null>} */
const marks = { running: null, done: "check", failed: "warning", idle: "check" };
/** @type {Partial<Record<State, [path: string, english: string]>>} */
const words = { running: ["martlet.step.running", "running"], failed: ["martlet.step.failed", "failed"] };

/**
 * One step as a box that opens and closes. It opens by itself while text streams into it, so that a person sees the
 * model think, and closes when it is done, unless the person or the app's author wants otherwise.
 */
export class StepView extends HTMLElement {
    #details = make("details", { class: "step-box" });
    #name = make("span", { class: "step-name" });
    #state = make("span", { class: "visually-hidden" });
    #mark = make("span", { class: "step-mark" });
    #duration = make("span", { class: "step-duration" });
    #inputBox = make("details", { class: "step-input" });
    /** @type {RenderedText | null} */
    #input = null;
    /** @type {RenderedText | null} */
    #output = null;
    #outputBox = make("div", { class: "markdown step-output", dir: "auto" });
    #attachments = make("div", { class: "attachments" });
    #generation = make("martlet-generation", { hidden: true });
    #began = performance.now();
    #isRevealed = false;
    /** @type {boolean | null} */
    #choice = null;
    nested = make("div", { class: "step-nested" });
    node = /** @type {Page.TranscriptNode} */ (/** @type {unknown} */ (null));
    context = /** @type {Page.Context} */ (/** @type {unknown} */ (null));

    /**
     * @param {Page.TranscriptNode} node
     * @param {Page.Context} context
     */
    bind(node, context) {
        this.node = node;
        this.context = context;
        this.className = "step";
        this.id = `step-${node.id}`;
        this.dataset.stepType = node.step.type;
        const input = make("div", { class: "markdown", dir: "auto" });
        this.#input = new RenderedText(input, `${this.id}-input`);
        this.#output = new RenderedText(this.#outputBox, this.id);
        this.#inputBox.append(make("summary", {}, string("martlet.step.input", "Input")), input);
        const body = make("div", { class: "step-body" }, this.#inputBox, this.nested, this.#outputBox,
            this.#attachments, this.#generation);
        this.#details.append(this.#summary(), body);
        this.append(this.#details);
        this.refresh();
        return this;
    }

    /** What a view that takes this one's place has to know. */
    get handedOn() {
        return { began: this.#began, choice: this.#choice };
    }

    takeUp(/** @type {any} */ { began, choice }) {
        this.#began = began;
        this.#choice = choice;
        this.refresh();
    }

    get isRunning() {
        const { start, end, isError } = this.node.step;
        return Boolean(start) && !end && !isError && this.context.chat.isRunning;
    }

    /** Takes a changed step. */
    refresh() {
        const { step } = this.node;
        const state = this.#stateNow();
        this.#name.textContent = step.name ?? "";
        if (this.dataset.state !== state) this.#showState(state);
        if (step.streaming && this.isRunning) this.reveal();
        this.#details.open = this.#choice ?? this.#opensByItself();
        this.tick();
        this.showText("input", 0);
        this.showText("output", 0);
        if (step.generation) this.#generation.show(step.generation);
        this.showAttachments();
    }

    /**
     * @param {"output" | "input"} field
     * @param {number} from
     */
    showText(field, from) {
        if (field === "input") {
            this.#input?.show(this.node.input, from, !this.isRunning);
            this.#inputBox.hidden = this.node.step.showInput === false || this.node.input.isEmpty;
        } else {
            this.#output?.show(this.node.output, from, !this.isRunning);
            this.#outputBox.hidden = this.node.output.isEmpty;
            this.#outputBox.classList.toggle("streaming", this.isRunning && !this.node.output.isEmpty);
        }
    }

    showAttachments() {
        renderAttachments(this.#attachments, this.context.transcript.elementsOf(this.node.id));
    }

    /** Opens this step and those around it, because something streams inside. */
    reveal() {
        if (this.#isRevealed) return;
        this.#isRevealed = true;
        if (this.#choice === null) this.#details.open = true;
        this.parentElement?.closest("martlet-step")?.reveal();
    }

    /** Shows how long it has taken so far. */
    tick() {
        const { start, end } = this.node.step;
        const taken = this.isRunning ? performance.now() - this.#began : elapsed(start, end);
        const isWorthTelling = taken !== null && taken >= 50 && Boolean(start);
        this.#duration.textContent = isWorthTelling ? duration(taken) : "";
    }

    #summary() {
        const summary = make(
            "summary", { class: "step-summary", id: `step-${this.node.step.name}` },
            icon(iconOfStep(this.node.step), "icon step-icon"),
            this.#name, this.#state, this.#duration, this.#mark, icon("chevron", "icon step-chevron"),
        );
        summary.addEventListener("click", () => (this.#choice = !this.#details.open));
        return summary;
    }

    /** @returns {State} */
    #stateNow() {
        if (this.node.step.isError) return "failed";
        if (this.isRunning) return "running";
        return this.node.step.end ? "done" : "idle";
    }

    /** @param {State} state */
    #showState(state) {
        this.dataset.state = state;
        this.#state.textContent = string(...(words[state] ?? ["martlet.step.done", "done"]));
        const mark = marks[state];
        this.#mark.replaceChildren(mark ? icon(mark) : make("span", { class: "spinner" }));
    }

    #opensByItself() {
        const { defaultOpen, autoCollapse } = this.node.step;
        if (this.dataset.state === "running") return this.#isRevealed || defaultOpen === true;
        return this.dataset.state === "failed" || (defaultOpen === true && autoCollapse !== true);
    }
}
