import "./elements/define.js";
import { address, imageAddress, injected, rootPath } from "./helpers/configuration.js";
import { applyCustomTheme, applyDefaultTheme, visibleTheme } from "./helpers/appearance.js";
import { directionOf, localise, setStrings } from "./helpers/strings.js";
import { Chat } from "./models/chat.js";
import { Draft } from "./models/draft.js";
import { Identity } from "./models/identity.js";
import { Outbox } from "./models/outbox.js";
import { Socket } from "./transport/socket.js";
import { Uploads } from "./models/uploads.js";
import { RequestError, api } from "./transport/api.js";
import { find } from "./helpers/dom.js";
import { joinActivity } from "./activity.js";
import { joinElementPlaces } from "./element-places.js";
import { chosenLanguage } from "./helpers/language.js";
import { joinAccount } from "./account.js";
import { joinDelivery } from "./delivery.js";
import { joinFiles, senderOf } from "./files.js";
import { joinPeople } from "./people.js";
import { joinHost } from "./embedding.js";
import { keepForOffline } from "./offline.js";
import { connect, joinServer } from "./server.js";
import { joinShortcuts } from "./shortcuts.js";
import { placeAnswerTools } from "./elements/answer-tools.js";
import { routeOf } from "./models/route.js";
import { setFileSession } from "./elements/attachments.js";
import { showHeaderLinks } from "./elements/header-links.js";
import { tabStore } from "./helpers/storage.js";

const identity = new Identity(tabStore);
const sender = senderOf(identity);

const chat = new Chat(new Outbox(tabStore));

/**
 * Everything the page is made of, by name: the joining modules take what they need.
 * @type {Page.Parts}
 */
const page = {
    chat,
    context: { chat, transcript: chat.transcript, cot: "full", appName: "Assistant", mayEdit: true },
    identity,
    socket: new Socket(address("ws/socket.io/"), {
        auth: () => identity.auth,
        transports: injected("transports"),
        // For load balancers that pin a session to a node. It must neither fail nor delay the connection.
        beforeConnect: () => Promise.race([
            keepSession(identity.sessionId),
            new Promise((resolve) => setTimeout(resolve, 1000)),
        ]),
    }),
    draft: new Draft(tabStore),
    user: null,
    settings: { ui: { name: "" } },
    isReadOnly: false,
    hasHistory: false,
    route: null,
    uploads: new Uploads(sender(null)),
    ask: find("martlet-ask"),
    dropZone: find("martlet-drop-zone"),
    composer: find("martlet-composer"),
    connection: find("martlet-connection"),
    toasts: find("martlet-toasts"),
    jump: find("martlet-jump"),
    panel: find("martlet-settings"),
    threads: null,
    transcript: find("martlet-transcript"),
    welcome: find("martlet-welcome"),
    showSettings,
    setReadOnly,
};

let pinnedSession = "";

// The start has pinned the session already.
/** @param {string} id */
async function keepSession(id) {
    if (id === pinnedSession) pinnedSession = "";
    else await api.keepSession(id).catch(() => {});
}

/**
 * Shows what the app is configured to be: at the start, and again when another profile is chosen.
 * @param {Protocol.Settings} settings
 */
function showSettings(settings) {
    const { ui, features = {}, chatProfiles = [], starters = [], starterCategories = [] } = settings;
    page.settings = settings;
    const profile = chatProfiles.find(({ name }) => name === page.identity.profile);
    if (ui.avatar_size) document.documentElement.style.setProperty("--avatar-size", `${Number(ui.avatar_size)}px`);
    Object.assign(page.context, {
        profileIcon: profile?.icon, cot: ui.cot ?? "full", appName: ui.name, mayEdit: features.edit_message !== false && !page.isReadOnly,
        takesFeedback: settings.dataPersistence === true && !page.isReadOnly,
        mayFavorite: hasFavorites(settings),
        followsOwn: features.user_message_autoscroll !== false,
    });
    page.jump.isAutomatic = features.assistant_message_autoscroll !== false;
    document.title = document.title || ui.name;
    document.body.classList.toggle("wide", ui.layout === "wide");
    find("#app-name").textContent = ui.name;
    find("martlet-readme").content = settings;
    showHeaderLinks(find("#header-links"), ui.header_links ?? []);
    find("martlet-user-menu").show({
        user: page.user, hasKeys: (settings.userEnv ?? []).length > 0, mayChooseLanguage: !ui.language,
        links: ui.header_links ?? [],
    });
    find("martlet-profiles").show(chatProfiles, page.identity.profile);
    showComposerFeatures(settings);
    const ofProfile = profile?.starters?.length ? profile.starters : null;
    page.welcome.show({
        name: profile?.display_name ?? profile?.name ?? ui.name, description: ui.description,
        starters: ofProfile ?? starters, categories: ofProfile ? [] : starterCategories,
    });
    showLogo(ui);
}

/**
 * A chat that is shown, but not taken part in.
 * @param {boolean} isReadOnly
 */
function setReadOnly(isReadOnly) {
    if (page.isReadOnly === isReadOnly) return;
    page.isReadOnly = isReadOnly;
    document.body.classList.toggle("read-only", isReadOnly);
    find("#read-only-note").hidden = !isReadOnly;
    showSettings(page.settings);
}

// Favourites belong to an account.
/** @param {Protocol.Settings} settings */
function hasFavorites({ features, dataPersistence }) {
    return features?.favorites === true && dataPersistence === true && page.user !== null;
}

