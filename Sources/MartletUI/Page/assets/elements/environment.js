import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/**
 * Asks for the keys of a person's own that an app works with. They are secrets: handed on, and kept nowhere by this form.
 * Resolves to the values, or null where the form was closed.
 * @param {{keys: string[], values?: Record<string, string>, isMasked?: boolean}} options
 * @returns {Promise<Record<string, string> | null>}
 */
export function askForEnvironment({ keys, values = {}, isMasked = true }) {
    return new Promise((resolve) => {
        /** @type {Record<string, string> | null} */
        let answer = null;
        const fields = keys.map((key, index) => make("input", {
            id: `environment-${index}`, name: key, type: isMasked ? "password" : "text", autocomplete: "off",
            spellcheck: "false", autocapitalize: "none", required: true, value: values[key] ?? "", dir: "ltr",
        }));
        /** @param {Event} event */
        const onsubmit = (event) => {
            event.preventDefault();
            answer = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
            dialog.close();
        };
        const form = make(
            "form",
            { class: "environment-form", id: "environment-form", onsubmit },
            make("p", {}, string("apiKeys.description",
                "This app works with API keys of your own. They stay in this page until it is closed or loaded again.")),
            ...fields.flatMap((field) => [make("label", { for: field.id, dir: "ltr" }, field.name), field]),
        );
        const footer = make("footer", { class: "dialog-footer" },
            make("button", { type: "submit", class: "button primary", form: form.id },
                string("common.actions.submit", "Submit")));
        const dialog = openDialog({
            title: string("apiKeys.title", "API keys needed"), className: "environment", body: form, footer,
            onClose: () => resolve(answer),
        });
        fields[0]?.focus();
    });
}
