import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/**
 * Takes a few words to a thumb.
 * @param {string} comment
 * @param {(text: string) => void} send
 */
export function openFeedbackDialog(comment, send) {
    const area = make("textarea", {
        id: "feedback-text", class: "edit-input", rows: 4, dir: "auto", value: comment, maxlength: "10000",
    });
    /** @param {Event} event */
    const onsubmit = (event) => {
        event.preventDefault();
        send(area.value.trim());
        dialog.close();
    };
    const form = make("form", { id: "feedback-form", class: "feedback-form", onsubmit },
        make("label", { for: area.id }, string("chat.messages.feedback.dialog.yourFeedback", "What should we know?")), area);
    const dialog = openDialog({
        title: string("chat.messages.feedback.dialog.title", "Tell us more"), className: "confirm feedback", body: form,
        footer: make("footer", { class: "dialog-footer" },
            make("button", { type: "button", class: "button", onclick: () => dialog.close() },
                string("common.actions.cancel", "Cancel")),
            make("button", { type: "submit", class: "button primary", id: "submit-feedback", form: form.id },
                string("chat.messages.feedback.dialog.submit", "Send feedback"))),
    });
    area.focus();
}
