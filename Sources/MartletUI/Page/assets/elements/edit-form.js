import { isComposing } from "../helpers/keyboard.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

/**
 * The form that takes a message's place while it is changed.
 * @param {string} text
 * @param {{ confirm: (text: string) => void, cancel: () => void }} handlers
 */
export function editForm(text, { confirm, cancel }) {
    const area = make("textarea", {
        class: "edit-input", dir: "auto", rows: Math.min(12, text.split("\n").length + 1), value: text,
        "aria-label": string("martlet.edit", "Edit"),
        onkeydown: (event) => {
            if (isComposing(event)) return;
            if (event.key === "Escape") {
                event.stopPropagation();
                cancel();
            }
            if (event.key === "Enter" && !event.shiftKey) {
                event.preventDefault();
                form.requestSubmit();
            }
        },
    });
    const form = make(
        "form",
        {
            class: "edit-form",
            onsubmit: (event) => {
                event.preventDefault();
                if (area.value.trim() !== "") confirm(area.value);
            },
        },
        area,
        make(
            "div",
            { class: "button-row" },
            make("button", { type: "button", class: "button", onclick: cancel },
                string("common.actions.cancel", "Cancel")),
            make("button", { type: "submit", class: "button primary" }, string("common.actions.confirm", "Confirm")),
        ),
    );
    return form;
}
