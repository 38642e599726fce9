import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/** Asks before something that cannot be undone. */
export class Confirm extends HTMLElement {
    /**
     * Resolves to true when the person agrees.
     * @param {{ title: string, text: string }} question
     * @returns {Promise<boolean>}
     */
    ask({ title, text }) {
        return new Promise((resolve) => {
            let isAgreed = false;
            const agree = () => {
                isAgreed = true;
                dialog.close();
            };
            const footer = make(
                "footer",
                { class: "dialog-footer" },
                make("button", { type: "button", class: "button", onclick: () => dialog.close() },
                    string("common.actions.cancel", "Cancel")),
                make("button", { type: "button", class: "button primary", id: "confirm", autofocus: true, onclick: agree },
                    string("common.actions.confirm", "Confirm")),
            );
            const dialog = openDialog({
                title, className: "confirm", body: make("p", {}, text), footer, onClose: () => resolve(isAgreed),
            });
        });
    }
}
