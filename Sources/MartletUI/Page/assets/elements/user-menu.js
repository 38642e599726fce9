import { make, request } from "../helpers/dom.js";
import { icon } from "../helpers/icons.js";
import { openMenu } from "../helpers/menu.js";
import { safeAddress } from "../helpers/file-addresses.js";
import { string } from "../helpers/strings.js";

/**
 * @typedef {Protocol.User} User
 * @typedef {Protocol.HeaderLink} HeaderLink
 * @typedef {{user: User | null, hasKeys: boolean, mayChooseLanguage: boolean, links: HeaderLink[]}} MenuContent
 */

/** The button at the end of the header, and the menu of everything that is not done every day. */
export class UserMenu extends HTMLElement {
    #button = make("button", {
        type: "button", class: "button quiet square", id: "user-menu-button", "aria-haspopup": "menu", "aria-expanded": "false",
        onclick: () => this.#open(),
    });
    /** @type {MenuContent} */
    #content = { user: null, hasKeys: false, mayChooseLanguage: true, links: [] };

    connectedCallback() {
        this.append(this.#button);
    }

    /** @param {MenuContent} content */
    show(content) {
        this.#content = content;
        const { user } = content;
        const name = user?.display_name || user?.identifier;
        const label = string("martlet.menu", "Menu");
        this.#button.setAttribute("aria-label", name ? `${label}: ${name}` : label);
        this.#button.title = name ?? label;
        this.#button.replaceChildren(name ? portrait(user, name) : icon("more"));
    }

    #open() {
        const { user, hasKeys, mayChooseLanguage, links } = this.#content;
        /** @param {string} symbol @param {string} label @param {Page.PlainRequest} event */
        const item = (symbol, label, event) => ({ label, image: icon(symbol), choose: () => request(this, event) });
        const items = [
            ...(matchMedia("(max-width: 48rem)").matches ? links.map(linkItem) : []),
            hasKeys ? item("key", string("navigation.user.menu.apiKeys", "API keys"), "open-keys") : null,
            mayChooseLanguage ? item("globe", string("martlet.language.title", "Language"), "open-language") : null,
            item("keyboard", string("martlet.shortcuts.title", "Keyboard shortcuts"), "open-shortcuts"),
            item("info", string("martlet.about.title", "About"), "open-about"),
            user ? item("sign-out", string("navigation.user.menu.logout", "Sign out"), "sign-out") : null,
        ];
        openMenu(this.#button, {
            id: "user-menu", label: string("martlet.menu", "Menu"), items: items.flatMap((each) => each ?? []),
        });
    }
}

// A picture elsewhere would tell its host who reads here: then the first letter stands for the person.
/** @param {User | null} user @param {string} name */
function portrait(user, name) {
    const picture = safeAddress(user?.metadata?.image);
    const initial = make("span", { class: "portrait", "aria-hidden": "true" }, [...name][0].toLocaleUpperCase());
    if (!picture || new URL(picture).origin !== location.origin) return initial;
    /** @type {HTMLImageElement} */
    const image = make("img", { class: "portrait", src: picture, alt: "", onerror: () => image.replaceWith(initial) });
    return image;
}

/** @param {HeaderLink} link */
function linkItem(link) {
    const target = safeAddress(link.url);
    return {
        label: link.display_name || link.name,
        image: icon("chain"),
        choose: () => target && window.open(target, link.target || "_blank", link.target === "_self" ? "" : "noopener"),
    };
}
