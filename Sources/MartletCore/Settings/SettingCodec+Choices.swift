// How choices that an enumeration describes are written: by their raw values.

extension SettingCodec where Value: RawRepresentable, Value.RawValue == String {
    static var rawValue: Self {
        SettingCodec(encode: { .string($0.rawValue) }, decode: { $0.stringValue.flatMap(Value.init(rawValue:)) })
    }
}

extension SettingCodec {
    /// A choice, or null for none.
    static func optionalRawValue<Choice: RawRepresentable>() -> Self
    where Choice.RawValue == String, Value == Choice? {
        SettingCodec(
            encode: { JSONValue($0?.rawValue) },
            decode: { json in
                if json == .null { return .some(.none) }
                return json.stringValue.flatMap(Choice.init(rawValue:)).map { .some($0) }
            }
        )
    }

    /// Several choices.
    static func rawValues<Choice: RawRepresentable>() -> Self where Choice.RawValue == String, Value == [Choice] {
        SettingCodec(
            encode: { .array($0.map { .string($0.rawValue) }) },
            decode: { json in
                guard let names = [String](settingValue: json) else { return nil }
                let choices = names.compactMap(Choice.init(rawValue:))
                return choices.count == names.count ? choices : nil
            }
        )
    }
}
