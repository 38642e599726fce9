import { placeOf } from "./rules.js";
import { word } from "./chat.js";

const isSmall = matchMedia("(max-width: 480px)");

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
    :host { --martlet-accent: #1f5fbf; --martlet-on-accent: #fff; --martlet-surface: Canvas; --martlet-text: CanvasText;
        position: fixed; z-index: 2147483000; font: 400 1rem/1.4 system-ui, sans-serif; color-scheme: light dark; }
    :host([theme="light"]) { color-scheme: light; }
    :host([theme="dark"]) { color-scheme: dark; }
    button { font: inherit; cursor: pointer; border: 0; color: inherit; background: none; min-inline-size: 44px; min-block-size: 44px; }
    button:focus-visible { outline: 3px solid var(--martlet-accent); outline-offset: 2px; }
    .launch { position: fixed; inline-size: 56px; block-size: 56px; border-radius: 50%; display: grid; place-items: center;
        color: var(--martlet-on-accent); background: var(--martlet-accent); box-shadow: 0 4px 16px rgb(0 0 0 / .25); }
    svg { inline-size: 26px; block-size: 26px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    dialog { position: fixed; margin: 0; padding: 0; border: 1px solid rgb(127 127 127 / .35); border-radius: 16px; overflow: hidden;
        inline-size: min(400px, calc(100vw - 32px)); block-size: min(640px, calc(100dvh - 120px)); max-inline-size: none; max-block-size: none;
        color: var(--martlet-text); background: var(--martlet-surface); box-shadow: 0 12px 40px rgb(0 0 0 / .3); }
    dialog[open] { display: flex; flex-direction: column; }
    header { display: flex; align-items: center; gap: 8px; padding-inline-start: 16px; border-block-end: 1px solid rgb(127 127 127 / .25); }
    h2 { flex: 1; margin: 0; font-size: 1rem; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    martlet-chat { flex: 1; block-size: auto; min-block-size: 0; }
    .bottom-right .launch { inset: auto 20px 20px auto; } .bottom-right dialog { inset: auto 20px 88px auto; }
    .bottom-left .launch { inset: auto auto 20px 20px; } .bottom-left dialog { inset: auto auto 88px 20px; }
    .top-right .launch { inset: 20px 20px auto auto; } .top-right dialog { inset: 88px 20px auto auto; }
    .top-left .launch { inset: 20px auto auto 20px; } .top-left dialog { inset: 88px auto auto 20px; }
    @media (max-width: 480px) {
        .place dialog { inset: 0; inline-size: 100vw; block-size: 100dvh; border: 0; border-radius: 0;
            padding-block: env(safe-area-inset-top) env(safe-area-inset-bottom); box-sizing: border-box; }
    }
    @media (prefers-reduced-motion: no-preference) { .launch { transition: transform .15s; } .launch:hover { transform: scale(1.05); } }
    @media (forced-colors: active) { .launch { border: 2px solid ButtonText; } }
    @media print { :host { display: none; } }
`);

/**
 * A round button that opens a chat over the page: `<martlet-launcher position="bottom-left" open></martlet-launcher>`.
 *
 * Attributes: `server`, `theme`, `position`, `open`, `label` and `close-label`. Events: `martlet-open`, `martlet-close`, and those
 * of the chat.
 */
export class MartletLauncher extends HTMLElement {
    static observedAttributes = ["server", "theme", "position", "open", "label", "close-label"];
    #place = element("div", { class: "place" });
    #button = element("button", { type: "button", class: "launch", "aria-haspopup": "dialog", "aria-controls": "panel" });
    #panel = /** @type {HTMLDialogElement} */ (element("dialog", { id: "panel", "aria-labelledby": "title" }));
    #title = element("h2", { id: "title" });
    #close = element("button", { type: "button", class: "close" });
    // Attributes that stand in the page are told of before the element is.
    #isAttached = false;
    /** @type {any} Made when it is first opened: until then the page loads nothing of the app. */
    #chat = null;

    constructor() {
        super();
        const root = this.attachShadow({ mode: "open" });
        root.adoptedStyleSheets = [sheet];
        this.#title.textContent = word("martlet.embed.title", "Chat with {{name}}");
        this.#button.append(drawing("M4 5h16v11H9l-5 4z"));
        this.#close.append(drawing("M6 6l12 12M18 6L6 18"));
        const header = element("header");
        header.append(this.#title, this.#close);
        this.#panel.append(header);
        this.#place.append(this.#panel, this.#button);
        root.append(this.#place);
        this.#button.addEventListener("click", () => this.toggle());
        this.#close.addEventListener("click", () => this.hide());
        // Escape, whether the browser's dialog tells it, the panel hears it, or the frame passes it on.
        this.#panel.addEventListener("cancel", (event) => {
            event.preventDefault();
            this.hide();
        });
        this.#panel.addEventListener("close", () => {
            if (this.open && !this.#panel.open) this.hide();
        });
        this.#place.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && this.open) this.hide();
        });
    }

    connectedCallback() {
        this.#isAttached = true;
        this.#show();
        isSmall.addEventListener("change", this.#resized);
        if (this.open) this.#opened(false);
    }

    disconnectedCallback() {
        this.#isAttached = false;
        isSmall.removeEventListener("change", this.#resized);
    }

    /**
     * @param {string} name
     * @param {string | null} before
     * @param {string | null} value
     */
    attributeChangedCallback(name, before, value) {
        if (!this.#isAttached || before === value) return;
        if (name !== "open") return this.#show();
        if (before !== null && value !== null) return;
        if (value === null) this.#closed();
        else this.#opened(true);
    }

    get open() {
        return this.hasAttribute("open");
    }

    set open(isOpen) {
        this.toggleAttribute("open", isOpen);
    }

    show() {
        this.open = true;
    }

    hide() {
        this.open = false;
    }

    toggle() {
        this.open = !this.open;
    }

    /**
     * Sends something to the app, whose onWindowMessage gets it.
     * @param {unknown} message
     */
    send(message) {
        this.#makeChat();
        this.#chat.send(message);
    }

    #show() {
        this.#place.className = `place ${placeOf(this.getAttribute("position"))}`;
        const label = this.open
            ? this.getAttribute("close-label") ?? word("martlet.embed.close", "Close chat")
            : this.getAttribute("label") ?? word("martlet.embed.open", "Open chat");
        this.#button.setAttribute("aria-label", label);
        this.#button.setAttribute("aria-expanded", String(this.open));
        this.#close.setAttribute("aria-label", this.getAttribute("close-label") ?? word("martlet.embed.close", "Close chat"));
        for (const name of ["server", "theme"]) copy(this, this.#chat, name);
    }

    #makeChat() {
        if (this.#chat) return;
        this.#chat = document.createElement("martlet-chat");
        this.#chat.addEventListener("martlet-close", (/** @type {Event} */ event) => {
            // Ours says that the panel is closed; the frame's only asks for it.
            event.stopPropagation();
            this.hide();
        });
        for (const name of ["server", "theme"]) copy(this, this.#chat, name);
        this.#panel.append(this.#chat);
    }

    /** @param {boolean} takesFocus */
    #opened(takesFocus) {
        this.#makeChat();
        this.#show();
        this.#showPanel();
        if (takesFocus) this.#chat.focusInput();
        this.dispatchEvent(new CustomEvent("martlet-open", { bubbles: true, composed: true }));
    }

    #closed() {
        this.#panel.close();
        this.#show();
        this.#button.focus();
        this.dispatchEvent(new CustomEvent("martlet-close", { bubbles: true, composed: true }));
    }

    #resized = () => {
        if (!this.#panel.open) return;
        this.#panel.close();
        this.#showPanel();
    };

    // On a phone it covers all, and the page behind it must not be reached. Elsewhere it takes no focus by itself.
    #showPanel() {
        if (isSmall.matches) this.#panel.showModal();
        else this.#panel.setAttribute("open", "");
    }
}

/**
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @returns {HTMLElement}
 */
function element(tag, attributes = {}) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
}

/** @param {string} path */
function drawing(path) {
    const [svg, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
}

/**
 * @param {Element} from
 * @param {Element | null} to
 * @param {string} name
 */
function copy(from, to, name) {
    const value = from.getAttribute(name);
    if (value === null) to?.removeAttribute(name);
    else to?.setAttribute(name, value);
}
