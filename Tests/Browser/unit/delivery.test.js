import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import { Outbox } from "../../../Sources/MartletUI/Page/assets/models/outbox.js";
import assert from "node:assert/strict";
import { joinDelivery } from "../../../Sources/MartletUI/Page/assets/delivery.js";
import { memoryStore } from "./page.js";
import { test } from "node:test";

/** A page's chat and its line to the server, on a clock of the test's own. */
class Line extends EventTarget {
    sent = [];
    isUp = false;

    constructor(context) {
        super();
        context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
        this.clock = context.mock.timers;
        globalThis.document = new EventTarget();
        const outbox = new Outbox(memoryStore());
        outbox.open("session");
        this.chat = new Chat(outbox);
        joinDelivery({ socket: this, chat: this.chat });
    }

    emit(name, payload) {
        if (this.isUp) this.sent.push(`${name} ${payload.message.output}`);
        return this.isUp;
    }

    say(text) {
        this.chat.compose(text);
        document.dispatchEvent(new Event("martlet:deliver"));
    }

    open(restored = false) {
        this.isUp = true;
        this.dispatchEvent(new Event("connect"));
        this.chat.receive("hello", { bootId: "1", restored });
    }

    close() {
        this.isUp = false;
        this.dispatchEvent(new Event("disconnect"));
        this.chat.disconnected();
    }

    run(...names) {
        for (const name of names) this.chat.receive(name, {});
    }
}

test("a message goes out at once when nothing is in its way", (context) => {
    const line = new Line(context);
    line.open();
    line.clock.tick(200);
    line.say("hello");
    assert.deepEqual(line.sent, ["client_message hello"]);
});

test("what is said before there is a connection goes out afterwards, one message for each run", (context) => {
    const line = new Line(context);
    line.say("one");
    line.say("two");
    assert.deepEqual(line.sent, []);
    line.open();
    line.clock.tick(200);
    assert.deepEqual(line.sent, ["client_message one"]);
    line.chat.receive("first_interaction", { interaction: "one", thread_id: "t" });
    line.run("task_start");
    line.clock.tick(60_000);
    assert.equal(line.sent.length, 1);
    line.run("task_end");
    line.clock.tick(100);
    assert.deepEqual(line.sent, ["client_message one", "client_message two"]);
});

test("a message waits for the chat's beginning, yet not for one that never ends", (context) => {
    const line = new Line(context);
    line.open();
    line.run("task_start");
    line.say("early");
    line.clock.tick(9_000);
    assert.deepEqual(line.sent, []);
    line.clock.tick(2_000);
    assert.deepEqual(line.sent, ["client_message early"]);
});

test("a message waits while the app asks something", (context) => {
    const line = new Line(context);
    line.open();
    line.run("task_start");
    line.say("early");
    line.chat.receive("ask", { msg: { id: "q", type: "assistant_message", output: "?" }, spec: { type: "text" } }, () => {});
    line.clock.tick(60_000);
    assert.deepEqual(line.sent, []);
    line.run("task_end", "clear_ask", "task_start");
    line.clock.tick(1_000);
    assert.deepEqual(line.sent, []);
    line.run("task_end");
    line.clock.tick(100);
    assert.deepEqual(line.sent, ["client_message early"]);
});

test("a message whose fate is unknown is sent again only when the server does not know it", (context) => {
    for (const isKnown of [true, false]) {
        const line = new Line(context);
        line.open();
        line.clock.tick(200);
        line.say("hello");
        const { message } = line.chat.outbox.messages[0];
        line.close();
        line.open(true);
        line.clock.tick(5_000);
        assert.equal(line.sent.length, 1, "nothing before the server has told how the chat stands");
        line.chat.receive("snapshot", { messages: isKnown ? [message] : [], running: false });
        line.clock.tick(5_000);
        assert.equal(line.sent.length, isKnown ? 1 : 2);
        line.close();
        context.mock.timers.reset();
    }
});

test("a message that the server refuses does not hold up the next for long", (context) => {
    const line = new Line(context);
    line.open();
    line.clock.tick(200);
    line.say("refused");
    line.say("next");
    assert.equal(line.sent.length, 1);
    line.clock.tick(3_100);
    assert.deepEqual(line.sent, ["client_message refused", "client_message next"]);
});
