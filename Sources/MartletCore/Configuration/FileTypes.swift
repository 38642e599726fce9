/// Kinds of files, by content type and by name.
///
/// Chainlit: `accept`, a list or an object. Both can be written as they are there: `["text/plain", "image/*"]` and
/// `["text/plain": [".txt"]]`.
public enum FileTypes: Sendable, Hashable {
    /// Every file.
    case any
    /// Files of these content types; `image/*` stands for all images. An empty list allows every file.
    case mimeTypes([String])
    /// Files of these content types whose names end with one of the extensions listed for the type, such as `.txt`.
    ///
    /// A type without extensions takes every name.
    case extensions([String: [String]])

    /// Whether a file is one of these.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - mimeType: Its content type; parameters after a semicolon do not count.
    /// - Returns: Whether it is.
    public func allows(name: String, mimeType: String) -> Bool {
        let type = mimeType.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace }
        switch self {
        case .any:
            return true
        case .mimeTypes(let patterns):
            return patterns.isEmpty || patterns.contains { Self.matches(type, pattern: $0) }
        case .extensions(let extensions):
            let name = name.lowercased()
            return extensions.contains { pattern, endings in
                Self.matches(type, pattern: pattern)
                    && (endings.isEmpty || endings.contains { name.hasSuffix($0.lowercased()) })
            }
        }
    }

    /// Compares as a shell does: `*` stands for any text.
    private static func matches(_ type: String, pattern: String) -> Bool {
        let pieces = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        guard pieces.count > 1, let first = pieces.first, let last = pieces.last else {
            return type == pattern.lowercased()
        }
        guard type.utf8.count >= first.utf8.count + last.utf8.count, type.hasPrefix(first), type.hasSuffix(last)
        else { return false }
        var rest = type.dropFirst(first.count).dropLast(last.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

extension FileTypes: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Creates the files of the content types listed.
    public init(arrayLiteral elements: String...) { self = .mimeTypes(elements) }
    /// Creates the files of the content types listed with the extensions listed for each; equal types are joined.
    public init(dictionaryLiteral elements: (String, [String])...) {
        self = .extensions(Dictionary(elements, uniquingKeysWith: +))
    }
}
