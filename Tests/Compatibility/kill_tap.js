// Runs in the page before its own scripts. Gets hold of the Socket.IO client that Chainlit's page brings along, unmodified,
// and keeps book of what that client hands to its page, as the page's own reducer would.
window.kill = (() => {
    const managers = [];

    // Every manager of the client sets this member first of all; from then on it is known here, and so is its class.
    Object.defineProperty(Object.prototype, "_reconnectionDelay", {
        configurable: true,
        set(value) {
            Object.defineProperty(this, "_reconnectionDelay", {
                value, writable: true, enumerable: true, configurable: true });
            managers.push(this);
        },
    });

    class Book {
        text = "";
        streamed = null;
        final = null;
        message = null;
        connects = 0;
        recoveries = 0;
        snapshots = 0;
        refusals = [];
        // How long each loss of the connection took, in milliseconds.
        gaps = [];
        lostAt = 0;

        constructor(socket) {
            socket.onAny((name, value) => this.take(name, value));
            socket.on("disconnect", () => { this.lostAt = performance.now(); });
            socket.on("connect", () => {
                this.connects += 1;
                if (this.lostAt) this.gaps.push(Math.round(performance.now() - this.lostAt));
                if (socket.recovered) this.recoveries += 1;
            });
            socket.on("connect_error", (error) => {
                // Others are failures of the network, which the client retries by itself.
                if (error.message === "Connection refused by server") this.refusals.push(error.message);
            });
        }

        take(name, value) {
            if (name === "stream_start" && this.message === null) {
                this.message = value.id;
                this.text = value.output;
            } else if (name === "stream_start" && value.id === this.message) {
                this.snapshots += 1;
                this.text = value.output;
            } else if (name === "stream_token" && value.id === this.message) {
                this.text = value.isSequence ? value.token : this.text + value.token;
            } else if ((name === "new_message" || name === "update_message") && value.type === "assistant_message") {
                this.message ??= value.id;
                if (value.id !== this.message) return;
                if (value.streaming) {
                    this.snapshots += 1;
                    this.text = value.output;
                } else if (this.final === null) {
                    // What the tokens came to, before the whole text covers what was lost.
                    this.streamed = this.text;
                    this.final = value.output;
                }
            }
        }

        report() {
            const { text, streamed, final, connects, recoveries, snapshots, refusals, gaps } = this;
            return { text, streamed, final, connects, recoveries, snapshots, refusals, gaps };
        }
    }

    // As fast as a test needs it; Chainlit's page leaves the client's defaults of one to five seconds.
    const delays = { reconnectionDelay: 10, reconnectionDelayMax: 40, timeout: 2000 };
    let book, socket;

    return {
        get isLoaded() { return managers.some((manager) => manager.nsps["/"]?.connected); },

        // A chat of the test's own, with the same client: no interface beside it that would take the time.
        open(transports) {
            const Manager = managers[0].constructor;
            for (const manager of [...managers]) manager.nsps["/"]?.disconnect();
            const manager = new Manager(location.origin, {
                path: "/ws/socket.io", transports, withCredentials: true, ...delays });
            socket = manager.socket("/", { auth: {
                clientType: "webapp", sessionId: crypto.randomUUID(), threadId: "", userEnv: "{}", chatProfile: "" } });
            book = new Book(socket);
            socket.on("connect", () => {
                socket.emit("connection_successful");
                socket.emit("fetch_favorites");
            });
        },

        // The chat of Chainlit's page itself.
        watch() {
            const manager = managers.find((manager) => manager.nsps["/"]?.connected);
            for (const [name, value] of Object.entries(delays)) manager[name](value);
            socket = manager.nsps["/"];
            book = new Book(socket);
        },

        get isConnected() { return socket.connected; },

        say(output) {
            socket.emit("client_message", { message: {
                threadId: "", id: crypto.randomUUID(), name: "User", type: "user_message", output,
                createdAt: new Date().toISOString(), metadata: { location: location.href },
            }, fileReferences: [] });
        },

        get characters() { return book.text.length; },
        get isFinished() { return book.final !== null; },
        report() { return book.report(); },
    };
})();
