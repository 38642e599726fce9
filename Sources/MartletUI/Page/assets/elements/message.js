import { make, request } from "../helpers/dom.js";
import { RenderedText } from "./rendered-text.js";
import { address } from "../helpers/configuration.js";
import { copyButton } from "../helpers/clipboard.js";
import { editForm } from "./edit-form.js";
import { icon } from "../helpers/icons.js";
import { moment, shortMoment } from "../helpers/times.js";
import { renderActions } from "./actions.js";
import { renderAttachments } from "./attachments.js";
import { string } from "../helpers/strings.js";

/** One message: a bubble for a person's own, the full width with an avatar for everyone else's. */
export class MessageView extends HTMLElement {
    #text;
    #attachments = make("div", { class: "attachments" });
    #actions = make("div", { class: "message-actions" });
    #author = make("span", { class: "message-author" });
    #time = make("time", { class: "message-time" });

    /** `context`: the transcript, the app's name and features, and `mayEdit`. */
    bind(node, context) {
        this.node = node;
        this.context = context;
        const { step } = node;
        this.id = `step-${node.id}`;
        this.className = "step message";
        this.dataset.stepType = step.type;
        const isOwn = step.type === "user_message";
        const markdown = make("div", { class: "markdown", dir: "auto" });
        this.#text = new RenderedText(markdown);
        this.body = make("div", { class: "message-body" }, markdown, this.#attachments, this.#actions, this.#tools(isOwn));
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
        const isNamed = step.name && step.name !== this.context.appName && step.type !== "user_message";
        this.#author.textContent = isNamed ? step.name : "";
        this.#author.hidden = !isNamed;
        this.#time.dateTime = step.createdAt ?? "";
        this.#time.textContent = shortMoment(step.createdAt);
        this.#time.title = moment(step.createdAt);
        this.showText("output", 0);
        this.showAttachments();
    }

    showText(field, from) {
        if (field === "output") this.#text.show(this.node.output, from);
    }

    showAttachments() {
        const { transcript } = this.context;
        renderAttachments(this.#attachments, transcript.elementsOf(this.node.id));
        renderActions(this.#actions, transcript.actionsOf(this.node.id));
    }

    #avatar(step) {
        const name = String(step.metadata?.avatarName ?? step.name ?? "default").replace(/[^\w .-]/g, "_");
        const image = make("img", {
            class: "avatar", alt: "", width: 28, height: 28, loading: "lazy",
            src: address(`avatars/${encodeURIComponent(name || "default")}`),
            title: step.name, onerror: () => image.replaceWith(make("span", { class: "avatar" }, icon("spark"))),
        });
        return image;
    }

    #tools(isOwn) {
        const read = () => this.node.output.text || this.body.querySelector(".markdown").innerText;
        const tools = make("div", { class: "message-tools" }, copyButton(read));
        if (isOwn && this.context.mayEdit) {
            const label = string("martlet.edit", "Edit");
            tools.append(make("button", {
                type: "button", class: "button quiet square small edit-button", title: label, "aria-label": label,
                onclick: () => this.#edit(),
            }, icon("pencil")));
        }
        tools.append(this.#time);
        return tools;
    }

    #edit() {
        const form = editForm(this.node.output.text, {
            confirm: (text) => {
                stop();
                if (text !== this.node.output.text) request(this, "edit", { node: this.node, text });
            },
            cancel: () => stop(),
        });
        const stop = () => {
            form.remove();
            this.classList.remove("editing");
            this.querySelector(".edit-button")?.focus();
        };
        this.classList.add("editing");
        this.body.before(form);
        form.querySelector("textarea").focus();
    }
}
