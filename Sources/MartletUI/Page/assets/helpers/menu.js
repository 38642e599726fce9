import { icon } from "./icons.js";
import { make } from "./dom.js";

/**
 * @typedef {{ label: string, about?: string | Node | null, image?: Node | null, isChosen?: boolean, choose: () => void,
 *     aside?: Node | null, dataset?: Record<string, string> }} MenuItem
 */

/**
 * Opens a menu at a button: arrow keys, Home, End and first letters move, Enter chooses, Escape and a click beside it
 * close it, and the focus goes back to the button. With `isChosen` in its items it is a choice of one.
 *
 * @param {HTMLElement} button
 * @param {{ id: string, label: string, items: MenuItem[], empty?: Node | null }} options
 */
export function openMenu(button, { id, label, items, empty = null }) {
    document.getElementById(id)?.remove();
    const isChoice = items.some(({ isChosen }) => isChosen !== undefined);
    const close = () => menu.hidePopover();
    /** @type {HTMLElement} */
    const menu = make(
        "div",
        { id, class: "menu", popover: "auto", role: items.length > 0 ? "menu" : "dialog", "aria-label": label, tabindex: "-1" },
        ...(items.length > 0 ? items.map((item) => entry(item, isChoice, close)) : [empty]),
    );
    const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (menu.querySelectorAll("[role^=menuitem]"))];
    menu.addEventListener("keydown", (event) => move(event, buttons, close));
    menu.addEventListener("toggle", (event) => {
        if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
        const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
        menu.remove();
        button.setAttribute("aria-expanded", "false");
        if (hadFocus) button.focus({ preventScroll: true });
    });
    // Beside an open dialog everything is inert, and whatever stands outside of all landmarks is hard to find.
    (button.closest("dialog, header, main, nav, aside") ?? document.body).append(menu);
    button.setAttribute("aria-expanded", "true");
    menu.showPopover();
    place(menu, button);
    (buttons.find((each) => each.getAttribute("aria-checked") === "true") ?? buttons[0] ?? menu).focus();
}

/**
 * @param {MenuItem} item
 * @param {boolean} isChoice
 * @param {() => void} close
 */
function entry({ label, about = null, image = null, isChosen = false, choose, aside = null, dataset = {} }, isChoice, close) {
    const button = make(
        "button",
        {
            type: "button", class: "menu-item", role: isChoice ? "menuitemradio" : "menuitem", tabindex: "-1", dataset,
            "aria-checked": isChoice ? String(isChosen) : null,
            onclick: () => {
                close();
                choose();
            },
        },
        image,
        make("span", { class: "menu-label" }, label),
        about ? make("span", { class: "menu-about" }, about) : null,
        isChoice ? icon("check", "icon menu-check") : null,
    );
    return aside ? make("div", { class: "menu-row", role: "none" }, button, aside) : button;
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} buttons
 * @param {() => void} close
 */
function move(event, buttons, close) {
    if (event.key === "Escape") {
        // The browser closes it; whoever else listens for Escape must not stop the answer.
        event.stopPropagation();
        event.preventDefault();
        return close();
    }
    if (event.key === "Tab") return close();
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const target = targetOf(event, buttons, at);
    if (target === undefined) return;
    event.preventDefault();
    buttons.at(target)?.focus();
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} buttons
 * @param {number} at
 * @returns {number | undefined}
 */
function targetOf({ key, ctrlKey, metaKey, altKey }, buttons, at) {
    if (key === "ArrowDown") return (at + 1) % buttons.length;
    if (key === "ArrowUp") return at <= 0 ? -1 : at - 1;
    if (key === "Home") return 0;
    if (key === "End") return -1;
    if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) return undefined;
    const names = buttons.map((button) => button.textContent?.trim().toLowerCase() ?? "");
    const order = [...names.keys()].map((index) => (at + 1 + index) % names.length);
    return order.find((index) => names[index].startsWith(key.toLowerCase()));
}

/**
 * Above or below its button, where there is more room, and inside the window.
 *
 * @param {HTMLElement} menu
 * @param {HTMLElement} button
 */
function place(menu, button) {
    const margin = 8;
    const at = button.getBoundingClientRect();
    const isAbove = at.top > innerHeight - at.bottom;
    menu.style.maxHeight = `${Math.max(120, (isAbove ? at.top : innerHeight - at.bottom) - 2 * margin)}px`;
    const isRightToLeft = getComputedStyle(button).direction === "rtl";
    const wanted = isRightToLeft ? at.right - menu.offsetWidth : at.left;
    menu.style.left = `${Math.max(margin, Math.min(wanted, innerWidth - menu.offsetWidth - margin))}px`;
    if (isAbove) menu.style.bottom = `${innerHeight - at.top + margin / 2}px`;
    else menu.style.top = `${at.bottom + margin / 2}px`;
}

/**
 * A button that opens a menu; `items` are asked for when it opens.
 *
 * @param {{ id: string, menuId: string, label: string, className?: string, items: () => MenuItem[],
 *     empty?: () => Node | null }} options
 * @param {...(Node | string | null)} content
 */
export function menuButton({ id, menuId, label, className = "button quiet", items, empty = () => null }, ...content) {
    // A press on the button of an open menu closes it before the click arrives.
    let wasOpen = false;
    const button = make("button", {
        type: "button", id, class: className, "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label, title: label,
        onpointerdown: () => (wasOpen = document.getElementById(menuId) !== null),
        onclick: () => {
            if (!wasOpen) openMenu(button, { id: menuId, label, items: items(), empty: empty() });
            wasOpen = false;
        },
    }, ...content);
    return button;
}
