import MartletCore
import Testing

/// The forms that Chainlit's clients expect: every key there, and null where there is nothing.
struct WidgetWireFormTests {
    private static let common: [String: JSONValue] = [
        "id": "x", "label": "X", "tooltip": nil, "description": nil, "disabled": false,
    ]
    private static let items: JSONValue = [["label": "Small", "value": "s"], ["label": "Large", "value": "l"]]

    private static let cases: [(any SettingsWidget, [String: JSONValue])] = [
        (Switch(id: "x", label: "X"), ["type": "switch", "initial": false]),
        (Checkbox(id: "x", label: "X", initial: true), ["type": "checkbox", "initial": true]),
        (Slider(id: "x", label: "X"), ["type": "slider", "initial": 0, "min": 0, "max": 10, "step": 1]),
        (
            Slider(id: "x", label: "X", initial: 0.5, in: 0...2, step: 0.1),
            ["type": "slider", "initial": 0.5, "min": 0, "max": 2, "step": 0.1]
        ),
        (
            Select(id: "x", label: "X", items: ["Small": "s", "Large": "l"]),
            ["type": "select", "initial": nil, "items": items]
        ),
        (
            Select(id: "x", label: "X", values: ["a", "b"], initialIndex: 1),
            [
                "type": "select", "initial": "b",
                "items": [["label": "a", "value": "a"], ["label": "b", "value": "b"]],
            ]
        ),
        (
            RadioGroup(id: "x", label: "X", items: ["Small": "s", "Large": "l"], initialValue: "l"),
            ["type": "radio", "initial": "l", "items": items]
        ),
        (
            MultiSelect(id: "x", label: "X", items: ["Small": "s", "Large": "l"]),
            ["type": "multiselect", "initial": [], "items": items]
        ),
        (Tags(id: "x", label: "X", initial: ["a"]), ["type": "tags", "initial": ["a"]]),
        (
            TextInput(id: "x", label: "X"),
            ["type": "textinput", "initial": nil, "placeholder": nil, "multiline": false]
        ),
        (
            TextInput(id: "x", label: "X", initial: "a", placeholder: "…", isMultiline: true),
            ["type": "textinput", "initial": "a", "placeholder": "…", "multiline": true]
        ),
        (NumberInput(id: "x", label: "X"), ["type": "numberinput", "initial": nil, "placeholder": nil]),
        (
            NumberInput(id: "x", label: "X", initial: 1.5, placeholder: "…"),
            ["type": "numberinput", "initial": 1.5, "placeholder": "…"]
        ),
        (
            DatePicker(id: "x", label: "X"),
            [
                "type": "datepicker", "initial": nil, "mode": "single", "min_date": nil, "max_date": nil,
                "format": nil, "placeholder": nil,
            ]
        ),
        (
            DatePicker(
                id: "x",
                label: "X",
                initialRange: ("2026-05-20", "2026-05-27"),
                minDate: "2026-01-01",
                maxDate: "2026-12-31",
                format: "PPP",
                placeholder: "When?"
            ),
            [
                "type": "datepicker", "initial": ["2026-05-20", "2026-05-27"], "mode": "range",
                "min_date": "2026-01-01", "max_date": "2026-12-31", "format": "PPP", "placeholder": "When?",
            ]
        ),
    ]

    @Test(arguments: cases.indices)
    func `a widget has exactly the keys of its kind`(index: Int) {
        let (widget, members) = Self.cases[index]
        #expect(widget.wireForm() == .object(Self.common.merging(members) { $1 }))
    }

    @Test func `help texts and the present value are written`() {
        let widget = Checkbox(id: "x", label: "X", tooltip: "hint", description: "more", isDisabled: true)
        let form = widget.wireForm(value: true)
        #expect(form["tooltip"] == "hint" && form["description"] == "more")
        #expect(form["disabled"] == true && form["initial"] == true)
    }
}
