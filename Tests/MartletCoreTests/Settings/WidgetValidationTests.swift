import MartletCore
import Testing

/// What widgets accept from clients, and in which words they refuse the rest.
struct WidgetValidationTests {
    private static let widgets: [String: any SettingsWidget] = [
        "slider": Slider(id: "x", label: "X", initial: 1, in: 0...2, step: 0.1),
        "switch": Switch(id: "x", label: "X"),
        "checkbox": Checkbox(id: "x", label: "X"),
        "select": Select(id: "x", label: "X", values: ["a", "b"]),
        "radio": RadioGroup(id: "x", label: "X", items: ["A": "a", "B": "b"]),
        "multiselect": MultiSelect(id: "x", label: "X", values: ["a", "b"]),
        "tags": Tags(id: "x", label: "X"),
        "text": TextInput(id: "x", label: "X"),
        "number": NumberInput(id: "x", label: "X"),
        "date": DatePicker(id: "x", label: "X"),
        "bounded date": DatePicker(id: "x", label: "X", minDate: "2026-05-01", maxDate: "2026-05-31"),
        "range": DatePicker(id: "x", label: "X", initialRange: nil, minDate: "2026-05-01"),
    ]

    @Test(
        arguments: [
            ("slider", 0, 0), ("slider", 0.7, 0.7), ("slider", .double(2), 2),
            ("switch", true, true), ("checkbox", false, false),
            ("select", "b", "b"), ("select", nil, nil), ("radio", "a", "a"), ("radio", nil, nil),
            ("multiselect", ["b", "a"], ["b", "a"]), ("multiselect", ["a", "a"], ["a"]), ("multiselect", nil, []),
            ("tags", ["new", ""], ["new", ""]), ("tags", nil, []),
            ("text", "words", "words"), ("text", nil, nil), ("text", "", ""),
            ("number", 3, 3), ("number", 0.5, 0.5), ("number", nil, nil),
            ("number", "42", 42), ("number", "-1.5", -1.5), ("number", "", nil),
            ("date", nil, nil), ("date", "", nil), ("date", "2026-05-20", "2026-05-20"),
            ("bounded date", "2026-05-01", "2026-05-01"), ("bounded date", "2026-05-31T00:00:00.000Z", "2026-05-31"),
            ("bounded date", "2026-04-30T22:00:00.000Z", "2026-05-01"),
            ("range", nil, nil), ("range", [], nil), ("range", [nil, nil], nil),
            ("range", ["2026-05-20", "2026-05-27"], ["2026-05-20", "2026-05-27"]),
            ("range", ["2026-05-20", nil], ["2026-05-20", "2026-05-20"]),
            ("range", [nil, "2026-05-27"], ["2026-05-27", "2026-05-27"]),
            ("range", ["2026-05-20"], ["2026-05-20", "2026-05-20"]),
        ] as [(String, JSONValue, JSONValue)]
    )
    func `a fitting value is taken in the widget's own form`(kind: String, sent: JSONValue, held: JSONValue) throws {
        let widget = try #require(Self.widgets[kind])
        #expect(try widget.validated(sent) == held)
    }

    @Test(
        arguments: [
            ("slider", 2.1, "a number from 0 to 2"), ("slider", "1", "a number from 0 to 2"),
            ("slider", nil, "a number from 0 to 2"), ("slider", .double(.nan), "a number from 0 to 2"),
            ("switch", nil, "true or false"), ("checkbox", "true", "true or false"),
            ("select", "c", "one of \"a\", \"b\""), ("select", 1, "one of \"a\", \"b\""),
            ("radio", "A", "one of \"a\", \"b\""),
            ("multiselect", "a", "a list of any of \"a\", \"b\""),
            ("multiselect", ["a", "c"], "a list of any of \"a\", \"b\""),
            ("tags", "a", "a list of texts"), ("tags", [1], "a list of texts"),
            ("text", 1, "a text"),
            ("number", "many", "a number or nothing"), ("number", "nan", "a number or nothing"),
            ("number", "inf", "a number or nothing"), ("number", true, "a number or nothing"),
            ("date", "20.5.2026", "a date"), ("date", "2026-02-29", "a date"),
            ("date", 1_747_699_200, "a date"), ("date", ["2026-05-20"], "a date"),
            ("date", "2026-05-20T25:00:00Z", "a date"),
            ("bounded date", "2026-06-01", "a date from 2026-05-01 to 2026-05-31"),
            ("range", "2026-05-20", "two dates, the earlier one first, from 2026-05-01 on"),
            (
                "range", ["2026-05-27", "2026-05-20"],
                "two dates, the earlier one first, from 2026-05-01 on"
            ),
            (
                "range", ["2026-04-27", "2026-05-20"],
                "two dates, the earlier one first, from 2026-05-01 on"
            ),
            (
                "range", ["2026-05-01", "2026-05-02", "2026-05-03"],
                "two dates, the earlier one first, from 2026-05-01 on"
            ),
        ] as [(String, JSONValue, String)]
    )
    func `any other value is refused in words`(kind: String, sent: JSONValue, expected: String) throws {
        let widget = try #require(Self.widgets[kind])
        let error = #expect(throws: MartletError.self) { try widget.validated(sent) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message == "The setting \"x\" cannot be \(sent); give \(expected).")
    }

    @Test func `a refusal of something huge stays short`() throws {
        let sent = JSONValue.array(Array(repeating: "word", count: 10_000) + [1])
        let error = #expect(throws: MartletError.self) { try Tags(id: "x", label: "X").validated(sent) }
        #expect(try #require(error).message.count < 300)
    }

    /// Midnight on 20 May 2026 where the person is, as a browser there writes it.
    @Test(arguments: [
        "2026-05-20T10:00:00.000Z", "2026-05-20T04:00:00.000Z", "2026-05-20T00:00:00.000Z",
        "2026-05-19T22:00:00.000Z", "2026-05-19T18:30:00Z", "2026-05-19T11:00:00.000Z", "2026-05-20T00:00:00+02:00",
        "2026-05-20T00:00", "2026-05-20 00:00:00",
    ])
    func `a midnight finds its day again, whatever the zone`(sent: String) throws {
        #expect(try DatePicker(id: "x", label: "X").validated(.string(sent)) == "2026-05-20")
    }

    @Test func `a midnight may lie in the year before`() throws {
        #expect(try DatePicker(id: "x", label: "X").validated("2026-12-31T23:00:00.000Z") == "2027-01-01")
    }
}
