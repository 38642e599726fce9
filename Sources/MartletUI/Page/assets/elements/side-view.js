import { attachmentView, renderAttachments } from "./attachments.js";
import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";
import { tabStore } from "../helpers/storage.js";

/**
 * @typedef {import("../helpers/file-addresses.js").ElementRecord} ElementRecord
 * @typedef {import("../models/side-view.js").SideView} SideViewModel
 */

const narrow = matchMedia("(max-width: 48rem)");
const widthKey = "martlet-side-width";
const [least, step] = [280, 32];

/** What stands beside the chat: a bar whose width a person sets, or the whole screen where there is no room beside. */
export class SideView extends HTMLElement {
    /** @type {SideViewModel | null} */
    #model = null;
    #width = 0;
    /**
     * Where the focus was, and goes back to.
     *
     * @type {HTMLElement | null}
     */
    #opener = null;
    #title = make("h2", { class: "side-title", id: "side-view-title", tabindex: "-1", dir: "auto" });
    #content = make("div", { class: "side-content", id: "side-view-content" });
    #handle = make("div", { class: "side-handle", role: "separator", tabindex: "0", "aria-orientation": "vertical" });

    /** @param {SideViewModel} model */
    bind(model) {
        this.#model = model;
        const label = string("martlet.close", "Close");
        const close = make("button", {
            type: "button", class: "button quiet square", id: "side-view-close", "aria-label": label, title: label,
            onclick: () => this.#close(),
        }, icon("cross"));
        this.setAttribute("role", "complementary");
        this.setAttribute("aria-labelledby", "side-view-title");
        this.#handle.setAttribute("aria-label", string("martlet.elements.sidebarWidth", "Width of the sidebar"));
        this.append(this.#handle, make("div", { class: "side-header" }, this.#title, close), this.#content);
        this.#setWidth(Number(tabStore.read(widthKey, 0)) || Math.min(480, innerWidth * 0.4));
        this.#joinHandle();
        this.addEventListener("keydown", (event) => {
            if (event.key !== "Escape" || event.defaultPrevented) return;
            event.preventDefault();
            this.#close();
        });
        narrow.addEventListener("change", () => this.#layOut());
        addEventListener("resize", () => this.#setWidth(this.#width));
        model.addEventListener("change", (event) => this.#show(/** @type {CustomEvent} */ (event).detail.byApp));
        if (model.isOpen) this.#show(true);
        else this.#layOut();
    }

    #show(/** @type {boolean} */ byApp) {
        const model = this.#model;
        if (!model) return;
        const isOpening = this.hidden && model.isOpen;
        // "canvas" is the protocol's word for a wide bar without a frame.
        this.classList.toggle("canvas", model.title === "canvas");
        this.#title.textContent = model.title || (model.elements.at(-1)?.name ?? "");
        renderAttachments(this.#content, model.elements, (element) => this.#section(element));
        this.hidden = !model.isOpen;
        this.#layOut();
        if (isOpening) {
            this.#opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
            // What the app opens beside the chat leaves the focus where a person writes.
            if (!byApp || narrow.matches) this.#title.focus();
        } else if (!model.isOpen) {
            const hadFocus = document.activeElement === document.body || this.contains(document.activeElement);
            if (hadFocus && this.#opener?.isConnected) this.#opener.focus();
            this.#opener = null;
        }
    }

    #section(/** @type {ElementRecord} */ element) {
        const view = attachmentView(element);
        const section = make("section", { class: "side-element" }, view);
        return Object.assign(section, { update: (/** @type {ElementRecord} */ changed) => view.update?.(changed) });
    }

    #close() {
        this.#model?.close();
    }

    // Over the whole screen nothing behind it may take the focus.
    #layOut() {
        const isOpen = !this.hidden;
        if (this.#model) this.#model.takesOffers = !narrow.matches;
        document.body.classList.toggle("beside", isOpen && !narrow.matches);
        for (const each of document.querySelectorAll("body > :is(header, main, nav)")) {
            if (each instanceof HTMLElement) each.inert = isOpen && narrow.matches;
        }
        this.#handle.hidden = narrow.matches;
    }

    #joinHandle() {
        const towards = () => (document.documentElement.dir === "rtl" ? -1 : 1);
        this.#handle.addEventListener("keydown", (event) => {
            const moves = /** @type {Record<string, number>} */ ({ ArrowLeft: step, ArrowRight: -step });
            const move = moves[event.key];
            if (!move) return;
            event.preventDefault();
            this.#setWidth(this.#width + move * towards(), true);
        });
        this.#handle.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            this.#handle.setPointerCapture(event.pointerId);
        });
        this.#handle.addEventListener("pointermove", (event) => {
            if (!this.#handle.hasPointerCapture(event.pointerId)) return;
            this.#setWidth(towards() > 0 ? innerWidth - event.clientX : event.clientX, true);
        });
    }

    #setWidth(/** @type {number} */ wanted, isKept = false) {
        const most = Math.max(least, innerWidth - 360);
        this.#width = Math.round(Math.max(least, Math.min(most, wanted)));
        document.body.style.setProperty("--side-width", `${this.#width}px`);
        for (const [name, value] of Object.entries({ valuenow: this.#width, valuemin: least, valuemax: most })) {
            this.#handle.setAttribute(`aria-${name}`, String(value));
        }
        if (isKept) tabStore.write(widthKey, this.#width);
    }
}
