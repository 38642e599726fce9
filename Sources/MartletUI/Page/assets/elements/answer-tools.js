import { answerOf, isEnded, isLatest, questionOf, runOf } from "../models/answers.js";
import { make, request } from "../helpers/dom.js";
import { afterRender } from "../helpers/render-queue.js";
import { icon } from "../helpers/icons.js";
import { string } from "../helpers/strings.js";

/** @typedef {Page.TranscriptNode} TranscriptNode */

/**
 * What one can do with a whole answer: make it again, and say whether it was good. Belongs to the run of the server,
 * and stands under the last message of it.
 */
export class AnswerTools extends HTMLElement {
    #run = /** @type {TranscriptNode} */ (/** @type {unknown} */ (null));
    #context = /** @type {Page.Context} */ (/** @type {unknown} */ (null));

    /** @param {TranscriptNode} run @param {Page.Context} context */
    bind(run, context) {
        this.#run = run;
        this.#context = context;
        this.refresh();
        return this;
    }

    refresh() {
        const { chat, transcript, mayEdit, takesFeedback } = this.#context;
        const question = questionOf(this.#run);
        const hasRegenerate = mayEdit && question && isLatest(question, transcript.roots);
        const focused = this.contains(document.activeElement) ? document.activeElement?.className : null;
        this.replaceChildren(
            ...(hasRegenerate ? [this.#regenerate(question)] : []),
            ...(takesFeedback && chat.hasInteraction ? this.#thumbs() : []),
        );
        const again = [...this.children].find((each) => each.className === focused);
        if (focused) /** @type {HTMLElement | undefined} */ (again)?.focus();
    }

    /** @param {TranscriptNode} question */
    #regenerate(question) {
        return toolButton("refresh", "regenerate-button", string("martlet.regenerate", "Answer again"), () => {
            if (!this.#context.chat.isRunning) request(this, "edit", { node: question, text: question.output.text });
        });
    }

    #thumbs() {
        const { feedback } = this.#run.step;
        const value = feedback?.value ?? null;
        const thumbs = [
            this.#thumb(1, value, "thumb-up", string("chat.messages.feedback.positive", "Good answer")),
            this.#thumb(0, value, "thumb-down", string("chat.messages.feedback.negative", "Poor answer")),
        ];
        if (value === null) return thumbs;
        const edit = toolButton("comment", "feedback-comment", string("chat.messages.feedback.edit", "Change feedback"),
            () => this.#comment());
        return [...thumbs, edit];
    }

    /** @param {number} value @param {number | null} chosen @param {string} symbol @param {string} label */
    #thumb(value, chosen, symbol, label) {
        const button = toolButton(symbol, symbol, label, () => {
            if (value === chosen) return this.#send(null);
            this.#send({ ...this.#run.step.feedback, value });
            this.#comment();
        });
        button.setAttribute("aria-pressed", String(value === chosen));
        return button;
    }

    async #comment() {
        // A thumb that could not be saved is taken back meanwhile: its comment is one to that thumb all the same.
        const given = this.#run.step.feedback;
        const { openFeedbackDialog } = await import("./feedback-dialog.js");
        if (given) openFeedbackDialog(given.comment ?? "", (text) => this.#send({ ...given, ...this.#run.step.feedback, comment: text }));
    }

    // Shown at once; taken back by whoever sends it where that fails.
    /** @param {Protocol.Feedback | null} feedback null takes it back */
    #send(feedback) {
        request(this, "feedback", { run: this.#run, feedback, done: () => this.refresh() });
    }
}

/** @param {string} symbol @param {string} name @param {string} label @param {() => void} onclick */
function toolButton(symbol, name, label, onclick) {
    return make("button", {
        type: "button", class: `button quiet square small ${name}`, title: label, "aria-label": label, onclick,
    }, icon(symbol));
}

/**
 * Keeps the tools where they belong while a chat goes on.
 * @param {Page.Context} context
 * @param {import("./transcript-view.js").TranscriptView} transcriptView
 */
export function placeAnswerTools(context, transcriptView) {
    /** @type {Set<TranscriptNode>} */
    const changed = new Set();
    /** @type {Map<TranscriptNode, AnswerTools>} */
    const placed = new Map();
    let isAll = false;
    context.transcript.addEventListener("change", ({ detail: { kind, node } }) => {
        if (kind === "reset") placed.clear();
        // A new question ends the time of the answers before.
        if (kind === "reset" || node.step.type === "user_message") isAll = true;
        const run = node && kind !== "output" && kind !== "input" ? runOf(node) : null;
        if (run) changed.add(run);
    });
    afterRender(() => {
        if (changed.size === 0 && !isAll) return;
        const runs = isAll ? new Set([...placed.keys(), ...changed]) : new Set(changed);
        isAll = false;
        changed.clear();
        for (const run of runs) place(run);
    });

    /** @param {TranscriptNode} run */
    function place(run) {
        const isThere = context.transcript.get(run.id) === run && isEnded(run);
        const answer = isThere ? answerOf(run) : null;
        const bar = answer ? transcriptView.view(answer.id)?.querySelector(".message-tools") : null;
        const tools = placed.get(run);
        if (!bar) {
            tools?.remove();
            placed.delete(run);
        } else if (tools) {
            if (tools.parentElement !== bar) bar.prepend(tools);
            tools.refresh();
        } else {
            const made = document.createElement("martlet-answer-tools");
            placed.set(run, made.bind(run, context));
            bar.prepend(made);
        }
    }
}
