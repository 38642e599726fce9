import { copyButton } from "../../helpers/clipboard.js";
import { make } from "../../helpers/dom.js";
import { string } from "../../helpers/strings.js";

/** A text element: fetched and shown as it is. */
export function textFile(element, url) {
    const code = make("code", {}, "…");
    const bar = make("div", { class: "code-bar" }, make("span", { class: "code-language" }, element.name));
    bar.append(copyButton(() => code.textContent));
    const pre = make("pre", { tabindex: "0", dir: "auto", class: element.language ? "" : "wrapped" }, code);
    fetch(url, { credentials: "include" })
        .then((response) => (response.ok ? response.text() : Promise.reject(response)))
        .then((text) => (code.textContent = text))
        .catch(() => (code.textContent = string("martlet.fileFailed", "This file could not be loaded.")));
    return make("div", { class: "code inline-text" }, bar, pre);
}
