import { icon, namedIcon } from "../helpers/icons.js";
import { make, request } from "../helpers/dom.js";
import { imageAddress } from "../helpers/configuration.js";
import { menuButton } from "../helpers/menu.js";
import { string } from "../helpers/strings.js";

/** @typedef {Protocol.Profile} Profile */

/** The chat profiles an app offers, with what each is good for. Another profile is another chat. */
export class Profiles extends HTMLElement {
    /**
     * @param {Profile[]} profiles
     * @param {string} current
     */
    show(profiles, current) {
        // One alone is no choice.
        this.hidden = profiles.length < 2;
        const chosen = profiles.find(({ name }) => name === current);
        if (!chosen || this.hidden) return this.replaceChildren();
        const title = chosen.display_name || chosen.name;
        const button = menuButton({
            id: "chat-profiles", menuId: "chat-profiles-menu", className: "button",
            label: `${string("martlet.profile", "Chat profile")}: ${title}`,
            items: () => profiles.map((profile) => ({
                label: profile.display_name || profile.name, about: about(profile), image: picture(profile),
                isChosen: profile.name === current, dataset: { profile: profile.name },
                choose: () => profile.name !== current && request(this, "profile", { name: profile.name }),
            })),
        }, picture(chosen), make("span", { class: "profile-name" }, title), icon("chevron", "icon menu-arrow"));
        this.replaceChildren(button);
    }
}

/** @param {Profile} profile */
function picture({ icon: source }) {
    if (!source) return null;
    const address = imageAddress(source);
    return address ? make("img", { src: address, alt: "", width: 20, height: 20 }) : namedIcon(source);
}

// The description is Markdown, and inside a button there can be no link: its words alone are shown.
/** @param {Profile} profile */
function about({ markdown_description: markdown = "" }) {
    const words = markdown.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\*\*|__|[*`#>]/g, "");
    return words.trim() || null;
}
