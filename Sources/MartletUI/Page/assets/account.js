// Joins a person's account to the page: signing out, the menu, keys, language.
import { address, rootPath } from "./helpers/configuration.js";
import { askForKeys, attempt, beginNewChat } from "./server.js";
import { string } from "./helpers/strings.js";
import { api } from "./transport/api.js";
import { routeOf } from "./models/route.js";
import { tabStore } from "./helpers/storage.js";

/** @param {Page.Parts} page */
export function joinAccount(page) {
    /** @param {keyof Page.Requests} name @param {() => void} handler */
    const on = (name, handler) => document.addEventListener(`martlet:${name}`, handler);
    if (routeOf(location.pathname, rootPath).kind === "login") history.replaceState(null, "", address(""));
    on("sign-out", async () => {
        if (!(await attempt(page.toasts, async () => (await api.signOut(), true)))) return;
        // What was written is the person's own, and the next one at this screen may be another.
        tabStore.clear();
        location.assign(address("login"));
    });
    // Not every 401 means that nobody is signed in any more: another one's thread is refused like that as well.
    on("unauthorized", async () => {
        const isKnown = !page.user || (await api.user().then(() => true, ({ status }) => status !== 401));
        if (!isKnown) location.assign(address("login"));
    });
    // Opened once in a while: fetched when they are.
    on("open-language", async () => (await import("./elements/language-choice.js")).openLanguageChoice());
    on("open-about", async () => {
        const { name, description } = page.settings.ui;
        const { openAbout } = await import("./elements/about.js");
        openAbout({ name, description, version: page.chat.version });
    });
    on("open-keys", async () => {
        if (!(await askForKeys(page))) return;
        page.toasts.show({ type: "success", message: string("apiKeys.success.saved", "Keys saved") });
        // A session keeps the keys that it began with.
        void beginNewChat(page);
    });
}
