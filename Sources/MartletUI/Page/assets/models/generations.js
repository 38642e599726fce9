import { count, rate } from "../helpers/numbers.js";
import { duration } from "../helpers/times.js";
import { speedText } from "./activities.js";
import { string } from "../helpers/strings.js";

/** @typedef {Protocol.Generation} Generation */

/**
 * The generation behind a message: its own, or that of the model's step before it that gave this very text.
 * @param {Page.TranscriptNode} node
 * @returns {Generation | null}
 */
export function generationOf({ id, step, output, parent }) {
    if (step.generation) return step.generation;
    const text = output.text.trim();
    if (step.type !== "assistant_message" || step.streaming || text === "" || !parent) return null;
    const before = parent.children.slice(0, parent.children.findIndex((child) => child.id === id));
    return generationIn(before, text);
}

/**
 * @param {Page.TranscriptNode[]} nodes
 * @param {string} text
 * @returns {Generation | null}
 */
function generationIn(nodes, text) {
    for (const { step, output, children } of nodes.toReversed()) {
        if (step.type === "llm" && step.generation && output.text.trim() === text) return step.generation;
        const found = generationIn(children, text);
        if (found) return found;
    }
    return null;
}

/**
 * Tokens a second once the first had come; over the whole time where nobody says when that was.
 * @param {Generation} generation
 */
export function speedOf({ duration: seconds, ttFirstToken, outputTokenCount, tokenThroughputInSeconds }) {
    if (ttFirstToken == null || seconds == null) return tokenThroughputInSeconds ?? null;
    const rest = seconds - ttFirstToken / 1000;
    return (outputTokenCount ?? 0) > 1 && rest > 0 ? ((outputTokenCount ?? 0) - 1) / rest : null;
}

/** The reasons that a person may want to do something about. */
const notable = new Set(["max_new_tokens", "time_limit", "context_full", "stopped", "error"]);

/**
 * Why the answer ended, in words; empty when nobody says.
 * @param {Generation} generation
 */
export function reasonText({ metadata, outputTokenCount }) {
    switch (metadata?.finishReason) {
        case "end_of_text": return string("martlet.generation.reasons.end", "the model ended its answer");
        case "stop_text": return string("martlet.generation.reasons.stopText", "the stop text “{{text}}” came", { text: metadata.stopText ?? "" });
        case "max_new_tokens":
            return string("martlet.generation.reasons.limit", "stopped at the limit of {{count}} new tokens",
                { count: count(outputTokenCount ?? 0) });
        case "time_limit": return string("martlet.generation.reasons.timeLimit", "stopped at the time limit");
        case "tool_calls": return string("martlet.generation.reasons.toolCalls", "the model called a tool");
        case "context_full": return string("martlet.generation.reasons.contextFull", "the context is full");
        case "stopped": return string("martlet.generation.reasons.stopped", "you stopped it");
        case "error": return string("martlet.generation.reasons.error", "error");
        default: return "";
    }
}

/** @param {number | null | undefined} value */
function tokens(value) {
    return value == null ? "" : string("martlet.generation.tokens", "{{count}} tokens", { count: count(value) });
}

/** @param {Generation} generation */
function promptText({ inputTokenCount, cachedTokenCount }) {
    if (!inputTokenCount || !cachedTokenCount) return tokens(inputTokenCount);
    return string("martlet.generation.cached", "{{count}} tokens, {{cached}} of them known from before",
        { count: count(inputTokenCount), cached: count(cachedTokenCount) });
}

/**
 * What of the chat the model did not see or no longer knew.
 * @param {Protocol.GenerationMetadata} metadata
 */
function cutTexts({ droppedMessages, shiftedTokens }) {
    return [
        droppedMessages ? string("martlet.generation.dropped", "{{count}} older messages left out", { count: count(droppedMessages) }) : "",
        shiftedTokens ? string("martlet.generation.shifted", "{{count}} older tokens forgotten", { count: count(shiftedTokens) }) : "",
    ];
}

/** @param {number | null | undefined} milliseconds */
const time = (milliseconds) => milliseconds == null ? "" : duration(milliseconds);

/**
 * "23 ms": tokens come too fast for tenths of a second.
 * @param {number} milliseconds
 */
const interval = (milliseconds) => milliseconds < 1000 ? `${rate(milliseconds)} ms` : duration(milliseconds);

/** @param {Protocol.GenerationMetadata} metadata */
function intervalText({ tokenIntervalMedian: median, tokenInterval95th: most }) {
    if (median == null || most == null) return median == null ? "" : interval(median);
    return string("martlet.generation.intervals", "{{median}}, 95 of 100 within {{most}}",
        { median: interval(median), most: interval(most) });
}

/** @param {Protocol.GenerationMetadata} metadata */
function guessText({ draftedTokens, acceptedDraftTokens }) {
    if (!draftedTokens) return "";
    return string("martlet.generation.right", "{{accepted}} of {{drafted}} right",
        { accepted: count(acceptedDraftTokens ?? 0), drafted: count(draftedTokens) });
}

/**
 * What there is to tell of a generation: a line, and rows of a word and a value.
 * @param {Generation} generation
 */
export function factsOf(generation) {
    const speed = speedText(speedOf(generation));
    const reason = reasonText(generation);
    const { ttFirstToken, duration: seconds } = generation;
    const metadata = generation.metadata ?? {};
    const { finishReason, queueTime, promptTime, preemptions, seed } = metadata;
    const ending = notable.has(finishReason ?? "") ? reason : "";
    return {
        line: [tokens(generation.outputTokenCount), speed, ...cutTexts(metadata), ending].filter(Boolean).join(" · "),
        rows: [
            [string("martlet.generation.model", "Model"), generation.model ?? ""],
            [string("martlet.generation.prompt", "Prompt"), promptText(generation)],
            [string("martlet.generation.answer", "Answer"), tokens(generation.outputTokenCount)],
            [string("martlet.generation.queue", "Waited for its turn"), (queueTime ?? 0) < 100 ? "" : time(queueTime)],
            [string("martlet.generation.reading", "Reading the prompt"), time(promptTime)],
            [string("martlet.generation.firstToken", "Time to first token"), time(ttFirstToken)],
            [string("martlet.generation.interval", "Between two tokens"), intervalText(metadata)],
            [string("martlet.generation.speed", "Speed"), speed],
            [string("martlet.generation.guessed", "Guessed tokens"), guessText(metadata)],
            [string("martlet.generation.preemptions", "Gave its place up"), preemptions ? `${count(preemptions)} ×` : ""],
            [string("martlet.generation.duration", "Duration"), seconds == null ? "" : duration(seconds * 1000)],
            [string("martlet.generation.seed", "Seed"), seed == null ? "" : String(seed)],
            [string("martlet.generation.reason", "Why it ended"), reason],
        ].filter(([, value]) => value !== ""),
    };
}
