import { make } from "./dom.js";
import { string } from "./strings.js";

const texts = {
    true: () => string("martlet.showLess", "Show less"),
    false: () => string("martlet.showMore", "Show more"),
};
let count = 0;

/**
 * Folds a text, with a button below that opens and folds it again; a text that is not to be folded loses both.
 * @param {HTMLElement} body what the text and its button lie in
 * @param {HTMLElement} content the text
 * @param {boolean} isFolded whether it is long enough for that
 */
export function fold(body, content, isFolded) {
    const known = body.querySelector(":scope > .fold-button");
    if (!isFolded) {
        known?.remove();
        content.classList.remove("folded");
        return;
    }
    if (known) return;
    content.id ||= `fold-${(count += 1)}`;
    content.classList.add("folded");
    const button = make("button", {
        type: "button", class: "button quiet small fold-button", "aria-expanded": "false", "aria-controls": content.id,
        onclick: () => {
            const isOpen = !content.classList.toggle("folded");
            button.setAttribute("aria-expanded", String(isOpen));
            button.textContent = texts[isOpen ? "true" : "false"]();
            if (!isOpen) content.scrollIntoView({ block: "nearest" });
        },
    }, texts.false());
    content.after(button);
    // Whoever tabs to something below the fold is to see it.
    content.addEventListener("focusin", () => {
        if (content.classList.contains("folded")) button.click();
    });
}
