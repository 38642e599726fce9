/// The values of a chat's settings, by widget id.
///
/// Chainlit: what `ChatSettings.send()` returns.
public struct SettingsValues: Hashable, Sendable {
    private var values: [String: JSONValue]

    /// Creates values.
    ///
    /// - Parameter values: Each widget's value under its id.
    public init(_ values: [String: JSONValue] = [:]) {
        self.values = values
    }

    /// Each widget's value under its id.
    public var all: [String: JSONValue] { self.values }

    /// One setting, as the type that the caller asks for.
    ///
    /// Read as `Int`, a slider's value must have no fraction; read as an optional, null is nil.
    public subscript<Value: SettingValue>(id: String) -> Value {
        get throws(MartletError) {
            let stored = try self.value(of: id)
            guard let value = Value(settingValue: stored) else {
                throw MartletError(
                    .invalidSetting,
                    "The setting \"\(id)\" is \(stored), which is not \(Value.settingKind); read it as another type."
                )
            }
            return value
        }
    }

    /// One setting as JSON.
    ///
    /// - Parameter id: The widget's id.
    /// - Throws: A ``MartletError`` of code `unknownSetting` that names the settings there are.
    func value(of id: String) throws(MartletError) -> JSONValue {
        guard let stored = self.values[id] else {
            let known = self.values.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            throw MartletError(
                .unknownSetting,
                "There is no setting \"\(id)\"; "
                    + (known.isEmpty ? "send ChatSettings with such a widget first." : "there are \(known).")
            )
        }
        return stored
    }

    mutating func set(_ value: JSONValue, for id: String) {
        self.values[id] = value
    }
}
