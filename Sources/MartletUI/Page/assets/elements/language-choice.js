import { chooseLanguage, languageName, languages, nearestLanguage } from "../helpers/language.js";
import { make } from "../helpers/dom.js";
import { openDialog } from "./dialog.js";
import { string } from "../helpers/strings.js";

/** Lets a person choose the language of the page's own texts, each named in itself. */
export function openLanguageChoice() {
    const current = nearestLanguage();
    const buttons = languages.map((tag) => make(
        "button",
        {
            type: "button", class: "button language", lang: tag, dir: "auto", "aria-current": tag === current ? "true" : null,
            autofocus: tag === current,
            onclick: () => {
                chooseLanguage(tag);
                location.reload();
            },
        },
        languageName(tag),
    ));
    openDialog({
        title: string("martlet.language.title", "Language"), className: "languages",
        body: make("div", { class: "language-list" }, ...buttons),
    });
}