// Few apps listen and speak, have favourites or tool servers: what that takes is fetched for them alone.
/** @param {{ hasVoice: boolean, hasFavorites: boolean, hasToolServers: boolean }} offers */
async function join({ hasVoice, hasFavorites, hasToolServers }) {
    if (hasVoice) (await import("./voice.js")).joinVoice(page);
    if (hasFavorites) (await import("./favorites.js")).joinFavorites(page);
    if (hasToolServers) (await import("./tool-servers.js")).joinToolServers(page);
}

/** @param {Protocol.Settings} settings */
function showComposerFeatures(settings) {
    const { spontaneous_file_upload: files, audio, mcp } = settings.features ?? {};
    page.composer.uploadRule = files?.enabled ? files : null;
    page.panel.location = settings.ui.chat_settings_location ?? "message_composer";
    page.panel.opensAtStart = settings.ui.default_chat_settings_open === true;
    const offers = {
        hasVoice: audio?.enabled === true, hasFavorites: hasFavorites(settings),
        hasToolServers: mcp?.enabled === true && ((mcp.servers ?? []).length > 0 || mcp.user_servers?.enabled === true),
    };
    find("martlet-voice").hidden = !offers.hasVoice;
    find("martlet-favorites").hidden = !offers.hasFavorites;
    find("martlet-tool-servers").hidden = !offers.hasToolServers;
    join(offers).catch(reportError);
}

/** @param {Partial<Protocol.InterfaceSettings>} ui */
function logoAddress(ui) {
    return imageAddress(ui.logo_file_url) ?? address("logo", { theme: visibleTheme() });
}

/** @param {Protocol.InterfaceSettings} ui */
function showLogo(ui) {
    const { chatProfiles = [] } = page.settings;
    const ofProfile = chatProfiles.find(({ name }) => name === identity.profile)?.icon;
    for (const logo of /** @type {NodeListOf<HTMLImageElement>} */ (document.querySelectorAll("#logo, .welcome-logo"))) {
        logo.onerror = () => (logo.hidden = true);
        const isWelcome = logo.id !== "logo";
        logo.src = (isWelcome && imageAddress(ofProfile)) || logoAddress(ui);
        logo.hidden = false;
    }
}

/** @param {string} language */
function showLanguage(language) {
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
}

// An app with profiles must know which one it is before it connects: the one of this tab, the default one, else the first.
/** @param {Protocol.Settings} settings */
async function chooseProfile(settings) {
    const profiles = settings.chatProfiles ?? [];
    const kept = profiles.find(({ name }) => name === identity.profile);
    identity.profile = (kept ?? profiles.find((profile) => profile.default) ?? profiles[0])?.name ?? "";
    if (profiles.length === 0) return settings;
    return api.settings(page.identity.profile);
}

async function start() {
    applyCustomTheme();
    setFileSession(page.identity.sessionId);
    page.chat.outbox.open(page.identity.sessionId);
    const first = await api.start(page.identity.sessionId);
    pinnedSession = first.translation ? page.identity.sessionId : "";
    const [settings, translation, user] = await Promise.all([
        chooseProfile(first),
        first.translation ?? api.translations().then((answer) => answer?.translation).catch(() => null),
        first.user === undefined ? api.user().catch(() => null) : first.user,
    ]);
    page.user = user;
    setStrings(translation);
    showLanguage(settings.ui.language ?? chosenLanguage());
    localise(document);
    page.transcript.bind(page.context);
    page.welcome.bind(page.chat);
    placeAnswerTools(page.context, page.transcript);
    find("martlet-announcer").bind(page.chat, page.transcript);
    page.composer.bind(page.chat, page.draft, page.uploads);
    page.panel.bind(page.chat.settings);
    page.ask.bind(page.chat, sender);
    find("martlet-task-list").bind(page.chat);
    find("martlet-theme-toggle").refresh();
    applyDefaultTheme(settings.ui.default_theme);
    showSettings(settings);
    document.addEventListener("martlet:theme-changed", () => showLogo(page.settings.ui));
    joinHost(page);
    joinServer(page);
    joinActivity(page);
    joinPeople(page);
    joinAccount(page);
    joinShortcuts(page);
    joinFiles(page);
    joinDelivery(page);
    joinElementPlaces(page);
    open().catch(reportError);
    // A frame must not take the focus from the page around it.
    if (parent === window && matchMedia("(pointer: fine)").matches) page.composer.focusInput();
    keepForOffline();
}

// Few apps keep chats: what that takes is fetched for them alone.
async function open() {
    const isShared = routeOf(location.pathname, rootPath).kind === "share";
    if (page.settings.dataPersistence !== true && !isShared) return connect(page);
    const { joinThreads } = await import("./threads.js");
    return joinThreads(page);
}

// Without the settings there is no page: try until the server is there.
async function startWhenPossible(delay = 250) {
    try {
        await start();
    } catch (error) {
        if (error instanceof RequestError && error.status === 401) return askForSignIn(delay);
        console.error(error);
        page.connection.state = navigator.onLine ? "reconnecting" : "offline";
        setTimeout(() => startWhenPossible(Math.min(5000, delay * 2)), delay);
    }
}

/** @param {number} delay */
async function askForSignIn(delay) {
    showLanguage(chosenLanguage());
    try {
        const { showSignIn } = await import("./sign-in.js");
        await showSignIn({ logo: logoAddress({}), goOn: () => startWhenPossible() });
    } catch (error) {
        console.error(error);
        setTimeout(() => startWhenPossible(Math.min(5000, delay * 2)), delay);
    }
}

startWhenPossible();
