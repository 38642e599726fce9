import "./elements/define.js";
import { address, injected } from "./helpers/configuration.js";
import { applyCustomTheme, applyDefaultTheme, visibleTheme } from "./helpers/appearance.js";
import { directionOf, localise, setStrings, string } from "./helpers/strings.js";
import { Chat } from "./models/chat.js";
import { Draft } from "./models/draft.js";
import { Identity } from "./models/identity.js";
import { Socket } from "./transport/socket.js";
import { api } from "./transport/api.js";
import { joinPeople } from "./people.js";
import { joinServer } from "./server.js";
import { setFileSession } from "./elements/attachments.js";
import { tabStore } from "./helpers/storage.js";

const find = (selector) => document.querySelector(selector);

/** Everything the page is made of, by name: the joining modules take what they need. */
const page = {
    chat: new Chat(),
    identity: new Identity(tabStore),
    draft: new Draft(tabStore),
    user: null,
    settings: null,
    composer: find("martlet-composer"),
    connection: find("martlet-connection"),
    toasts: find("martlet-toasts"),
    jump: find("martlet-jump"),
    panel: find("martlet-settings"),
    transcript: find("martlet-transcript"),
    welcome: find("martlet-welcome"),
    showSettings,
};

page.socket = new Socket(address("ws/socket.io/"), {
    auth: () => page.identity.auth,
    transports: injected("transports"),
    // For load balancers that pin a session to a node. It must neither fail nor delay the connection.
    beforeConnect: () => Promise.race([
        api.keepSession(page.identity.sessionId).catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, 1000)),
    ]),
});

page.context = { chat: page.chat, transcript: page.chat.transcript, cot: "full", appName: "Assistant", mayEdit: true };

/** Shows what the app is configured to be: at the start, and again when another profile is chosen. */
function showSettings(settings) {
    const { ui, features = {}, chatProfiles = [], starters = [], starterCategories = [] } = settings;
    page.settings = settings;
    Object.assign(page.context, {
        cot: ui.cot ?? "full", appName: ui.name, mayEdit: features.edit_message !== false,
        followsOwn: features.user_message_autoscroll !== false,
    });
    page.jump.isAutomatic = features.assistant_message_autoscroll !== false;
    document.title = document.title || ui.name;
    document.body.classList.toggle("wide", ui.layout === "wide");
    find("#app-name").textContent = ui.name;
    find("martlet-readme").content = settings;
    const profile = chatProfiles.find(({ name }) => name === page.identity.profile);
    find("martlet-profiles").show(chatProfiles, page.identity.profile);
    page.welcome.show({
        name: profile?.display_name ?? profile?.name ?? ui.name, description: ui.description,
        starters: profile?.starters?.length ? profile.starters : starters, categories: starterCategories,
    });
    showLogo(ui);
}

function logoAddress(ui) {
    return ui.logo_file_url || address("logo", { theme: visibleTheme() });
}

function showLogo(ui) {
    for (const logo of document.querySelectorAll("#logo, .welcome-logo")) {
        logo.onerror = () => (logo.hidden = true);
        logo.src = logoAddress(ui);
        logo.hidden = false;
    }
}

function showLanguage(language) {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
}

// An app with profiles must know which one it is before it connects: the default one, else the first.
async function chooseProfile(settings) {
    const profiles = settings.chatProfiles ?? [];
    if (profiles.length === 0) return settings;
    page.identity.profile = (profiles.find((profile) => profile.default) ?? profiles[0]).name;
    return api.settings(page.identity.profile);
}

async function start() {
    applyCustomTheme();
    setFileSession(page.identity.sessionId);
    const [settings, translations, user] = await Promise.all([
        api.settings().then(chooseProfile),
        api.translations().catch(() => null),
        api.user().catch(() => null),
    ]);
    page.user = user;
    setStrings(translations?.translation);
    showLanguage(settings.ui.language ?? navigator.language ?? "en-US");
    localise(document);
    page.transcript.bind(page.context);
    page.welcome.bind(page.chat);
    page.composer.bind(page.chat, page.draft);
    page.panel.bind(page.chat.settings);
    find("martlet-ask").bind(page.chat);
    find("martlet-task-list").bind(page.chat);
    find("martlet-theme-toggle").refresh();
    applyDefaultTheme(settings.ui.default_theme);
    showSettings(settings);
    document.addEventListener("martlet:theme-changed", () => showLogo(page.settings.ui));
    joinServer(page);
    joinPeople(page);
    page.socket.connect();
    if (matchMedia("(pointer: fine)").matches) page.composer.focusInput();
}

// Without the settings there is no page: try until the server is there.
async function startWhenPossible(delay = 250) {
    try {
        await start();
    } catch (error) {
        if (error.status === 401) return showSignIn();
        console.error(error);
        page.connection.state = navigator.onLine ? "reconnecting" : "offline";
        setTimeout(() => startWhenPossible(Math.min(5000, delay * 2)), delay);
    }
}

function showSignIn() {
    page.connection.state = "refused";
    page.toasts.show({ type: "error", message: string("auth.login.title", "Sign in to continue") });
}

startWhenPossible();
