import { icon } from "../helpers/icons.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

/** What the compiler says about the app's file, in watch mode. The version that built last keeps running below. */
export class BuildError extends HTMLElement {
    /** @param {Protocol.BuildStatus} status */
    show({ state, diagnostics = "", file = "" }) {
        if (state === "failed") this.#showFailure(diagnostics, file);
        else if (state === "building") this.#showBuilding(file);
        else this.replaceChildren();
    }

    /** @param {string} file */
    #showBuilding(file) {
        const failure = this.querySelector(".build-error");
        failure?.classList.add("rebuilding");
        if (failure) return;
        const text = string("martlet.build.building", "Building {{file}} …", { file: nameOf(file) });
        this.replaceChildren(make("p", { class: "build-progress", role: "status" }, make("span", { class: "spinner" }), text));
    }

    /**
     * @param {string} diagnostics
     * @param {string} file
     */
    #showFailure(diagnostics, file) {
        const title = string("martlet.build.failed", "{{file}} does not compile", { file: nameOf(file) });
        const note = string("martlet.build.note", "The version that compiled last keeps running. Save the file to try again.");
        const close = make("button", {
            type: "button", class: "button quiet square", "aria-label": string("martlet.close", "Close"),
            onclick: () => this.replaceChildren(),
        }, icon("cross"));
        const heading = make("header", { class: "build-error-header" }, icon("warning"), make("h2", {}, title), close);
        const text = make("pre", { tabindex: "0", dir: "ltr" }, ...diagnostics.trimEnd().split("\n").map(line));
        this.replaceChildren(
            make("section", { class: "build-error", role: "alert" }, heading, text, make("p", { class: "build-error-note" }, note)),
        );
    }
}

/** @param {string} file */
function nameOf(file) {
    return file.split(/[\\/]/).at(-1) || string("martlet.build.app", "The app");
}

/** @param {string} text */
function line(text) {
    const kind = /\berror:/.exec(text) ? "error" : /\bwarning:/.exec(text) ? "warning" : /\bnote:/.exec(text) ? "note" : "";
    return make("span", { class: `diagnostic ${kind}` }, `${text}\n`);
}
