/// GitHub's tag filter, for renderers that let HTML through: some tags stay text even then.
enum TagFilter {
    private static let disallowed: Set<String> = [
        "title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext",
    ]

    /// The markup with the `<` of each disallowed tag escaped.
    static func filtered(_ markup: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(markup.count)
        for (index, byte) in markup.enumerated() {
            if byte == UInt8(ascii: "<"), self.isDisallowedTag(markup[(index + 1)...]) {
                result.append(contentsOf: "&lt;".utf8)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    /// Whether what follows a `<` is the name of a disallowed tag; a longer name that begins like one is not.
    private static func isDisallowedTag(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let name = rest.first == UInt8(ascii: "/") ? rest.dropFirst() : rest
        let letters = name.prefix(10).prefix { (0x41...0x5A).contains($0 & 0xDF) }
        return self.disallowed.contains(String(decoding: letters, as: UTF8.self).lowercased())
    }
}
