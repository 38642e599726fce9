// Earlier chats, addresses, sign-in codes, answers: what the page knows of people and their threads.
import { answerOf, isLatest, questionOf, runOf } from "../../../Sources/MartletUI/Page/assets/models/answers.js";
import { pathOf, routeOf } from "../../../Sources/MartletUI/Page/assets/models/route.js";
import { providerName, signInCode } from "../../../Sources/MartletUI/Page/assets/models/sign-in-codes.js";
import { Identity } from "../../../Sources/MartletUI/Page/assets/models/identity.js";
import { ThreadList } from "../../../Sources/MartletUI/Page/assets/models/thread-list.js";
import { Transcript } from "../../../Sources/MartletUI/Page/assets/models/transcript.js";
import assert from "node:assert/strict";
import { groupThreads } from "../../../Sources/MartletUI/Page/assets/models/thread-groups.js";
import { memoryStore } from "./page.js";
import { test } from "node:test";

const at = (...parts) => new Date(...parts).toISOString();

test("earlier chats are grouped by the reader's calendar, the newest first", () => {
    const now = new Date(2025, 2, 31, 0, 30);
    const threads = [
        { id: "last year", createdAt: at(2024, 11, 24, 12) },
        { id: "an hour ago", createdAt: at(2025, 2, 30, 23, 30) },
        { id: "just now", createdAt: at(2025, 2, 31, 0, 29) },
        { id: "a week ago", createdAt: at(2025, 2, 24, 1) },
        { id: "eight days ago", createdAt: at(2025, 2, 23, 23) },
        { id: "a month ago", createdAt: at(2025, 2, 1, 0, 0) },
        { id: "before that", createdAt: at(2025, 1, 28, 23, 59) },
        { id: "unknown" },
    ];
    assert.deepEqual(groupThreads(threads, now).map(({ key, threads: members }) => [key, members.map(({ id }) => id)]), [
        ["today", ["unknown", "just now"]],
        ["yesterday", ["an hour ago"]],
        ["previous7days", ["a week ago"]],
        ["previous30days", ["eight days ago", "a month ago"]],
        ["2025-02", ["before that"]],
        ["2024-12", ["last year"]],
    ]);
    assert.deepEqual(groupThreads([], now), []);
});

function pages(...answers) {
    const asked = [];
    const fetchPage = (query) => {
        asked.push(query);
        return Promise.resolve(answers.shift());
    };
    return { asked, list: new ThreadList(fetchPage) };
}

test("earlier chats come page by page, each once", async () => {
    const { asked, list } = pages(
        { pageInfo: { hasNextPage: true, endCursor: "c" }, data: [{ id: "1" }, { id: "2" }] },
        { pageInfo: { hasNextPage: false, endCursor: "d" }, data: [{ id: "2" }, { id: "3" }] },
    );
    await list.reload();
    assert.ok(list.hasMore);
    await list.more();
    await list.more();
    assert.deepEqual(list.threads.map(({ id }) => id), ["1", "2", "3"]);
    assert.deepEqual(asked.map(({ cursor }) => cursor), [undefined, "c"]);
});

test("a late answer to an earlier search is not shown", async () => {
    const resolvers = [];
    const list = new ThreadList(() => new Promise((resolve) => resolvers.push(resolve)));
    const first = list.find("a");
    const second = list.find("ab");
    resolvers[1]({ data: [{ id: "new" }] });
    resolvers[0]({ data: [{ id: "old" }] });
    await Promise.all([first, second]);
    assert.deepEqual(list.threads, [{ id: "new" }]);
    assert.equal(list.isLoading, false);
});

test("a page that could not be had leaves what is shown", async () => {
    const { list } = pages({ data: [{ id: "1" }] }, null);
    await list.reload();
    await list.reload();
    assert.deepEqual([list.threads.length, list.hasMore, list.isLoading], [1, false, false]);
});

test("a new chat is added in front, once; a name changes; a removed one is gone", async () => {
    const { list } = pages({ data: [{ id: "1", name: "one" }] });
    await list.reload();
    list.add({ id: "2", name: "two" });
    list.add({ id: "2", name: "two" });
    list.change("1", { name: "uno" });
    assert.deepEqual(list.threads.map(({ name }) => name), ["two", "uno"]);
    list.remove("2");
    assert.equal(list.get("2"), null);
});

test("addresses lead to threads and back", () => {
    for (const root of ["", "/app"]) {
        assert.deepEqual(routeOf(`${root}/thread/a%2Fb`, root), { kind: "thread", id: "a/b" });
        assert.deepEqual(routeOf(`${root}/share/1`, root), { kind: "share", id: "1" });
        assert.deepEqual(routeOf(`${root}/login/callback`, root), { kind: "login", id: "" });
        assert.deepEqual(routeOf(`${root}/thread/`, root), { kind: "chat", id: "" });
    }
    assert.deepEqual(routeOf("/application/thread/1", "/app"), { kind: "chat", id: "" });
    assert.deepEqual(routeOf("/thread/%E0%A4%A", ""), { kind: "thread", id: "%E0%A4%A" });
    assert.equal(pathOf({ kind: "thread", id: "a/b" }), "thread/a%2Fb");
    assert.equal(pathOf({}), "");
});

test("error codes are known in any spelling of theirs, and nothing else is", () => {
    assert.equal(signInCode("credentialssignin"), "credentialsSignin");
    assert.equal(signInCode("oauthSignin"), "oauthSignin");
    for (const text of ["constructor", "<b>", "", null, undefined]) assert.equal(signInCode(text), "default");
});

test("providers have the names people know", () => {
    assert.deepEqual(["github", "azure-ad", "keycloak", "my-own"].map(providerName), ["GitHub", "Azure AD", "Keycloak", "My Own"]);
});

test("the answer of a run, and the question it answers", () => {
    const transcript = new Transcript();
    const add = (id, parentId, type, name = "A") => transcript.upsert({ id, parentId, type, name, output: "" });
    add("u", null, "user_message");
    const run = add("r", "u", "run", "on_message");
    add("m1", "r", "assistant_message");
    add("t", "r", "tool");
    const last = add("m2", "t", "assistant_message");
    assert.equal(answerOf(run), last);
    assert.equal(runOf(last), run);
    assert.equal(questionOf(run).id, "u");
    assert.ok(isLatest(questionOf(run), transcript.roots));
    add("u2", null, "user_message");
    assert.equal(isLatest(questionOf(run), transcript.roots), false);
    assert.equal(runOf(transcript.get("u2")), null);
    assert.equal(answerOf(add("r2", "u2", "run", "on_message")), null);
});

test("a tab remembers which thread its session shows, and takes keys along without keeping them", () => {
    const store = memoryStore();
    const identity = new Identity(store);
    identity.environment = { KEY: "secret" };
    identity.keep("t");
    assert.deepEqual(JSON.parse(identity.auth.userEnv), { KEY: "secret" });
    assert.equal(new Identity(store).keptThread, "t");
    assert.doesNotMatch(JSON.stringify(store.content), /secret/);
    identity.renew("other");
    assert.deepEqual([identity.threadId, identity.keptThread, identity.auth.threadId], ["other", "other", "other"]);
    identity.renew();
    assert.deepEqual([identity.threadId, new Identity(store).keptThread], ["", ""]);
});
