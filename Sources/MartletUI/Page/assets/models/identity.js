import { uuid } from "../helpers/identifiers.js";

const key = "martlet-session";

/** Which chat this tab shows. Kept for the tab, so that a reload returns to the same chat. */
export class Identity {
    #store;
    threadId = "";
    profile = "";

    constructor(store) {
        this.#store = store;
        this.sessionId = store.read(key) ?? this.#fresh();
    }

    /** Leaves the chat for a new one. */
    renew() {
        this.threadId = "";
        this.sessionId = this.#fresh();
    }

    /** The next page of this tab starts a new chat. */
    forget() {
        this.#store.write(key, null);
    }

    /** What the server is told at each connect. */
    get auth() {
        return {
            clientType: "webapp",
            sessionId: this.sessionId,
            threadId: this.threadId,
            userEnv: "{}",
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
