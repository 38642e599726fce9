import { make, request } from "../helpers/dom.js";
import { References } from "./references.js";
import { RenderedText } from "./rendered-text.js";
import { address, imageAddress } from "../helpers/configuration.js";
import { copyButton } from "../helpers/clipboard.js";
import { fold } from "../helpers/fold.js";
import { editForm } from "./edit-form.js";
import { generationOf } from "../models/generations.js";
import { icon } from "../helpers/icons.js";
import { isLong } from "../models/length.js";
import { moment, shortMoment } from "../helpers/times.js";
import { renderActions } from "./actions.js";
import { renderAttachments } from "./attachments.js";
import { string } from "../helpers/strings.js";

/** One message: a bubble for a person's own, the full width with an avatar for everyone else's. */
export class MessageView extends HTMLElement {
    /** @type {RenderedText | null} */
    #text = null;
    /** @type {References | null} */
    #references = null;
    /**
     * Elements that are shown elsewhere, and linked where the text names them.
     *
     * @type {Protocol.Element[]}
     */
    #elsewhere = [];
    #attachments = make("div", { class: "attachments" });
    #generation = make("martlet-generation", { hidden: true });
    #actions = make("div", { class: "message-actions" });
    #author = make("h2", { class: "message-author" });
    #time = make("time", { class: "message-time" });
    #command = make("span", { class: "command-span" });
    #waiting = make("span", { class: "message-waiting", role: "status" });
    /** @type {HTMLButtonElement | null} */
    #star = null;
    body = make("div", { class: "message-body" });
    node = /** @type {Page.TranscriptNode} */ (/** @type {unknown} */ (null));
    context = /** @type {Page.Context} */ (/** @type {unknown} */ (null));

