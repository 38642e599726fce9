// Runs before the first paint, so that a dark page never flashes white. A classic script on purpose.
(() => {
    const root = document.documentElement;
    // A page that shows this one in a frame says which theme goes with it.
    /** @type {string | null | undefined} */
    let chosen = window.top === window ? null : new URLSearchParams(location.search).get("martlet-theme");
    try {
        chosen ??= localStorage.getItem("martlet-theme");
    } catch {
        // Storage may be blocked; then the page follows the system.
    }
    // A person who has never chosen gets the app's default, which the server may name in the page.
    chosen ??= document.querySelector('meta[name="martlet-default-theme"]')?.getAttribute("content");
    const known = chosen === "light" || chosen === "dark" ? chosen : null;
    if (known) root.dataset.theme = known;
    root.classList.add(known ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
})();
