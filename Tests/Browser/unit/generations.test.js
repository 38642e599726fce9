import { factsOf, generationOf, reasonText, speedOf } from "../../../Sources/MartletUI/Page/assets/models/generations.js";
import { Transcript } from "../../../Sources/MartletUI/Page/assets/models/transcript.js";
import assert from "node:assert/strict";
import { test } from "node:test";

const generation = {
    model: "tiny", duration: 6, ttFirstToken: 1000, tokenThroughputInSeconds: 21, inputTokenCount: 40,
    cachedTokenCount: 0, outputTokenCount: 126, metadata: { finishReason: "max_new_tokens" },
};

function transcriptOf(answer) {
    const transcript = new Transcript();
    transcript.upsert({ id: "r", parentId: null, type: "run", name: "on_message", output: "" });
    transcript.upsert({ id: "c", parentId: "r", type: "run", name: "LLMChain", output: "" });
    transcript.upsert({ id: "l", parentId: "c", type: "llm", name: "Model", output: " It is blue.", generation });
    transcript.upsert({ id: "m", parentId: "r", type: "assistant_message", name: "A", ...answer });
    return transcript.get("m");
}

test("a message shows its own generation, or that of the model's step that gave its text", () => {
    assert.equal(generationOf(transcriptOf({ output: "It is blue." })), generation);
    const own = { outputTokenCount: 1 };
    assert.equal(generationOf(transcriptOf({ output: "It is blue.", generation: own })), own);
    assert.equal(generationOf(transcriptOf({ output: "It is red." })), null);
    assert.equal(generationOf(transcriptOf({ output: "" })), null);
    assert.equal(generationOf(transcriptOf({ output: "It is blue.", streaming: true })), null);
});

test("a message at the root has no step to look at", () => {
    const transcript = new Transcript();
    transcript.upsert({ id: "m", parentId: null, type: "assistant_message", name: "A", output: "x" });
    assert.equal(generationOf(transcript.get("m")), null);
});

test("the speed is that of the answer, without the time before it", () => {
    assert.equal(speedOf(generation), 25);
    assert.equal(speedOf({ ...generation, ttFirstToken: null }), 21);
    assert.equal(speedOf({ ...generation, outputTokenCount: 1 }), null);
    assert.equal(speedOf({ duration: 1, outputTokenCount: 5 }), null);
});

test("why an answer ended, in words", () => {
    const reasons = ["end_of_text", "max_new_tokens", "time_limit", "tool_calls", "context_full", "stopped", "error", "whim", undefined];
    assert.deepEqual(reasons.map((finishReason) => reasonText({ outputTokenCount: 128, metadata: { finishReason } })), [
        "the model ended its answer", "stopped at the limit of 128 new tokens",
        "stopped at the time limit", "the model called a tool", "the context is full", "you stopped it", "error", "", "",
    ]);
    assert.equal(reasonText({ metadata: { finishReason: "stop_text", stopText: "###" } }), "the stop text “###” came");
    assert.equal(reasonText({}), "");
});

test("the line tells of what a person may want to change, the rows of everything that is known", () => {
    const { line, rows } = factsOf(generation);
    assert.equal(line, "126 tokens · 25 tokens/s · stopped at the limit of 126 new tokens");
    assert.deepEqual(rows.map(([word]) => word),
        ["Model", "Prompt", "Answer", "Time to first token", "Speed", "Duration", "Why it ended"]);
    const quiet = factsOf({ outputTokenCount: 3, inputTokenCount: 9, cachedTokenCount: 4, metadata: { finishReason: "end_of_text" } });
    assert.equal(quiet.line, "3 tokens");
    assert.deepEqual(quiet.rows, [
        ["Prompt", "9 tokens, 4 of them known from before"], ["Answer", "3 tokens"],
        ["Why it ended", "the model ended its answer"],
    ]);
});

test("the line says that context was cut, whatever ended the answer", () => {
    const lineOf = (metadata) => factsOf({ outputTokenCount: 3, metadata }).line;
    assert.equal(lineOf({ finishReason: "end_of_text", droppedMessages: 12 }), "3 tokens · 12 older messages left out");
    assert.equal(lineOf({ finishReason: "time_limit", shiftedTokens: 1500 }),
        "3 tokens · 1,500 older tokens forgotten · stopped at the time limit");
    assert.equal(lineOf({ droppedMessages: 2, shiftedTokens: 64 }),
        "3 tokens · 2 older messages left out · 64 older tokens forgotten");
    assert.equal(lineOf({ finishReason: "tool_calls", droppedMessages: 0, shiftedTokens: 0 }), "3 tokens");
    assert.equal(lineOf({ finishReason: "stopped", droppedMessages: 2, shiftedTokens: 64 }),
        "3 tokens · 2 older messages left out · 64 older tokens forgotten · you stopped it");
    assert.equal(factsOf({ metadata: { droppedMessages: 2 } }).line, "2 older messages left out");
});

test("the rows tell where the time went, what was guessed, and the seed", () => {
    const { rows } = factsOf({
        ttFirstToken: 2600,
        metadata: {
            finishReason: "end_of_text", queueTime: 1400, promptTime: 1200, tokenIntervalMedian: 23.4,
            tokenInterval95th: 1250, draftedTokens: 1040, acceptedDraftTokens: 31, preemptions: 2, seed: 4294967295,
        },
    });
    assert.deepEqual(rows, [
        ["Waited for its turn", "1.4 s"], ["Reading the prompt", "1.2 s"], ["Time to first token", "2.6 s"],
        ["Between two tokens", "23 ms, 95 of 100 within 1.3 s"], ["Guessed tokens", "31 of 1,040 right"],
        ["Gave its place up", "2 ×"], ["Seed", "4294967295"], ["Why it ended", "the model ended its answer"],
    ]);
});

test("rows are left away where there is nothing to tell", () => {
    const rowsOf = (metadata) => factsOf({ metadata }).rows;
    assert.deepEqual(rowsOf({ queueTime: 99, draftedTokens: 0, preemptions: 0 }), []);
    assert.deepEqual(rowsOf({ queueTime: 100 }), [["Waited for its turn", "0.1 s"]]);
    assert.deepEqual(rowsOf({ draftedTokens: 8 }), [["Guessed tokens", "0 of 8 right"]]);
    assert.deepEqual(rowsOf({ tokenIntervalMedian: 4.25 }), [["Between two tokens", "4.3 ms"]]);
    assert.deepEqual(rowsOf({ seed: 0, promptTime: 0 }), [["Reading the prompt", "0.0 s"], ["Seed", "0"]]);
});
