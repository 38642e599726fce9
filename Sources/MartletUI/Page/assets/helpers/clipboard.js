import { changeIcon, icon } from "./icons.js";
import { make } from "./dom.js";
import { string } from "./strings.js";

/**
 * Copies text, also where the clipboard interface is missing (plain HTTP away from localhost).
 * @param {string} text
 */
export async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = make("textarea", { class: "visually-hidden", value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
}

/**
 * A copy button that says for a moment that it has copied.
 * @param {() => string} readText
 * @param {string} [className]
 */
export function copyButton(readText, className = "button quiet square small copy-button") {
    const symbol = icon("copy");
    const label = string("chat.messages.actions.copy.button", "Copy");
    const button = make("button", { type: "button", class: className, title: label, "aria-label": label }, symbol);
    button.addEventListener("click", async () => {
        await copy(readText());
        const done = string("chat.messages.actions.copy.success", "Copied");
        changeIcon(symbol, "check");
        button.dataset.copied = "";
        button.setAttribute("aria-label", done);
        setTimeout(() => {
            changeIcon(symbol, "copy");
            delete button.dataset.copied;
            button.setAttribute("aria-label", label);
        }, 1500);
    });
    return button;
}
