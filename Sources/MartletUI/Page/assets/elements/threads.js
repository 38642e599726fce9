import { make, request } from "../helpers/dom.js";
import { ThreadList } from "../models/thread-list.js";
import { groupThreads } from "../models/thread-groups.js";
import { openDialog } from "./dialog.js";
import { personStore } from "../helpers/storage.js";
import { schedule } from "../helpers/render-queue.js";
import { string } from "../helpers/strings.js";
import { threadRow } from "./thread-row.js";

const key = "martlet-threads-open";
const searchDelay = 300;

/** The earlier chats: a panel at the side that can be closed, on a narrow window a drawer. */
export class Threads extends HTMLElement {
    #list = new ThreadList(async () => null);
    #panel = document.createElement("nav");
    #groups = make("div", { class: "thread-groups" });
    #status = make("p", { class: "thread-status", role: "status" });
    #search = document.createElement("input");
    #more = document.createElement("button");
    /** @type {HTMLDialogElement | null} */
    #drawer = null;
    /** @type {Map<string, {thread: unknown, isCurrent: boolean, row: HTMLElement}>} */
    #rows = new Map();
    #narrow = matchMedia("(max-width: 48rem)");
    #current = "";
    #timer = 0;
    #isOpen = false;
    #canShare = false;
    isOffered = false;

    /** @param {ThreadList} list */
    bind(list) {
        this.#list = list;
        list.addEventListener("change", () => schedule(this, () => this.#draw()));
        this.#build();
        this.#narrow.addEventListener("change", () => this.#place());
        this.addEventListener("martlet:open-thread", () => this.#drawer?.close());
        this.#button.addEventListener("click", () => this.toggle());
    }

    /**
     * Offers the panel.
     * @param {{state?: string, canShare?: boolean}} options `state`: "open", "closed" or "hidden"
     */
    offer({ state = "open", canShare = false }) {
        this.isOffered = state !== "hidden";
        this.#canShare = canShare;
        this.#isOpen = this.isOffered && personStore.read(key, state === "open");
        this.#place();
        if (this.isOffered) void this.#list.reload();
    }

    /** The chat that is shown. */
    set current(/** @type {string} */ id) {
        this.#current = id;
        schedule(this, () => this.#draw());
    }

    toggle() {
        if (!this.isOffered) return;
        if (this.#narrow.matches) {
            if (this.#drawer) this.#drawer.close();
            else this.#openDrawer();
            return;
        }
        this.#isOpen = !this.#isOpen;
        personStore.write(key, this.#isOpen);
        this.#place();
        if (!this.#isOpen) this.#button.focus();
    }

    focusSearch() {
        if (!this.isOffered) return;
        if (!this.#isShown) this.toggle();
        this.#search.focus();
    }

    get #button() {
        return /** @type {HTMLButtonElement} */ (document.querySelector("#threads-button"));
    }

    get #isShown() {
        return this.#narrow.matches ? this.#drawer !== null : this.#isOpen;
    }

    #build() {
        const label = string("threadHistory.sidebar.filters.placeholder", "Search your chats…");
        this.#search = make("input", {
            type: "search", class: "thread-search", id: "thread-search", placeholder: label, "aria-label": label, autocomplete: "off",
            oninput: () => {
                clearTimeout(this.#timer);
                this.#timer = setTimeout(() => this.#list.find(this.#search.value), searchDelay);
            },
        });
        this.#more = make("button", { type: "button", class: "button quiet", hidden: true, onclick: () => this.#list.more() },
            string("martlet.threads.more", "Show more"));
        const observer = new IntersectionObserver((entries) => {
            if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#list.more();
        });
        observer.observe(this.#more);
        this.#panel = make(
            "nav",
            { class: "threads", id: "threads", "aria-label": string("threadHistory.sidebar.title", "Earlier chats") },
            this.#search, this.#status, this.#groups, this.#more,
        );
    }

    #place() {
        const isPanel = this.isOffered && !this.#narrow.matches;
        if (isPanel) {
            this.#drawer?.close();
            this.replaceChildren(this.#panel);
        } else {
            this.replaceChildren();
        }
        this.hidden = !isPanel || !this.#isOpen;
        document.body.classList.toggle("with-threads", !this.hidden);
        this.#showButton();
    }

    #openDrawer() {
        this.#drawer = openDialog({
            title: string("threadHistory.sidebar.title", "Earlier chats"), className: "drawer", body: this.#panel,
            onClose: () => {
                this.#drawer = null;
                this.#showButton();
            },
        });
        this.#showButton();
    }

