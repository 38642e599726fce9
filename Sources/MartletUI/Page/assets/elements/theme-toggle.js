import { changeIcon, icon } from "../helpers/icons.js";
import { chooseTheme, chosenTheme } from "../helpers/appearance.js";
import { make } from "../helpers/dom.js";
import { string } from "../helpers/strings.js";

const themes = ["system", "light", "dark"];
/** @type {Record<string, string>} */
const icons = { system: "system", light: "sun", dark: "moon" };
/** @type {Record<string, [path: string, english: string]>} */
const names = {
    system: ["navigation.header.theme.system", "Same as system"],
    light: ["navigation.header.theme.light", "Light theme"],
    dark: ["navigation.header.theme.dark", "Dark theme"],
};

/** One button that goes through: as the system, light, dark. */
export class ThemeToggle extends HTMLElement {
    #button = make("button");
    #symbol = icon("system");

    connectedCallback() {
        this.#button = this.querySelector("button") ?? this.#button;
        this.#button.replaceChildren(this.#symbol);
        this.#button.addEventListener("click", () => {
            chooseTheme(themes[(themes.indexOf(chosenTheme()) + 1) % themes.length]);
        });
        document.addEventListener("martlet:theme-changed", () => this.refresh());
        this.refresh();
    }

    refresh() {
        const theme = chosenTheme();
        changeIcon(this.#symbol, icons[theme]);
        const label = string(...names[theme]);
        this.#button.setAttribute("aria-label", label);
        this.#button.title = label;
    }
}
