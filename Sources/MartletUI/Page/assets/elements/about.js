import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/**
 * Says what this page is.
 * @param {{name: string, description?: string, version?: string}} app
 */
export function openAbout({ name, description = "", version = "" }) {
    openDialog({
        title: string("martlet.about.title", "About"), className: "about",
        body: [
            make("p", { class: "about-name" }, name),
            description ? make("p", {}, description) : "",
            make("p", { class: "about-version" },
                string("martlet.about.madeWith", "Made with Martlet {{version}}", { version }).trim()),
        ],
    });
}
