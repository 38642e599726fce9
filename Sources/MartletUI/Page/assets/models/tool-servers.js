const key = "martlet-tool-servers";

/**
 * @typedef {{ url: string, type: "sse" | "streamable-http", headers?: Record<string, string> }} Own what a person says of
 *     a server of their own
 * @typedef {{ name: string, type: string, own: Own | null, state: "off" | "connecting" | "on", tools: string[] }} ToolServer
 * @typedef {{ connect(name: string, own: Own | null): Promise<Protocol.ToolServerAnswer>,
 *     disconnect(name: string): Promise<unknown> }} Line
 */

/**
 * The MCP servers whose tools a chat may use: those that the app names, and those that a person adds. Which ones are
 * connected is kept for the tab, but neither header fields nor addresses that may hold a secret, be it in their path. Tells of `change`, and
 * of `failed` (name, error).
 */
export class ToolServers extends EventTarget {
    /** @type {ToolServer[]} */
    #servers = [];
    /** @type {Line} */
    #line;
    /** @type {Page.Store} */
    #store;

    /**
     * @param {Line} line
     * @param {Page.Store} store
     */
    constructor(line, store) {
        super();
        this.#line = line;
        this.#store = store;
    }

    get list() {
        return this.#servers;
    }

    get connectedCount() {
        return this.#servers.filter(({ state }) => state === "on").length;
    }

    /**
     * Takes the servers that the app names. Those that it names no more are gone.
     * @param {{ name: string, type: string }[]} configured
     */
    configure(configured) {
        const named = configured.map(({ name, type }) =>
            this.#servers.find((server) => server.name === name && !server.own) ?? newServer(name, type, null));
        this.#servers = [...named, ...this.#servers.filter(({ own }) => own)];
        this.#tell();
    }

    /**
     * Connects what was connected before: the server begins a chat without any. One that it kept has its connections
     * still: they are ended first, because apps are told of the old one's end after the new one's beginning.
     * @param {{ isKept?: boolean }} options
     */
    async restore({ isKept = false } = {}) {
        const kept = /** @type {{ name: string, own?: Own, isForgotten?: boolean }[]} */ (this.#store.read(key, []));
        for (const { name, own, isForgotten } of kept) {
            const known = this.#find(name);
            if (known) continue;
            // The chat may have it still, but nobody here could connect it anew.
            if (isForgotten) void this.#line.disconnect(name).catch(() => {});
            else if (own) this.#servers.push(newServer(name, own.type, own));
        }
        const wanted = this.#servers.filter(({ name, state }) => state !== "off" || kept.some((each) => each.name === name));
        // Fresh ones: an answer that is still on its way is of the chat before.
        this.#servers = this.#servers.map((server) =>
            wanted.includes(server) ? newServer(server.name, server.type, server.own) : server);
        await Promise.all(wanted.map(async ({ name }) => {
            if (isKept) await this.#line.disconnect(name).catch(() => {});
            await this.connect(name);
        }));
    }

    /**
     * @param {string} name
     * @param {Own} own
     * @returns {Promise<boolean>} whether it is connected; if not, it is not added
     */
    async add(name, own) {
        const known = this.#find(name);
        if (known && !known.own) throw new RangeError(name);
        this.#servers = [...this.#servers.filter((server) => server !== known), newServer(name, own.type, own)];
        const isConnected = await this.connect(name);
        if (!isConnected) {
            // The server keeps the connection that there was.
            this.#servers = this.#servers.flatMap((server) => (server.name !== name ? [server] : known ? [known] : []));
            this.#tell();
            this.#keep();
        }
        return isConnected;
    }

    /**
     * @param {string} name
     * @returns {Promise<boolean>} whether it is connected now
     */
    async connect(name) {
        const server = this.#find(name);
        if (!server || server.state === "connecting") return false;
        server.state = "connecting";
        this.#tell();
        try {
            const { mcp } = await this.#line.connect(name, server.own);
            server.tools = (mcp.tools ?? []).map((tool) => tool.name);
            server.state = "on";
        } catch (error) {
            server.state = "off";
            this.dispatchEvent(new CustomEvent("failed", { detail: { name, error } }));
        }
        this.#tell();
        this.#keep();
        return server.state === "on";
    }

    /** @param {string} name */
    async disconnect(name) {
        const server = this.#find(name);
        if (!server || server.state !== "on") return;
        try {
            await this.#line.disconnect(name);
        } catch (error) {
            return void this.dispatchEvent(new CustomEvent("failed", { detail: { name, error } }));
        }
        server.state = "off";
        server.tools = [];
        if (server.own) this.#servers = this.#servers.filter((each) => each !== server);
        this.#tell();
        this.#keep();
    }

    /** @param {string} name */
    #find(name) {
        return this.#servers.find((server) => server.name === name);
    }

    #keep() {
        const kept = this.#servers.filter(({ state }) => state !== "off").map(({ name, own }) => {
            if (!own) return { name };
            return isPlain(own) ? { name, own: { url: own.url, type: own.type } } : { name, isForgotten: true };
        });
        this.#store.write(key, kept.length > 0 ? kept : null);
    }

    #tell() {
        this.dispatchEvent(new Event("change"));
    }
}

/**
 * @param {string} name
 * @param {string} type
 * @param {Own | null} own
 * @returns {ToolServer}
 */
function newServer(name, type, own) {
    return { name, type, own, state: "off", tools: [] };
}

/**
 * Whether nothing of it can be a secret.
 * @param {Own} own
 */
function isPlain({ url, headers = {} }) {
    const { username, password, pathname, search, hash } = new URL(url);
    const isUsual = /^(\/|\/mcp\/?|\/sse\/?)$/.test(pathname);
    return isUsual && Object.keys(headers).length === 0 && !username && !password && !search && !hash;
}

/**
 * Header fields as a person writes them, one in each line; null where a line is none.
 * @param {string} text
 * @returns {Record<string, string> | null}
 */
export function headersOf(text) {
    /** @type {Record<string, string>} */
    const headers = {};
    for (const line of text.split("\n").map((each) => each.trim()).filter(Boolean)) {
        const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.+)$/.exec(line) ?? [];
        if (!name) return null;
        headers[name] = value;
    }
    return headers;
}
