import { moduleOf, tagOf } from "../../models/custom-elements.js";
import { address } from "../../helpers/configuration.js";
import { failure } from "./states.js";
import { request } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/**
 * @typedef {import("../../helpers/file-addresses.js").ElementRecord} ElementRecord
 * @typedef {Record<string, unknown>} Props
 * @typedef {{update?(props: Props): void, remove?(): void}} Drawn
 */

/** What an app's own script draws: `public/elements/NAME.js`, as docs/custom-elements.md tells. */
export class CustomAttachment extends HTMLElement {
    /** @type {ElementRecord} */
    #element = { id: "", type: "custom", name: "" };
    /** @type {((props: Props) => void) | null} */
    #draw = null;
    /** @type {Drawn} */
    #drawn = {};

    /** @param {ElementRecord} element */
    async bind(element) {
        this.#element = element;
        this.className = "attachment inline-custom";
        try {
            const path = moduleOf(element.name);
            if (!path) throw new Error(`“${element.name}” is no name of a script.`);
            const module = await import(address(path));
            // Removed meanwhile: a script that began now would never be told to end.
            if (!this.isConnected) return;
            this.#draw = this.#drawerOf(module);
            this.replaceChildren();
            this.#draw(this.#props);
        } catch (error) {
            this.#fail(error, () => this.bind(this.#element));
        }
    }

    /**
     * Takes the element's new props.
     *
     * @param {ElementRecord} element
     */
    update(element) {
        if (element === this.#element) return;
        this.#element = element;
        try {
            if (this.#drawn.update) this.#drawn.update(this.#props);
            else this.#draw?.(this.#props);
        } catch (error) {
            this.#fail(error, null);
        }
    }

    disconnectedCallback() {
        // What was only moved is in the page again by now.
        queueMicrotask(() => {
            if (this.isConnected) return;
            this.#drawn.remove?.();
            this.#drawn = {};
        });
    }

    get #props() {
        return this.#element.props ?? {};
    }

    /**
     * @param {any} module
     * @returns {(props: Props) => void}
     */
    #drawerOf({ default: exported }) {
        const tag = tagOf(this.#element.name);
        const isClass = typeof exported === "function" && exported.prototype instanceof HTMLElement;
        if (isClass && !customElements.get(tag)) customElements.define(tag, exported);
        if (isClass || (!exported && customElements.get(tag))) return (props) => this.#drawTag(tag, props);
        if (typeof exported === "function") return (props) => this.#drawFunction(exported, props);
        throw new TypeError(`The script of “${this.#element.name}” exports neither a function nor a custom element by default.`);
    }

    /**
     * @param {string} tag
     * @param {Props} props
     */
    #drawTag(tag, props) {
        const view = /** @type {any} */ (document.createElement(tag));
        view.chat = this.#interface();
        view.props = props;
        this.#drawn = {
            update: (changed) => {
                view.props = changed;
                view.propsChanged?.(changed);
            },
        };
        this.replaceChildren(view);
    }

    /**
     * @param {Function} draw
     * @param {Props} props
     */
    #drawFunction(draw, props) {
        const host = document.createElement("div");
        const drawn = draw({ host, props, ...this.#interface() });
        this.#drawn.remove?.();
        this.#drawn = drawn ?? {};
        this.replaceChildren(host);
    }

    /** What a script may do: the functions that Chainlit's JSX is given, under their names. */
    #interface() {
        return Object.freeze({
            updateElement: (/** @type {Props} */ props) => this.#ask("element-update", { element: { ...this.#element, props } }),
            deleteElement: () => this.#ask("element-delete", { element: this.#element }),
            callAction: (/** @type {{name: string, payload?: Props}} */ { name, payload = {} }) =>
                this.#ask("element-action", { action: { name, payload } }),
            sendUserMessage: (/** @type {string} */ text, /** @type {string | null} */ command = null) =>
                request(this, "send", { text, command }),
            submitElement: (/** @type {Props} */ props = {}) =>
                request(this, "element-reply", { element: this.#element, value: { ...props, submitted: true } }),
            cancelElement: () => request(this, "element-reply", { element: this.#element, value: { submitted: false } }),
        });
    }

    /**
     * @param {"element-update" | "element-delete" | "element-action"} name
     * @param {any} detail
     * @returns {Promise<any>} the server's answer, or null when it refused.
     */
    #ask(name, detail) {
        return new Promise((done) => request(this, name, { ...detail, done }));
    }

    /**
     * @param {unknown} error
     * @param {(() => void) | null} retry
     */
    #fail(error, retry) {
        console.error(error);
        const reason = string("common.status.error.default", "Something went wrong");
        this.replaceChildren(failure(this.#element, null, retry, reason));
    }
}
