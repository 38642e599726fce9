import { injected } from "./configuration.js";

const key = "martlet-theme";
const isValue = /^[^;{}<>]*$/;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

/** "light", "dark" or "system". */
export function chosenTheme() {
    return root.dataset.theme ?? "system";
}

/**
 * The theme on screen: "light" or "dark". The root element carries it as its class, which style sheets go by.
 * @returns {"light" | "dark"}
 */
export function visibleTheme() {
    const chosen = chosenTheme();
    if (chosen === "dark" || chosen === "light") return chosen;
    return systemIsDark.matches ? "dark" : "light";
}

/**
 * @param {string} theme
 * @param {boolean} [isKept]
 */
export function chooseTheme(theme, isKept = true) {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
        if (isKept) localStorage.setItem(key, theme);
    } catch {
        // A browser without storage keeps the choice until the page is closed.
    }
    show();
}

/**
 * The app's default, for a person who has never chosen.
 * @param {string | null | undefined} theme
 */
export function applyDefaultTheme(theme) {
    let kept = null;
    try {
        kept = localStorage.getItem(key);
    } catch {
        // As above.
    }
    if (!kept && (theme === "light" || theme === "dark")) chooseTheme(theme, false);
}

/**
 * Puts the variables of the app's theme.json (colours as HSL triplets, Chainlit's names) over the page's own.
 * @param {{ light?: Record<string, string>, dark?: Record<string, string> } | null} [theme]
 */
export function applyCustomTheme(theme = injected("theme")) {
    if (!theme || typeof theme !== "object") return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`:root { ${rules(theme.light)} } :root.dark { ${rules(theme.dark)} }`);
    document.adoptedStyleSheets.push(sheet);
}

/** @param {Record<string, string> | undefined} variables */
function rules(variables) {
    return Object.entries(variables ?? {})
        .filter(([name, value]) => /^--[\w-]+$/.test(name) && isValue.test(value))
        .map(([name, value]) => `${name}: ${value};`)
        .join(" ");
}

function show() {
    const theme = visibleTheme();
    root.classList.toggle("dark", theme === "dark");
    root.classList.toggle("light", theme === "light");
    document.dispatchEvent(new CustomEvent("martlet:theme-changed"));
}

systemIsDark.addEventListener("change", show);
