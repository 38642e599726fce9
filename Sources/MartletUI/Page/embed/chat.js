import { frameAddress, messageOf, serverAddress, themeOf } from "./rules.js";

// Read at once: later the browser does not know any more which script runs.
const script = /** @type {HTMLScriptElement | null} */ (document.currentScript)?.src ?? document.baseURI;
const { name = "Martlet", words = {} } = /** @type {any} */ (window).martletEmbed ?? {};

/**
 * A word in the reader's language.
 * @param {string} key
 * @param {string} english
 */
export function word(key, english) {
    return (words[key.slice("martlet.embed.".length)] ?? english).replaceAll("{{name}}", name);
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
    :host { display: block; block-size: 40rem; max-block-size: 100%; }
    :host([hidden]) { display: none; }
    iframe { display: block; inline-size: 100%; block-size: 100%; border: 0; border-radius: inherit; color-scheme: normal; }
`);

/**
 * A chat inside of a page of any origin: `<martlet-chat server="//chat.example" theme="dark"></martlet-chat>`.
 *
 * Events: `martlet-ready`, `martlet-message` with what the app sends to the window, `martlet-close` when Escape is
 * pressed in a chat that has nothing to stop.
 */
export class MartletChat extends HTMLElement {
    static observedAttributes = ["server", "theme"];
    #frame = document.createElement("iframe");
    #isReady = false;
    /** @type {object[]} */
    #waiting = [];
    /** @param {MessageEvent} event */
    #listener = (event) => this.#receive(event);

    constructor() {
        super();
        const root = this.attachShadow({ mode: "open", delegatesFocus: true });
        root.adoptedStyleSheets = [sheet];
        this.#frame.allow = "clipboard-write; microphone";
        this.#frame.title = word("martlet.embed.title", "Chat with {{name}}");
        root.append(this.#frame);
    }

    connectedCallback() {
        addEventListener("message", this.#listener);
        this.#load();
    }

    disconnectedCallback() {
        removeEventListener("message", this.#listener);
        this.#isReady = false;
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} value
     */
    attributeChangedCallback(name, before, value) {
        if (!this.isConnected || before === value) return;
        if (name === "server") this.#load();
        else if (this.#isReady) this.#tell({ martlet: "theme", theme: this.theme });
    }

    get server() {
        return serverAddress(this.getAttribute("server"), script, document.baseURI);
    }

    get theme() {
        return themeOf(this.getAttribute("theme"));
    }

    /**
     * Sends something to the app, whose onWindowMessage gets it.
     * @param {unknown} message
     */
    send(message) {
        this.#tell({ martlet: "message", message });
    }

    /** Puts the cursor into the chat's message box. */
    focusInput() {
        this.#frame.focus();
        this.#tell({ martlet: "focus" });
    }

    #load() {
        const { server } = this;
        this.#isReady = false;
        if (!server) return this.#frame.removeAttribute("src");
        const address = frameAddress(server, this.theme);
        if (this.#frame.src !== address) this.#frame.src = address;
    }

    /** @param {object} message */
    #tell(message) {
        if (!this.#isReady) this.#waiting.push(message);
        else if (this.server) this.#frame.contentWindow?.postMessage(message, this.server.origin);
    }

    /** @param {MessageEvent} event */
    #receive(event) {
        const kind = messageOf(event, this.#frame.contentWindow, this.server?.origin ?? "");
        if (kind === null) return;
        if (kind === "ready") {
            this.#isReady = true;
            // Without the attribute the reader's own choice stays.
            this.#tell({ martlet: "hello", theme: this.hasAttribute("theme") ? this.theme : null });
            for (const message of this.#waiting.splice(0)) this.#tell(message);
        }
        if (!["ready", "close", "message"].includes(kind)) return;
        const detail = kind === "message" ? event.data : undefined;
        this.dispatchEvent(new CustomEvent(`martlet-${kind}`, { detail, bubbles: true, composed: true }));
    }
}
