import Foundation
import MartletCore
import Testing

@testable import MartletServer

struct ChatSettingsWireTests {
    private static func json(_ panel: ChatSettings, _ values: SettingsValues, includesDefaults: Bool) throws
        -> JSONValue
    {
        var buffer = JSONBuffer()
        panel.write(to: &buffer, values: values, includesDefaults: includesDefaults)
        return try JSONDecoder().decode(JSONValue.self, from: Data(buffer.bytes))
    }

    private static func checkbox(_ id: String, _ initial: Bool) -> [String: JSONValue] {
        [
            "type": "checkbox", "id": .string(id), "label": .string(id), "initial": .bool(initial),
            "tooltip": nil, "description": nil, "disabled": false,
        ]
    }

    @Test func `a tab is written with its widgets, each with its present value`() throws {
        let panel = ChatSettings {
            Checkbox(id: "loose", label: "loose")
            Tab(id: "one", label: "One") { Checkbox(id: "a", label: "a") }
            Tab(id: "two", label: "Two") {}
        }
        let json = try Self.json(panel, SettingsValues(["loose": false, "a": true]), includesDefaults: false)
        #expect(
            json == [
                .object(Self.checkbox("loose", false)),
                ["id": "one", "label": "One", "inputs": [.object(Self.checkbox("a", true))]],
                ["id": "two", "label": "Two", "inputs": []],
            ]
        )
    }

    @Test func `the page is told the defaults too`() throws {
        let panel = ChatSettings { Tab(id: "one", label: "One") { Checkbox(id: "a", label: "a") } }
        let json = try Self.json(panel, SettingsValues(["a": true]), includesDefaults: true)
        let widget = Self.checkbox("a", true).merging(["default": false]) { $1 }
        #expect(json == [["id": "one", "label": "One", "inputs": [.object(widget)]]])
    }
}
