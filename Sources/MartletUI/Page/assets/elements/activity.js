import { activityText } from "../models/activities.js";
import { make } from "../helpers/dom.js";
import { schedule } from "../helpers/render-queue.js";

/** The line below the chat that says what the model does right now. */
export class ActivityLine extends HTMLElement {
    #text = make("span", { class: "activity-text", "aria-hidden": "true", hidden: true });
    #spoken = make("span", { class: "visually-hidden", role: "status" });
    #said = "";

    /** @param {import("../models/chat.js").Chat} chat */
    bind(chat) {
        this.append(this.#text, this.#spoken);
        const { activities } = chat;
        activities.addEventListener("change", () => schedule(this, () => this.#show(activities.latest)));
    }

    /** @param {import("../models/activities.js").Activity | null} activity */
    #show(activity) {
        const text = activityText(activity);
        this.#text.textContent = text;
        this.#text.hidden = text === "";
        // Numbers that run would keep a screen reader talking: each stage is said once, and each place in the queue.
        const stage = activity ? `${activity.state} ${activity.position ?? ""}` : "";
        if (stage === this.#said) return;
        this.#said = stage;
        this.#spoken.textContent = activity?.state === "generating" ? "" : text;
    }
}
