import { address } from "../helpers/configuration.js";
import { chosenLanguage } from "../helpers/language.js";

/** A failed request, with its status and what the server says about it. */
export class RequestError extends Error {
    /**
     * @param {number} status
     * @param {string | null | undefined} detail
     */
    constructor(status, detail) {
        super(detail || `The server answered ${status}.`);
        this.status = status;
    }
}

/**
 * @typedef {object} Content
 * @property {Record<string, string | null | undefined>} [query]
 * @property {object} [body] sent as JSON, unless it is a form
 * @property {Record<string, string>} [headers]
 */

/**
 * @param {string} method
 * @param {string} path
 * @param {Content} content
 * @returns {Promise<any>}
 */
async function call(method, path, { query, body, headers = {} } = {}) {
    const isForm = body instanceof FormData;
    const response = await fetch(address(path, query), {
        method,
        credentials: "include",
        headers: body && !isForm ? { ...headers, "Content-Type": "application/json" } : headers,
        body: isForm ? body : body && JSON.stringify(body),
    });
    const isJSON = response.headers.get("Content-Type")?.includes("json");
    const answer = isJSON ? await response.json() : null;
    if (!response.ok) throw new RequestError(response.status, detailOf(answer) ?? response.statusText);
    return answer;
}

/**
 * What the server says about a failure.
 * @param {{ detail?: string | { msg: string }[] } | null | undefined} answer
 */
export function detailOf(answer) {
    const detail = answer?.detail;
    return Array.isArray(detail) ? detail.map((each) => each.msg).join("; ") : detail;
}

/** The HTTP side of the protocol. */
export const api = {
    /** @returns {Promise<Protocol.Authentication>} */
    authConfiguration: () => call("GET", "auth/config"),
    /** @returns {Promise<Protocol.User | null>} */
    user: () => call("GET", "user"),
    /**
     * The settings, with the words and the user: all that a page needs at its start, and the session pinned to its node.
     * @param {string} sessionId
     * @returns {Promise<Protocol.Start>}
     */
    start: (sessionId) => call("GET", "project/settings", {
        query: { language: chosenLanguage(), include: "start" }, headers: { "Martlet-Session-Id": sessionId },
    }),
    /** @type {(profile: string) => Promise<Protocol.Settings>} */
    settings: (profile) => call("GET", "project/settings", { query: { language: chosenLanguage(), chat_profile: profile } }),
    /** @returns {Promise<{ translation?: object } | null>} */
    translations: () => call("GET", "project/translations", { query: { language: chosenLanguage() } }),
    /** @type {(username: string, password: string) => Promise<unknown>} */
    signIn: (username, password) => {
        const body = new FormData();
        body.append("username", username);
        body.append("password", password);
        return call("POST", "login", { body });
    },
    signInByHeader: () => call("POST", "auth/header"),
    signOut: () => call("POST", "logout"),
    /** @type {(query: import("../models/thread-list.js").Query) => Promise<Protocol.ThreadPage>} */
    threads: ({ first, cursor, search }) =>
        call("POST", "project/threads", { body: { pagination: { first, cursor }, filter: { search } } }),
    /** @type {(id: string) => Promise<Protocol.WholeThread>} */
    thread: (id) => call("GET", `project/thread/${encodeURIComponent(id)}`),
    /** @type {(id: string) => Promise<Protocol.WholeThread>} */
    sharedThread: (id) => call("GET", `project/share/${encodeURIComponent(id)}`),
    /** @type {(threadId: string, name: string) => Promise<unknown>} */
    renameThread: (threadId, name) => call("PUT", "project/thread", { body: { threadId, name } }),
    /** @type {(threadId: string, isShared: boolean) => Promise<unknown>} */
    shareThread: (threadId, isShared) => call("PUT", "project/thread/share", { body: { threadId, isShared } }),
    /** @type {(threadId: string) => Promise<unknown>} */
    deleteThread: (threadId) => call("DELETE", "project/thread", { body: { threadId } }),
    /** @type {(sessionId: string, feedback: Protocol.Feedback) => Promise<{ feedbackId: string }>} */
    setFeedback: (sessionId, feedback) => call("PUT", "feedback", { body: { sessionId, feedback } }),
    /** @type {(feedbackId: string) => Promise<unknown>} */
    deleteFeedback: (feedbackId) => call("DELETE", "feedback", { body: { feedbackId } }),
    /** @type {(id: string) => Promise<unknown>} */
    keepSession: (id) => call("POST", "set-session-cookie", { body: { session_id: id } }),
    /** @type {(sessionId: string, action: { name: string, payload?: object }) => Promise<unknown>} */
    action: (sessionId, action) => call("POST", "project/action", { body: { sessionId, action } }),
    /** @type {(sessionId: string, element: Protocol.Element) => Promise<unknown>} */
    updateElement: (sessionId, element) => call("PUT", "project/element", { body: { sessionId, element } }),
    /** @type {(sessionId: string, element: Protocol.Element) => Promise<unknown>} */
    deleteElement: (sessionId, element) => call("DELETE", "project/element", { body: { sessionId, element } }),
    /** @type {(threadId: string, id: string) => Promise<Protocol.Element | null>} */
    threadElement: (threadId, id) =>
        call("GET", `project/thread/${encodeURIComponent(threadId)}/element/${encodeURIComponent(id)}`),
    /** @type {(sessionId: string, name: string, own: import("../models/tool-servers.js").Own | null) => Promise<Protocol.ToolServerAnswer>} */
    connectToolServer: (sessionId, name, own) => {
        const { url, type: clientType, headers } = own ?? {};
        return call("POST", "mcp", { body: { sessionId, name, ...(own ? { url, clientType, headers } : {}) } });
    },
    /** @type {(sessionId: string, name: string) => Promise<unknown>} */
    disconnectToolServer: (sessionId, name) => call("DELETE", "mcp", { body: { sessionId, name } }),
    /** Whether a server answers at all. */
    isUp: async () => {
        try {
            return (await fetch(address("health"), { cache: "no-store" })).ok;
        } catch {
            return false;
        }
    },
};
