import { emptyValue, problem } from "./setting-rules.js";

/**
 * The settings panel's values: what the server holds (committed), what a person has changed and not yet confirmed
 * (draft), and what each widget started from (its default).
 */
export class SettingsValues extends EventTarget {
    /** @type {Map<string, any>} */
    #committed = new Map();
    /** @type {Map<string, any>} */
    #draft = new Map();
    /** @type {Map<string, any>} */
    #defaults = new Map();
    /** @type {Protocol.Widget[]} */
    widgets = [];
    /** @type {{ id?: string, label?: string, inputs: Protocol.Widget[] }[]} */
    tabs = [];

    /**
     * Takes the schema that the server sends: widgets, or tabs of widgets (then only tabs are shown).
     * @param {Protocol.Widget[]} schema
     */
    load(schema) {
        this.#take(schema);
        this.#tell("load");
    }

    /**
     * Takes the schema of a chat that was there before: what a person has changed meanwhile and not confirmed yet stays,
     * unless the server holds another value by now.
     * @param {Protocol.Widget[]} schema
     */
    restore(schema) {
        const [draft, committed] = [this.#draft, this.#committed];
        this.#take(schema);
        for (const [id, value] of draft) {
            if (this.#draft.has(id) && isSame(this.#committed.get(id), committed.get(id))) this.#draft.set(id, value);
        }
        this.#tell("load");
    }

    /** @param {Protocol.Widget[]} schema */
    #take(schema) {
        this.tabs = schema.flatMap((entry) => (entry.inputs ? [{ ...entry, inputs: entry.inputs }] : []));
        this.widgets = this.tabs.length > 0 ? this.tabs.flatMap((tab) => tab.inputs) : schema;
        const initials = this.widgets.map((widget) => /** @type {[string, any]} */ ([widget.id, widget.initial ?? emptyValue(widget)]));
        this.#committed = new Map(initials);
        this.#draft = new Map(initials);
        this.#defaults = new Map(
            this.widgets.map((widget) => [widget.id, widget.default ?? widget.initial ?? emptyValue(widget)]),
        );
    }

    get isEmpty() {
        return this.widgets.length === 0;
    }

    /** @param {string} id */
    value(id) {
        return this.#draft.get(id);
    }

    /** @param {string} id */
    widget(id) {
        return this.widgets.find((widget) => widget.id === id);
    }

    /**
     * @param {string} id
     * @param {any} value
     */
    set(id, value) {
        if (!this.#draft.has(id) || isSame(this.#draft.get(id), value)) return;
        this.#draft.set(id, value);
        this.#tell("change", id);
    }

    /** @param {string} id */
    isDefault(id) {
        return isSame(this.#draft.get(id), this.#defaults.get(id));
    }

    get isAllDefault() {
        return this.widgets.every((widget) => widget.disabled || this.isDefault(widget.id));
    }

    get hasChanges() {
        return this.widgets.some(({ id }) => !isSame(this.#draft.get(id), this.#committed.get(id)));
    }

    /** @param {string} id */
    reset(id) {
        this.set(id, this.#defaults.get(id));
    }

    resetAll() {
        for (const { id, disabled } of this.widgets) {
            if (!disabled) this.reset(id);
        }
    }

    /**
     * What is wrong with a widget's value, or null.
     * @param {string} id
     */
    problem(id) {
        const widget = this.widget(id);
        return widget ? problem(widget, this.value(id)) : null;
    }

    /** The first widget whose value cannot be sent, or null. */
    get firstProblem() {
        return this.widgets.find((widget) => this.problem(widget.id)) ?? null;
    }

    /** Drops what was not confirmed. */
    cancel() {
        for (const [id, value] of this.#committed) this.set(id, value);
    }

    /** Confirms, and returns what is to be sent. */
    commit() {
        this.#committed = new Map(this.#draft);
        return this.payload;
    }

    /** The values by widget id, but those that a person cannot change; an empty text is sent as null. */
    get payload() {
        return Object.fromEntries(this.widgets.filter(({ disabled }) => !disabled).map(({ id }) => {
            const value = this.#draft.get(id);
            return [id, value === "" ? null : value];
        }));
    }

    /**
     * @param {string} type
     * @param {string | null} [id]
     */
    #tell(type, id = null) {
        this.dispatchEvent(new CustomEvent(type, { detail: { id } }));
    }
}

/**
 * @param {unknown} one
 * @param {unknown} other
 */
function isSame(one, other) {
    if (Object.is(one, other)) return true;
    return typeof one === "object" && typeof other === "object" && JSON.stringify(one) === JSON.stringify(other);
}
