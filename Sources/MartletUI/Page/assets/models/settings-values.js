import { emptyValue, problem } from "./setting-rules.js";

/**
 * The settings panel's values: what the server holds (committed), what a person has changed and not yet confirmed
 * (draft), and what each widget started from (its default).
 */
export class SettingsValues extends EventTarget {
    #committed = new Map();
    #draft = new Map();
    #defaults = new Map();
    widgets = [];
    tabs = [];

    /** Takes the schema that the server sends: widgets, or tabs of widgets (then only tabs are shown). */
    load(schema) {
        this.tabs = schema.filter((entry) => Array.isArray(entry.inputs));
        this.widgets = this.tabs.length > 0 ? this.tabs.flatMap((tab) => tab.inputs) : schema;
        const initials = this.widgets.map((widget) => [widget.id, widget.initial ?? emptyValue(widget)]);
        this.#committed = new Map(initials);
        this.#draft = new Map(initials);
        this.#defaults = new Map(
            this.widgets.map((widget) => [widget.id, widget.default ?? widget.initial ?? emptyValue(widget)]),
        );
        this.#tell("load");
    }

    get isEmpty() {
        return this.widgets.length === 0;
    }

    value(id) {
        return this.#draft.get(id);
    }

    widget(id) {
        return this.widgets.find((widget) => widget.id === id);
    }

    set(id, value) {
        if (!this.#draft.has(id) || isSame(this.#draft.get(id), value)) return;
        this.#draft.set(id, value);
        this.#tell("change", id);
    }

    isDefault(id) {
        return isSame(this.#draft.get(id), this.#defaults.get(id));
    }

    get isAllDefault() {
        return this.widgets.every((widget) => widget.disabled || this.isDefault(widget.id));
    }

    get hasChanges() {
        return this.widgets.some(({ id }) => !isSame(this.#draft.get(id), this.#committed.get(id)));
    }

    reset(id) {
        this.set(id, this.#defaults.get(id));
    }

    resetAll() {
        for (const { id, disabled } of this.widgets) {
            if (!disabled) this.reset(id);
        }
    }

    /** What is wrong with a widget's value, or null. */
    problem(id) {
        return problem(this.widget(id), this.value(id));
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

    /** All values by widget id; an empty text is sent as null. */
    get payload() {
        return Object.fromEntries([...this.#draft].map(([id, value]) => [id, value === "" ? null : value]));
    }

    #tell(type, id = null) {
        this.dispatchEvent(new CustomEvent(type, { detail: { id } }));
    }
}

function isSame(one, other) {
    return one === other || JSON.stringify(one) === JSON.stringify(other);
}
