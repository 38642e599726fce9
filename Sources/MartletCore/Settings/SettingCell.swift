import Synchronization

/// How a setting's Swift value is written as JSON and read back.
struct SettingCodec<Value: Sendable>: Sendable {
    let encode: @Sendable (Value) -> JSONValue
    let decode: @Sendable (JSONValue) -> Value?
}

extension SettingCodec where Value: SettingValue {
    /// The type's own form.
    static var plain: Self {
        SettingCodec(encode: { $0.settingValue }, decode: { Value(settingValue: $0) })
    }
}

/// Where a widget keeps its value.
///
/// A reference, so that a form that was just made can be filled through copies of its widgets, which is all that
/// `Mirror` gives. Afterwards it is never written again: a wrapped property that is assigned gets a new cell, so forms
/// are values.
final class SettingCell<Value: Sendable>: Sendable {
    let codec: SettingCodec<Value>
    private let state: Mutex<Value>

    init(_ value: Value, codec: SettingCodec<Value>) {
        self.codec = codec
        self.state = Mutex(value)
    }

    var value: Value { self.state.withLock { $0 } }

    var json: JSONValue { self.codec.encode(self.value) }

    /// The value's JSON in the form that the cell's type writes; nil when it is none of that type.
    func normalized(_ json: JSONValue) -> JSONValue? {
        self.codec.decode(json).map(self.codec.encode)
    }

    func replaced(by value: Value) -> SettingCell {
        SettingCell(value, codec: self.codec)
    }

    /// Puts a value into a cell that nobody else has seen yet; false when it is of another kind.
    func fill(_ json: JSONValue) -> Bool {
        guard let value = self.codec.decode(json) else { return false }
        self.state.withLock { $0 = value }
        return true
    }
}

extension SettingCell where Value: SettingValue {
    convenience init(_ value: Value) {
        self.init(value, codec: .plain)
    }
}

/// A widget that keeps its value in a cell, so that a form can be filled.
protocol CellWidget: SettingsWidget {
    associatedtype Value: Sendable
    var cell: SettingCell<Value> { get }
}

extension CellWidget {
    func fill(_ json: JSONValue) throws(MartletError) {
        guard self.cell.fill(json) else {
            throw MartletError(
                .invalidSetting,
                "The setting \"\(self.id)\" is \(json), which is no \(Value.self); give its property another type."
            )
        }
    }
}
