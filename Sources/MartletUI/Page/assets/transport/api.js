import { address } from "../helpers/configuration.js";

/** A failed request, with its status and what the server says about it. */
export class RequestError extends Error {
    constructor(status, detail) {
        super(detail || `The server answered ${status}.`);
        this.status = status;
    }
}

async function call(method, path, { query, body, isForm = false } = {}) {
    const response = await fetch(address(path, query), {
        method,
        credentials: "include",
        headers: body && !isForm ? { "Content-Type": "application/json" } : {},
        body: body && !isForm ? JSON.stringify(body) : body,
    });
    const isJSON = response.headers.get("Content-Type")?.includes("json");
    const answer = isJSON ? await response.json() : null;
    if (!response.ok) throw new RequestError(response.status, detailOf(answer) ?? response.statusText);
    return answer;
}

function detailOf(answer) {
    const detail = answer?.detail;
    return Array.isArray(detail) ? detail.map((each) => each.msg).join("; ") : detail;
}

const language = () => navigator.language || "en-US";

/** The HTTP side of the protocol. */
export const api = {
    authConfiguration: () => call("GET", "auth/config"),
    user: () => call("GET", "user"),
    settings: (profile) => call("GET", "project/settings", { query: { language: language(), chat_profile: profile } }),
    translations: () => call("GET", "project/translations", { query: { language: language() } }),
    keepSession: (id) => call("POST", "set-session-cookie", { body: { session_id: id } }),
    action: (sessionId, action) => call("POST", "project/action", { body: { sessionId, action } }),
    upload: (file, sessionId, parentId) => {
        const body = new FormData();
        body.append("file", file, file.name);
        return call("POST", "project/file", { query: { session_id: sessionId, ask_parent_id: parentId }, body, isForm: true });
    },
    /** Whether a server answers at all. */
    isUp: async () => {
        try {
            return (await fetch(address("health"), { cache: "no-store" })).ok;
        } catch {
            return false;
        }
    },
};
