import { headersOf } from "../models/tool-servers.js";
import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/** @typedef {import("../models/tool-servers.js").ToolServers} Model */

/** The button in the message box that says how many tool servers (MCP) are connected, and opens their list. */
export class ToolServersButton extends HTMLElement {
    mayAdd = false;

    /** @param {Model} servers */
    bind(servers) {
        const count = make("span", { class: "count-badge", "aria-hidden": "true" });
        const button = make("button", {
            type: "button", id: "mcp-button", class: "button quiet square", "aria-haspopup": "dialog",
            onclick: () => openToolServers(servers, this.mayAdd),
        }, icon("plug"), count);
        const draw = () => {
            const label = string("martlet.mcp.title", "Tool servers");
            const connected = servers.connectedCount;
            count.textContent = connected > 0 ? String(connected) : "";
            count.hidden = connected === 0;
            button.title = label;
            button.setAttribute("aria-label", connected > 0 ? `${label}: ${connected}` : label);
        };
        this.replaceChildren(button);
        servers.addEventListener("change", draw);
        draw();
    }
}

/**
 * @param {Model} servers
 * @param {boolean} mayAdd
 */
function openToolServers(servers, mayAdd) {
    const list = make("ul", { class: "tool-servers" });
    const draw = () => {
        const at = /** @type {HTMLElement | null} */ (list.contains(document.activeElement) ? document.activeElement : null);
        const focused = at?.dataset.server;
        list.replaceChildren(...servers.list.map((server) => row(servers, server)));
        if (focused) /** @type {HTMLElement | null} */ (list.querySelector(`[data-server="${CSS.escape(focused)}"]`))?.focus();
    };
    servers.addEventListener("change", draw);
    draw();
    openDialog({
        title: string("martlet.mcp.title", "Tool servers"), className: "mcp-dialog",
        body: [
            make("p", {}, string("martlet.mcp.about", "Connected servers lend this chat their tools ({{protocol}}).",
                { protocol: "Model Context Protocol" })),
            list, mayAdd ? addForm(servers) : null,
        ],
        onClose: () => servers.removeEventListener("change", draw),
    });
}

/**
 * @param {Model} servers
 * @param {import("../models/tool-servers.js").ToolServer} server
 */
function row(servers, { name, type, state, tools }) {
    const isOn = state === "on";
    const words = {
        off: string("martlet.mcp.connect", "Connect"),
        connecting: string("martlet.mcp.connecting", "Connecting …"),
        on: string("martlet.mcp.disconnect", "Disconnect"),
    };
    const button = make("button", {
        type: "button", class: "button small", dataset: { server: name }, "aria-label": `${words[state]}: ${name}`,
        // Not disabled while it connects: the focus would be lost.
        "aria-disabled": state === "connecting" ? "true" : null,
        onclick: () => void (isOn ? servers.disconnect(name) : servers.connect(name)),
    }, words[state]);
    const about = tools.length > 0
        ? string("martlet.mcp.tools", "Tools: {{names}}", { names: tools.join(", ") })
        : string("martlet.mcp.noTools", "It offers no tools.");
    return make("li", { class: "tool-server", dataset: { state } },
        make("div", { class: "tool-server-text" },
            make("strong", { dir: "auto" }, name), make("span", { class: "tool-server-type", dir: "ltr" }, type),
            isOn ? make("p", { class: "tool-server-tools", dir: "auto" }, about) : null),
        button);
}

/** @param {Model} servers */
function addForm(servers) {
    const name = make("input", { id: "mcp-name", class: "text-input", required: true, maxlength: "128", autocomplete: "off", dir: "auto" });
    const url = make("input", {
        id: "mcp-url", class: "text-input", type: "url", required: true, autocomplete: "off", dir: "ltr", placeholder: "https://",
        pattern: "https?://.+",
    });
    const type = make("select", { id: "mcp-type", class: "select" },
        make("option", { value: "streamable-http" }, "streamable-http"), make("option", { value: "sse" }, "sse"));
    const headers = make("textarea", {
        id: "mcp-headers", class: "text-input", rows: "2", autocomplete: "off", spellcheck: "false", dir: "ltr",
        placeholder: "Authorization: Bearer …",
    });
    const add = make("button", { type: "submit", class: "button primary" }, string("martlet.mcp.connect", "Connect"));
    /** @param {Event} event */
    const onsubmit = async (event) => {
        event.preventDefault();
        const fields = headersOf(headers.value);
        if (!fields) {
            headers.setCustomValidity(string("martlet.mcp.headersWrong", "Write each header as Name: value."));
            return headers.reportValidity();
        }
        if (servers.list.some((server) => server.name === name.value.trim() && !server.own)) {
            name.setCustomValidity(string("martlet.mcp.taken", "The app has a server of this name."));
            return name.reportValidity();
        }
        add.disabled = true;
        const kind = /** @type {"sse" | "streamable-http"} */ (type.value);
        const isConnected = await servers.add(name.value.trim(), { url: url.value.trim(), type: kind, headers: fields });
        add.disabled = false;
        if (isConnected) form.reset();
    };
    for (const field of [name, headers]) field.addEventListener("input", () => field.setCustomValidity(""));
    /** @param {HTMLElement} field @param {string} text */
    const labelled = (field, text) => [make("label", { for: field.id }, text), field];
    const form = make("form", { class: "mcp-form", onsubmit },
        ...labelled(name, string("martlet.mcp.name", "Name")), ...labelled(url, string("martlet.mcp.address", "Address")),
        ...labelled(type, string("martlet.mcp.type", "Kind")),
        ...labelled(headers, string("martlet.mcp.headers", "Headers, one in each line")),
        make("div", { class: "button-row" }, add));
    return make("details", { class: "mcp-add" }, make("summary", {}, string("martlet.mcp.add", "Add a server")), form);
}
