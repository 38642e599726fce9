import { Draft } from "../../../Sources/MartletUI/Page/assets/models/draft.js";
import { Identity } from "../../../Sources/MartletUI/Page/assets/models/identity.js";
import { ScrollFollower } from "../../../Sources/MartletUI/Page/assets/models/scroll-follower.js";
import assert from "node:assert/strict";
import { memoryStore } from "./page.js";
import { test } from "node:test";

test("the view follows until the reader scrolls up, and again from the end on", () => {
    const follower = new ScrollFollower();
    const observe = (top, height) => follower.observe({ top, height, viewport: 500 });
    observe(500, 1000);
    observe(500, 1400);
    assert.ok(follower.isFollowing, "growth is no movement");
    observe(900, 1400);
    observe(700, 1400);
    assert.equal(follower.isFollowing, false);
    observe(700, 1800);
    observe(1000, 1800);
    assert.equal(follower.isFollowing, false, "part of the way down is not the end");
    observe(1280, 1800);
    assert.ok(follower.isFollowing);
});

test("content that shrinks does not count as scrolling up", () => {
    const follower = new ScrollFollower();
    follower.observe({ top: 900, height: 1400, viewport: 500 });
    follower.observe({ top: 600, height: 1100, viewport: 500 });
    assert.ok(follower.isFollowing);
});

test("the smallest movement up counts while the reader has a hand on it, and none is needed without one", () => {
    const follower = new ScrollFollower();
    const observe = (top, height, now) => follower.observe({ top, height, viewport: 500 }, now);
    observe(900, 1400, 0);
    observe(899.5, 1400, 1);
    assert.ok(follower.isFollowing, "half a pixel alone is rounding");
    observe(900, 1400, 2);
    follower.hold(Infinity);
    observe(898, 1400, 3);
    assert.equal(follower.isFollowing, false);
    observe(900, 1400, 4);
    assert.equal(follower.isFollowing, false, "the end is not reached while the finger is down");
    follower.hold(5);
    observe(900, 1400, 6);
    assert.ok(follower.isFollowing);
});

test("a hand that moves nothing leaves the view following, though the content grows", () => {
    const follower = new ScrollFollower();
    follower.observe({ top: 900, height: 1400, viewport: 500 }, 0);
    follower.hold(250);
    follower.observe({ top: 900, height: 1600, viewport: 500 }, 100);
    assert.ok(follower.isHeld(100) && !follower.isHeld(250));
    assert.ok(follower.isFollowing);
});

test("content corrected above the view moves it, which is not the reader", () => {
    const follower = new ScrollFollower();
    follower.observe({ top: 880, height: 1400, viewport: 500 });
    follower.observe({ top: 780, height: 1300, viewport: 500 });
    assert.ok(follower.isFollowing);
});

test("earlier messages are recalled, and the unfinished one comes back", () => {
    const draft = new Draft(memoryStore());
    draft.sent("one");
    draft.sent("two");
    draft.sent("two");
    assert.deepEqual(
        [draft.recall(-1, "half"), draft.recall(-1, ""), draft.recall(-1, ""), draft.recall(1, ""), draft.recall(1, "")],
        ["two", "one", null, "two", "half"],
    );
    assert.equal(draft.recall(1, ""), null);
});

test("a draft is kept, and gone once it is sent", () => {
    const store = memoryStore();
    const draft = new Draft(store);
    draft.edited("hello");
    assert.equal(new Draft(store).text, "hello");
    draft.sent("hello");
    assert.equal(new Draft(store).text, "");
});

test("a reload returns to the same chat, a new chat does not", () => {
    const store = memoryStore();
    const identity = new Identity(store);
    identity.profile = "P 1";
    assert.equal(new Identity(store).sessionId, identity.sessionId);
    assert.deepEqual(identity.auth, {
        clientType: "webapp", sessionId: identity.sessionId, threadId: "", userEnv: "{}", chatProfile: "P%201", render: "html",
    });
    const before = identity.sessionId;
    identity.threadId = "t";
    identity.renew();
    assert.notEqual(identity.sessionId, before);
    assert.equal(identity.threadId, "");
});

test("each thread has its own draft, and a new chat takes its draft along into its thread", () => {
    const draft = new Draft(memoryStore());
    draft.edited("half a thought");
    assert.equal(draft.open("one", true), false);
    assert.equal(draft.text, "half a thought");
    assert.equal(draft.open("two"), true);
    assert.equal(draft.text, "");
    draft.edited("another");
    assert.equal(draft.open("one"), true);
    assert.equal(draft.text, "half a thought");
    assert.equal(draft.open(""), true);
    assert.equal(draft.text, "");
    assert.equal(draft.open("two"), true);
    assert.equal(draft.text, "another");
    // A thread that is opened from a new chat has its own.
    draft.open("");
    draft.edited("of the new chat");
    assert.equal(draft.open("two"), true);
    assert.equal(draft.text, "another");
});

test("a message without words is not recalled", () => {
    const draft = new Draft(memoryStore());
    draft.sent("");
    assert.equal(draft.recall(-1, "x"), null);
});
