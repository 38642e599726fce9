import { make, request } from "../helpers/dom.js";
import { icon } from "../helpers/icons.js";

/** The buttons that an app's author put under a message. */
export function renderActions(container, actions) {
    container.hidden = actions.length === 0;
    container.replaceChildren(...actions.map(actionButton));
}

export function actionButton(action) {
    const text = action.label || (action.icon ? "" : action.name);
    const button = make(
        "button",
        { type: "button", class: "button action", id: action.id, title: action.tooltip || null,
            "aria-label": text ? null : action.tooltip || action.name },
        action.icon && !text ? icon("spark") : null,
        text,
    );
    button.addEventListener("click", async () => {
        button.disabled = true;
        request(button, "action", { action, done: () => (button.disabled = false) });
    });
    return button;
}
