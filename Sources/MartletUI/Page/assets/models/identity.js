import { uuid } from "../helpers/identifiers.js";

const key = "martlet-session";
const threadKey = "martlet-thread";
const profileKey = "martlet-profile";

/** Which chat this tab shows, and in which profile. Kept for the tab, so that a reload returns to the same chat. */
export class Identity {
    #store;
    #profile;
    threadId = "";
    /**
     * The person's own keys that the app works with. They are secrets: kept here alone, asked for again after a reload.
     * @type {Record<string, string>}
     */
    environment = {};

    /** @param {Page.Store} store */
    constructor(store) {
        this.#store = store;
        this.#profile = store.read(profileKey, "");
        this.sessionId = store.read(key) ?? this.#fresh();
    }

    get profile() {
        return this.#profile;
    }

    set profile(name) {
        this.#profile = name;
        this.#store.write(profileKey, name);
    }

    /** The thread that this tab's session was last seen to show, or "". */
    get keptThread() {
        return this.#store.read(threadKey, "");
    }

    /**
     * Remembers which thread the session shows.
     * @param {string} threadId
     */
    keep(threadId) {
        this.threadId = threadId;
        this.#store.write(threadKey, threadId);
    }

    /** Leaves the chat for a new one, or for a kept thread. */
    renew(threadId = "") {
        this.keep(threadId);
        this.sessionId = this.#fresh();
    }

    /** The next page of this tab starts a new chat. */
    forget() {
        this.#store.write(key, null);
        this.#store.write(threadKey, "");
    }

    /** What the server is told at each connect. */
    get auth() {
        return {
            clientType: "webapp",
            sessionId: this.sessionId,
            threadId: this.threadId,
            userEnv: JSON.stringify(this.environment),
            chatProfile: encodeURIComponent(this.profile),
            render: "html",
        };
    }

    #fresh() {
        const id = uuid();
        this.#store.write(key, id);
        return id;
    }
}
