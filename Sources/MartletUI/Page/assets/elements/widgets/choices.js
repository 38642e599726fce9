import { make } from "../../helpers/dom.js";

export function select(widget, { key, value, describedBy, input, change }) {
    const control = make(
        "select",
        {
            id: key, name: widget.id, class: "select", disabled: widget.disabled, "aria-describedby": describedBy,
            onchange: () => {
                input(control.selectedOptions[0]?.value ?? null);
                change();
            },
        },
        ...(widget.items ?? []).map((item) => make("option", { value: item.value }, item.label)),
    );
    const update = (next) => {
        control.value = next ?? "";
        if (next === null || next === undefined) control.selectedIndex = -1;
    };
    update(value);
    return { element: control, update };
}

export function radio(widget, options) {
    const { value, input, change } = options;
    return group(widget, options, "radio", {
        isChosen: (item, next) => item.value === next,
        choose: (item) => {
            input(item.value);
            change();
        },
        value,
    });
}

export function multiselect(widget, options) {
    const { value, input, change } = options;
    let chosen = value ?? [];
    return group(widget, options, "checkbox", {
        isChosen: (item, next) => (chosen = next ?? []).includes(item.value),
        choose: (item, isChecked) => {
            // In the order of the list, whatever order they were ticked in.
            const wanted = (each) => (each.value === item.value ? isChecked : chosen.includes(each.value));
            input(widget.items.filter(wanted).map((each) => each.value));
            change();
        },
        value,
    });
}

function group(widget, { key, describedBy }, type, { isChosen, choose, value }) {
    const controls = (widget.items ?? []).map((item, index) => {
        const control = make("input", {
            type, name: widget.id, id: `${key}-${index}`, value: item.value, disabled: widget.disabled,
            onchange: () => choose(item, control.checked),
        });
        return { item, control, label: make("label", { class: "choice", for: control.id }, control, item.label) };
    });
    const update = (next) => {
        for (const { item, control } of controls) control.checked = isChosen(item, next);
    };
    update(value);
    const role = type === "radio" ? "radiogroup" : "group";
    const labelled = { "aria-labelledby": `${key}-label`, "aria-describedby": describedBy };
    const element = make("div", { role, id: key, class: "choices", ...labelled }, ...controls.map(({ label }) => label));
    return { element, update, isGroup: true };
}