    /**
     * @param {Page.TranscriptNode} node
     * @param {Page.Context} context
     */
    bind(node, context) {
        this.node = node;
        this.context = context;
        const { step } = node;
        this.id = `step-${node.id}`;
        this.className = "step message";
        this.dataset.stepType = step.type;
        const isOwn = step.type === "user_message";
        const markdown = make("div", { class: "markdown", dir: "auto" });
        this.#text = new RenderedText(markdown, this.id);
        this.#references = new References(markdown);
        this.body.append(this.#command, markdown, this.#attachments, this.#generation, this.#actions, this.#tools(isOwn));
        if (!isOwn) this.append(this.#avatar(step));
        this.append(make("div", { class: "message-column" }, this.#author, this.body));
        this.refresh();
        return this;
    }

    /** Takes a changed step. */
    refresh() {
        const { step } = this.node;
        this.classList.toggle("streaming", step.streaming === true);
        this.classList.toggle("error", step.isError === true);
        const { name = "" } = step;
        const isOwn = step.type === "user_message";
        // Who reads by headings goes from message to message; on the screen only other names than the app's own are news.
        this.#author.textContent = isOwn ? string("martlet.you", "You") : name || this.context.appName;
        this.#author.classList.toggle("visually-hidden", isOwn || !name || name === this.context.appName);
        this.#time.dateTime = step.createdAt ?? "";
        this.#time.textContent = shortMoment(step.createdAt);
        this.#time.title = moment(step.createdAt);
        this.#command.textContent = step.command ?? "";
        this.#command.hidden = !step.command;
        this.#showWaiting(step.isWaiting === true);
        this.#showStar();
        this.showText("output", 0);
        if (!step.streaming) this.#generation.show(generationOf(this.node));
        this.showAttachments();
    }

    /** @param {boolean} isWaiting */
    #showWaiting(isWaiting) {
        this.classList.toggle("waiting", isWaiting);
        this.#waiting.replaceChildren(...(isWaiting ? [icon("clock"), string("martlet.waiting", "Waiting to be sent")] : []));
    }

    #showStar() {
        const isFavorite = this.node.step.metadata?.favorite === true;
        const label = isFavorite
            ? string("chat.favorites.remove", "Remove from favorites") : string("martlet.addFavorite", "Add to favorites");
        if (!this.#star || this.#star.title === label) return;
        this.#star.title = label;
        this.#star.setAttribute("aria-label", label);
        this.#star.replaceChildren(icon(isFavorite ? "star-filled" : "star"));
    }

    /**
     * @param {"output" | "input"} field
     * @param {number} from
     */
    showText(field, from) {
        if (field !== "output" || !this.#text) return;
        const { output, step } = this.node;
        this.#text.show(output, from, step.streaming !== true);
        if (this.#elsewhere.length > 0) this.#showElements(from);
        if (step.type === "user_message") fold(this.body, this.#text.container, isLong(output.text));
    }

    showAttachments() {
        this.#showElements(0);
        renderActions(this.#actions, this.context.transcript.actionsOf(this.node.id));
    }

    // What the text speaks of is linked there; only the rest needs a place below it.
    #showElements(/** @type {number} */ from) {
        const elements = this.context.transcript.elementsOf(this.node.id);
        this.#elsewhere = elements.filter(({ display }) => display === "side" || display === "page");
        this.#references?.show(this.#elsewhere, from);
        const mentioned = this.#references?.mentioned;
        renderAttachments(this.#attachments, elements.filter(({ id }) => !mentioned?.has(id)));
    }

    /** @param {Protocol.Step} step */
    #avatar(step) {
        const name = String(step.metadata?.avatarName ?? step.name ?? "default").replace(/[^\w .-]/g, "_");
        // Chainlit: the app itself has the picture of the profile that is chosen.
        const isApp = !step.metadata?.avatarName && (!step.name || step.name === this.context.appName);
        const ofProfile = isApp ? imageAddress(this.context.profileIcon) : null;
        /** @type {HTMLImageElement} */
        const image = make("img", {
            class: "avatar", alt: "", width: 28, height: 28, loading: "lazy",
            src: ofProfile ?? address(`avatars/${encodeURIComponent(name || "default")}`),
            title: step.name, onerror: () => image.replaceWith(make("span", { class: "avatar" }, icon("spark"))),
        });
        return image;
    }

    /** @param {boolean} isOwn */
    #tools(isOwn) {
        const read = () => this.node.output.text || (this.#text?.container.innerText ?? "");
        const tools = make("div", { class: "message-tools" }, copyButton(read));
        if (isOwn && this.context.mayEdit) {
            const label = string("martlet.edit", "Edit");
            tools.append(make("button", {
                type: "button", class: "button quiet square small edit-button", title: label, "aria-label": label,
                onclick: () => this.#edit(),
            }, icon("pencil")));
        }
        if (isOwn && this.context.mayFavorite) {
            this.#star = make("button", {
                type: "button", class: "button quiet square small favorite-button",
                onclick: () => request(this, "favorite", {
                    step: this.node.step, isFavorite: this.node.step.metadata?.favorite !== true,
                }),
            });
            tools.append(this.#star);
        }
        tools.append(this.#waiting, this.#time);
        return tools;
    }

    /** What a view that takes this one's place has to know: the text that is being edited, and whether the keyboard is in it. */
    get handedOn() {
        const area = this.querySelector("textarea");
        return area && this.classList.contains("editing")
            ? { text: area.value, isFocused: area === document.activeElement } : null;
    }

    takeUp(/** @type {any} */ { text, isFocused }) {
        if (this.context.mayEdit) this.#edit(text, isFocused);
    }

    #edit(text = this.node.output.text, takesFocus = true) {
        const form = editForm(text, {
            confirm: (text) => {
                stop();
                if (text !== this.node.output.text) request(this, "edit", { node: this.node, text });
            },
            cancel: () => stop(),
        });
        const stop = () => {
            form.remove();
            this.classList.remove("editing");
            /** @type {HTMLElement | null} */ (this.querySelector(".edit-button"))?.focus();
        };
        this.classList.add("editing");
        this.body.before(form);
        if (takesFocus) form.querySelector("textarea")?.focus();
    }
}