    #showButton() {
        const label = this.#isShown
            ? string("threadHistory.sidebar.actions.close", "Hide sidebar")
            : string("threadHistory.sidebar.actions.open", "Show sidebar");
        this.#button.hidden = !this.isOffered;
        this.#button.setAttribute("aria-expanded", String(this.#isShown));
        this.#button.setAttribute("aria-label", label);
        this.#button.title = label;
    }

    #draw() {
        const { threads, isLoading, hasMore } = this.#list;
        const focused = /** @type {HTMLElement | null} */ (
            this.#panel.contains(document.activeElement) ? document.activeElement : null);
        this.#groups.replaceChildren(...groupThreads(threads).map((group) => this.#group(group)));
        const ids = new Set(threads.map(({ id }) => id));
        for (const id of this.#rows.keys()) if (!ids.has(id)) this.#rows.delete(id);
        // Hidden while it works, so that it is noticed again where a page did not fill the panel.
        this.#more.hidden = !hasMore || (isLoading && document.activeElement !== this.#more);
        this.#status.textContent = statusOf(isLoading, threads.length);
        if (focused) this.#focusAgain(focused);
    }

    // Moved nodes lose the focus, and a changed row is another one.
    /** @param {HTMLElement} focused */
    #focusAgain(focused) {
        const row = /** @type {HTMLElement | null} */ (focused.closest("[data-thread]"));
        const again = /** @type {HTMLElement | null | undefined} */ (
            this.#rows.get(row?.dataset.thread ?? "")?.row.querySelector(focused.localName));
        const target = focused.isConnected && !focused.hidden ? focused : (again ?? this.#search);
        target.focus({ preventScroll: true });
    }

    /** @param {import("../models/thread-groups.js").ThreadGroup} group */
    #group({ key: name, threads }) {
        const heading = make("h2", { class: "thread-group", id: `threads-${name}` }, headingOf(name));
        return make("section", { "aria-labelledby": heading.id }, heading,
            make("ul", {}, ...threads.map((thread) => this.#row(thread))));
    }

    // A row that did not change stays, and with it the focus.
    /** @param {import("../models/thread-groups.js").Thread} thread */
    #row(thread) {
        const isCurrent = thread.id === this.#current;
        const known = this.#rows.get(thread.id);
        if (known && known.thread === thread && known.isCurrent === isCurrent) return known.row;
        const row = threadRow(thread, {
            isCurrent, canShare: this.#canShare, open: () => request(this, "open-thread", { id: thread.id }),
            ask: (name) => request(this, name, { thread }),
        });
        this.#rows.set(thread.id, { thread, isCurrent, row });
        return row;
    }
}

/** @param {boolean} isLoading @param {number} count */
function statusOf(isLoading, count) {
    if (isLoading && count === 0) return string("common.status.loading", "Loading…");
    return count === 0 ? string("threadHistory.sidebar.empty", "No chats found") : "";
}

/** @param {string} name */
function headingOf(name) {
    switch (name) {
        case "today": return string("threadHistory.sidebar.timeframes.today", "Today");
        case "yesterday": return string("threadHistory.sidebar.timeframes.yesterday", "Yesterday");
        case "previous7days": return string("threadHistory.sidebar.timeframes.previous7days", "Last 7 days");
        case "previous30days": return string("threadHistory.sidebar.timeframes.previous30days", "Last 30 days");
    }
    const [year, month] = name.split("-").map(Number);
    return new Date(year, month - 1, 1).toLocaleDateString(document.documentElement.lang || undefined,
        { month: "long", year: "numeric" });
}
