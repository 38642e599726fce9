import { Chat } from "../../../Sources/MartletUI/Page/assets/models/chat.js";
import { Outbox } from "../../../Sources/MartletUI/Page/assets/models/outbox.js";
import { Uploads } from "../../../Sources/MartletUI/Page/assets/models/uploads.js";
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
        this.uploads = new Uploads((file) => {
            this.sent.push(`file ${file}`);
            return { promise: new Promise(() => {}), cancel: () => this.sent.push(`stop ${file}`) };
        });
        joinDelivery({ socket: this, chat: this.chat, uploads: this.uploads });
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
    line.run("task_start");
    line.chat.receive("message_html", { id: line.chat.outbox.messages[0].message.id, field: "output", from: 0, blocks: [] });
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

test("the first answer of a chat is not its beginning: the next message waits for its end", (context) => {
    const line = new Line(context);
    line.open();
    line.clock.tick(200);
    line.say("one");
    const { message } = line.chat.outbox.messages[0];
    // In the order of the server.
    line.run("task_start");
    line.chat.receive("message_html", { id: message.id, field: "output", from: 0, blocks: ["<p>one</p>"], final: true });
    line.chat.receive("first_interaction", { interaction: "one", thread_id: "t" });
    assert.equal(line.chat.isStarting, false);
    line.say("two");
    line.clock.tick(60_000);
    assert.deepEqual(line.sent, ["client_message one"]);
    line.run("task_end");
    line.clock.tick(100);
    assert.deepEqual(line.sent, ["client_message one", "client_message two"]);
});

test("files go with the chat that the server let go of: they are sent again, and a message with such ones is given back", (context) => {
    const line = new Line(context);
    line.open();
    line.run("task_start");
    line.chat.compose("with a file", { files: [{ id: "f" }] });
    line.chat.compose("without");
    line.uploads.add(["story.txt"]);
    const lost = [];
    line.chat.addEventListener("lost", ({ detail }) => lost.push(detail.text));
    line.close();
    line.open(false);
    line.clock.tick(200);
    assert.deepEqual(lost, ["with a file"]);
    assert.deepEqual(line.sent, ["file story.txt", "stop story.txt", "file story.txt"]);
    line.run("task_end");
    line.clock.tick(200);
    assert.equal(line.sent.at(-1), "client_message without");
});

test("a message that is written while a long chat arrives goes out, and stands at its end", (context) => {
    const line = new Line(context);
    line.open(true);
    line.chat.receive("snapshot", { messages: [{ id: "a", type: "user_message", output: "a" }], running: false, complete: false });
    line.say("meanwhile");
    line.chat.receive("new_message", { id: "b", type: "assistant_message", output: "b" });
    line.chat.receive("snapshot_end", {});
    line.clock.tick(200);
    assert.deepEqual(line.sent, ["client_message meanwhile"]);
    assert.deepEqual(line.chat.transcript.roots.map(({ output }) => output.text), ["a", "b", "meanwhile"]);
});

test("a chat in which nobody did anything begins anew when the server let it go", (context) => {
    const line = new Line(context);
    line.open();
    line.chat.receive("new_message", { id: "old", type: "assistant_message", output: "Welcome." });
    line.close();
    line.open(false);
    line.chat.receive("new_message", { id: "new", type: "assistant_message", output: "Welcome." });
    assert.deepEqual(line.chat.transcript.roots.map(({ id }) => id), ["new"]);
});
