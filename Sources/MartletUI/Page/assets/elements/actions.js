import { icon, namedIcon } from "../helpers/icons.js";
import { make, request } from "../helpers/dom.js";
import { menuButton } from "../helpers/menu.js";
import { string } from "../helpers/strings.js";

/** @typedef {Protocol.Action} Action */

// What is being carried out, by the action's id: a message may be drawn again meanwhile.
/** @type {Set<string>} */
const running = new Set();

/**
 * The buttons that an app's author put under a message; those marked as collapsed lie in a menu behind them.
 *
 * @param {HTMLElement} container
 * @param {Action[]} actions
 */
export function renderActions(container, actions) {
    container.hidden = actions.length === 0;
    const focused = container.contains(document.activeElement) ? document.activeElement?.id : "";
    const folded = actions.filter(({ collapsed }) => collapsed === true);
    container.replaceChildren(
        ...actions.filter(({ collapsed }) => collapsed !== true).map(actionButton),
        ...(folded.length > 0 ? [moreButton(container, folded)] : []),
    );
    if (focused) document.getElementById(focused)?.focus();
}

/** @param {Action} action */
export function actionButton(action) {
    const text = textOf(action);
    /** @type {HTMLButtonElement} */
    const button = make(
        "button",
        { type: "button", class: "button action", id: action.id, title: action.tooltip || null,
            "aria-label": text ? null : action.tooltip || action.name, onclick: () => run(button, action) },
        action.icon ? namedIcon(action.icon) : null,
        text,
    );
    showRunning(button, action);
    return button;
}

/**
 * @param {HTMLElement} container
 * @param {Action[]} actions
 */
function moreButton(container, actions) {
    const label = string("martlet.moreActions", "More actions");
    const button = menuButton({
        id: `more-${actions[0].id}`, menuId: "actions-menu", label, className: "button action more",
        items: () => actions.map((action) => ({
            label: textOf(action) || action.tooltip || action.name, about: textOf(action) ? action.tooltip : null,
            image: action.icon ? namedIcon(action.icon) : null, choose: () => run(button, action), dataset: { action: action.id },
        })),
    }, icon("chevron", "icon menu-arrow"));
    return button;
}

/** @param {Action} action */
function textOf({ label, icon: name, name: fallback }) {
    return label || (name ? "" : fallback);
}

/**
 * @param {HTMLButtonElement} button
 * @param {Action} action
 */
function run(button, action) {
    if (running.has(action.id)) return;
    running.add(action.id);
    showRunning(button, action);
    const done = () => {
        running.delete(action.id);
        showRunning(/** @type {HTMLButtonElement | null} */ (document.getElementById(button.id)), action);
    };
    request(button, "action", { action, done });
}

// Not disabled: a disabled button loses the focus, and a person who uses the keyboard loses the place.
/**
 * @param {HTMLButtonElement | null} button
 * @param {Action} action
 */
function showRunning(button, action) {
    const isRunning = running.has(action.id);
    if (!button) return;
    button.setAttribute("aria-busy", String(isRunning));
    button.querySelector(".spinner")?.remove();
    if (isRunning) button.prepend(make("span", { class: "spinner", "aria-hidden": "true" }));
}
