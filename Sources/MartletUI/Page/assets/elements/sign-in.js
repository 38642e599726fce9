import { make, request } from "../helpers/dom.js";
import { providerName, signInCode } from "../models/sign-in-codes.js";
import { address } from "../helpers/configuration.js";
import { safeAddress } from "../helpers/file-addresses.js";
import { string } from "../helpers/strings.js";

/** What people see who are not signed in: a form where passwords count, and a button for each provider. */
export class SignIn extends HTMLElement {
    #error = make("p", { class: "sign-in-error", role: "alert", hidden: true });

    /** @param {Protocol.Authentication} authentication @param {{name: string, logo: string}} app */
    show({ passwordAuth = false, oauthProviders = [], ui = {} }, { name, logo }) {
        const image = safeAddress(ui.login_page_image);
        /** @type {HTMLImageElement} */
        const symbol = make("img", { class: "sign-in-logo", src: logo, alt: "", onerror: () => symbol.remove() });
        this.replaceChildren(
            make(
                "main",
                { class: "sign-in-panel" },
                symbol,
                name ? make("p", { class: "sign-in-name" }, name) : null,
                make("h1", {}, string("auth.login.title", "Sign in to continue")),
                this.#error,
                passwordAuth ? this.#form() : null,
                passwordAuth && oauthProviders.length > 0
                    ? make("p", { class: "sign-in-or" }, string("auth.login.form.alternativeText.or", "or")) : null,
                ...oauthProviders.map(providerLink),
            ),
            image ? make("img", { class: "sign-in-image", src: image, alt: "", referrerpolicy: "no-referrer" }) : "",
        );
        this.hidden = false;
        this.querySelector("input")?.focus();
    }

    /**
     * Says why it did not work.
     * @param {string | null | undefined} code the server's code, or that of the address
     */
    fail(code) {
        const unknown = string("auth.login.errors.default", "Sign-in did not work");
        this.#tell(string(`auth.login.errors.${signInCode(code)}`, unknown));
    }

    #form() {
        const username = make("input", { id: "sign-in-name", name: "username", autocomplete: "username", autocapitalize: "none",
            spellcheck: "false", placeholder: string("auth.login.form.email.placeholder", "you@example.com") });
        const password = make("input", { id: "sign-in-password", name: "password", type: "password",
            autocomplete: "current-password" });
        const submit = make("button", { type: "submit", class: "button primary" },
            string("auth.login.form.actions.signin", "Sign in"));
        /** @param {Event} event */
        const onsubmit = (event) => {
            event.preventDefault();
            if (username.value.trim() === "") {
                return this.#miss(username, string("auth.login.form.email.required", "Enter your email"));
            }
            if (password.value === "") {
                return this.#miss(password, string("auth.login.form.password.required", "Enter your password"));
            }
            submit.disabled = true;
            request(this, "sign-in", {
                username: username.value, password: password.value, done: () => (submit.disabled = false),
            });
        };
        return make(
            "form",
            { class: "sign-in-form", novalidate: true, onsubmit },
            make("label", { for: username.id }, string("auth.login.form.email.label", "Email")),
            username,
            make("label", { for: password.id }, string("auth.login.form.password.label", "Password")),
            password,
            submit,
        );
    }

    /** @param {HTMLInputElement} field @param {string} text */
    #miss(field, text) {
        for (const each of this.querySelectorAll("input")) each.setAttribute("aria-invalid", String(each === field));
        field.focus();
        this.#tell(text);
    }

    /** @param {string} text */
    #tell(text) {
        this.#error.textContent = text;
        this.#error.hidden = false;
    }
}

/** @param {string} id */
function providerLink(id) {
    const text = string("auth.provider.continue", "Sign in with {{provider}}", { provider: providerName(id) });
    return make("a", { class: "button", href: address(`auth/oauth/${encodeURIComponent(id)}`) }, text);
}
