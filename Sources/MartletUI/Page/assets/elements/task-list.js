import { addressOf } from "./attachments.js";
import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";

/** @typedef {import("../models/chat.js").Chat} Chat */

/** @type {Record<string, string>} */
const icons = { done: "check", failed: "warning" };

/** The app's list of tasks, folded above the composer. */
export class TaskList extends HTMLElement {
    #isOpen = true;

    /** @param {Chat} chat */
    bind(chat) {
        chat.addEventListener("task-list", () => this.#load(chat));
    }

    /** @param {Chat} chat */
    async #load(chat) {
        const element = chat.taskList;
        if (!element) return (this.hidden = true);
        try {
            const response = await fetch(addressOf(element) ?? "", { credentials: "include" });
            const list = JSON.parse(await response.text());
            if (chat.taskList === element) this.#show(list);
        } catch (error) {
            reportError(error);
        }
    }

    /** @param {{ status?: string, tasks?: Protocol.Task[] }} list */
    #show({ status, tasks = [] }) {
        const done = tasks.filter((task) => task.status === "done").length;
        /** @type {HTMLDetailsElement} */
        const details = make("details", { open: this.#isOpen, ontoggle: () => (this.#isOpen = details.open) },
            make("summary", {}, status ?? "", make("span", { class: "task-count" }, `${done}/${tasks.length}`)),
            make("ol", {}, ...tasks.map((task) => this.#task(task))));
        this.replaceChildren(details);
        this.hidden = tasks.length === 0;
    }

    /** @param {Protocol.Task} task */
    #task({ title, status, forId }) {
        const kind = String(status ?? "").toLowerCase();
        const mark = kind === "running" ? make("span", { class: "spinner" }) : icon(icons[kind] ?? "chevron");
        const target = forId ? make("a", { href: `#step-${forId}` }, title) : title;
        return make("li", { class: `task ${kind}` }, mark, make("span", {}, target));
    }
}
