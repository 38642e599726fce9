import { icon } from "../../helpers/icons.js";
import { isComposing } from "../../helpers/keyboard.js";
import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/**
 * Free words: Enter or a comma adds one, Backspace in the empty box takes the last away.
 * @param {Protocol.Widget} widget
 * @param {Page.ControlOptions} options
 * @returns {Page.Control}
 */
export function tags(widget, { key, value, describedBy, input, change }) {
    /** @type {string[]} */
    let current = [];
    const list = make("ul", { class: "tag-list" });
    const box = make("input", {
        type: "text", id: key, name: widget.id, disabled: widget.disabled, class: "tag-input", autocomplete: "off", dir: "auto",
        placeholder: widget.placeholder ?? string("martlet.settings.addTag", "Add …"), "aria-describedby": describedBy,
        onkeydown: (event) => {
            if (isComposing(event)) return;
            if (event.key === "Enter" || event.key === ",") {
                event.preventDefault();
                add();
            } else if (event.key === "Backspace" && box.value === "" && current.length > 0) {
                put(current.slice(0, -1));
            }
        },
        onblur: () => add(),
    });
    /** @param {string[]} next */
    const put = (next) => {
        input(next);
        change();
    };
    const add = () => {
        const word = box.value.trim();
        box.value = "";
        if (word !== "" && !current.includes(word)) put([...current, word]);
    };
    /** @param {string} word */
    const tag = (word) => make("li", { class: "tag" }, make("span", { dir: "auto" }, word), make("button", {
        type: "button", disabled: widget.disabled, "aria-label": string("martlet.settings.removeTag", "Remove {{word}}", { word }),
        onclick: () => put(current.filter((each) => each !== word)),
    }, icon("cross")));
    /** @param {any} next */
    const update = (next) => {
        current = next ?? [];
        list.replaceChildren(...current.map(tag));
    };
    update(value);
    return { element: make("div", { class: "tags" }, list, box), update };
}
