// Joins the MCP servers of a chat to the message box and to the server.
import { ToolServers } from "./models/tool-servers.js";
import { ToolServersButton } from "./elements/tool-servers.js";
import { api } from "./transport/api.js";
import { find } from "./helpers/dom.js";
import { tabStore } from "./helpers/storage.js";

/** @type {ToolServers | null} */
let servers = null;

/**
 * Shows what the app's settings say of them; the first time it joins all up.
 *
 * @param {Page.Parts} page
 */
export function joinToolServers({ chat, identity, settings, toasts }) {
    const { mcp } = settings.features ?? {};
    if (!servers) {
        const model = new ToolServers({
            connect: (name, own) => api.connectToolServer(identity.sessionId, name, own),
            disconnect: (name) => api.disconnectToolServer(identity.sessionId, name),
        }, tabStore);
        servers = model;
        model.addEventListener("failed", ({ detail }) =>
            toasts.show({ type: "error", message: `${detail.name}: ${detail.error.message}` }));
        model.configure(mcp?.servers ?? []);
        // A chat that the server kept has its connections still; a page that was loaded anew does not know them.
        let isKnown = false;
        const restore = (/** @type {boolean} */ isKept) => {
            if (!isKept || !isKnown) void model.restore({ isKept });
            isKnown = true;
        };
        chat.addEventListener("hello", ({ detail }) => restore(detail.restored === true));
        if (chat.bootId !== null) restore(true);
        customElements.define("martlet-tool-servers", ToolServersButton);
        find("martlet-tool-servers").bind(model);
    }
    servers.configure(mcp?.servers ?? []);
    find("martlet-tool-servers").mayAdd = mcp?.user_servers?.enabled === true;
}
