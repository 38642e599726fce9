import { Activities, activityText } from "../../../Sources/MartletUI/Page/assets/models/activities.js";
import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import assert from "node:assert/strict";
import { test } from "node:test";

test("activities in words", () => {
    const words = (activity) => activityText(activity);
    assert.deepEqual([1, 2, 3, 4].map((position) => words({ state: "waiting", position })),
        ["First in the queue", "Second in the queue", "Third in the queue", "Number 4 in the queue"]);
    assert.equal(words({ state: "reading", done: 512, total: 2048 }),
        `Reading your prompt: 512 of ${(2048).toLocaleString()} tokens`);
    assert.equal(words({ state: "generating", tokens: 1 }), "");
    assert.equal(words({ state: "generating", tokens: 50, perSecond: 23.4 }), "23 tokens/s");
    assert.equal(words({ state: "generating", tokens: 50, perSecond: 4.46 }), `${(4.5).toLocaleString()} tokens/s`);
    assert.equal(words({ state: "dreaming" }), "");
    assert.equal(words(null), "");
});

test("the latest activity that goes on is shown", () => {
    const activities = new Activities();
    let changes = 0;
    activities.addEventListener("change", () => (changes += 1));
    activities.show({ id: "a", state: "waiting", position: 2 });
    activities.show({ id: "b", state: "generating", tokens: 1 });
    activities.show({ id: "a", state: "waiting", position: 1 });
    assert.deepEqual(activities.latest, { state: "waiting", position: 1 });
    activities.end("a");
    assert.equal(activities.latest.state, "generating");
    activities.end("a");
    activities.clear();
    activities.clear();
    assert.equal(activities.latest, null);
    assert.equal(changes, 5);
});

test("an activity ends with its message or step, and all with the work", () => {
    const chat = new Chat();
    const step = { id: "s", parentId: null, type: "llm", name: "Model", output: "", input: "" };
    const begin = () => chat.receive("activity", { id: "s", state: "generating", tokens: 1 });
    chat.receive("task_start", {});
    chat.receive("new_message", step);
    begin();
    chat.receive("stream_start", { ...step, output: "a", streaming: true });
    assert.equal(chat.activities.latest?.state, "generating");
    chat.receive("update_message", { ...step, output: "ab", streaming: false });
    assert.equal(chat.activities.latest, null);
    begin();
    chat.receive("delete_message", { id: "s" });
    assert.equal(chat.activities.latest, null);
    begin();
    chat.receive("task_end", {});
    assert.equal(chat.activities.latest, null);
});
