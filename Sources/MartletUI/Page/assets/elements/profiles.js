import { make, request } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

/** The chat profiles an app offers. Another profile is another chat. */
export class Profiles extends HTMLElement {
    show(profiles, current) {
        this.hidden = profiles.length === 0;
        const select = make(
            "select",
            { id: "chat-profiles", "aria-label": string("martlet.profile", "Chat profile"),
                onchange: () => request(this, "profile", { name: select.value }) },
            ...profiles.map(({ name, display_name }) =>
                make("option", { value: name, selected: name === current }, display_name || name)),
        );
        this.replaceChildren(select);
    }
}
