import { make } from "../helpers/dom.js";
import { safeAddress } from "../helpers/file-addresses.js";

/**
 * The links that an app's author puts into the header.
 * @param {HTMLElement} container
 * @param {import("./user-menu.js").HeaderLink[]} links
 */
export function showHeaderLinks(container, links) {
    container.replaceChildren(...links.filter(({ url }) => safeAddress(url)).map((link) => {
        const symbol = safeAddress(link.icon_url);
        const name = link.display_name || link.name;
        /** @type {HTMLImageElement | null} */
        const image = symbol === null ? null : make("img", {
            class: "header-link-icon", src: symbol, alt: "", width: 20, height: 20, referrerpolicy: "no-referrer",
            onerror: () => image?.remove(),
        });
        return make(
            "a",
            { class: "button quiet", href: safeAddress(link.url), target: link.target || "_blank", rel: "noopener noreferrer",
                title: link.name, "aria-label": link.display_name ? null : link.name },
            image,
            link.display_name || !symbol ? make("span", {}, name) : null,
        );
    }));
}
