// Asks who is there. Fetched where nobody is signed in, and needed there alone.
import { address, rootPath } from "./helpers/configuration.js";
import { localise, setStrings } from "./helpers/strings.js";
import { SignIn } from "./elements/sign-in.js";
import { api } from "./transport/api.js";
import { applyDefaultTheme } from "./helpers/appearance.js";
import { find } from "./helpers/dom.js";
import { routeOf } from "./models/route.js";

customElements.define("martlet-sign-in", SignIn);

let hasTriedHeader = false;

/**
 * Goes on when it is known who is there.
 * @param {{logo: string, goOn: () => void}} options
 */
export async function showSignIn({ logo, goOn }) {
    const [configuration, translations] = await Promise.all([
        api.authConfiguration(), api.translations().catch(() => null),
    ]);
    setStrings(translations?.translation);
    localise(document);
    applyDefaultTheme(configuration.default_theme);
    let error = new URLSearchParams(location.search).get("error");
    if (configuration.headerAuth && !hasTriedHeader) {
        hasTriedHeader = true;
        try {
            await api.signInByHeader();
            return goOn();
        } catch (problem) {
            error ??= /** @type {Error} */ (problem).message;
        }
    }
    const element = find("martlet-sign-in");
    const listening = new AbortController();
    document.body.classList.add("signed-out");
    element.show(configuration, { name: document.title, logo });
    if (error) element.fail(error);
    element.addEventListener("martlet:sign-in", async (event) => {
        const { detail } = /** @type {CustomEvent} */ (event);
        try {
            await api.signIn(detail.username, detail.password);
        } catch (problem) {
            element.fail(/** @type {Error} */ (problem).message);
            return detail.done();
        }
        listening.abort();
        document.body.classList.remove("signed-out");
        element.hidden = true;
        element.replaceChildren();
        // What was asked for is shown now; the sign-in page itself is no place to come back to.
        if (routeOf(location.pathname, rootPath).kind === "login") history.replaceState(null, "", address(""));
        goOn();
    }, { signal: listening.signal });
}
