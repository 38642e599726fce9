/// The part of a file that a `Range` header asks for.
enum ByteRange: Equatable {
    /// All of it: no range was asked for, or one that need not be honoured.
    case whole
    /// These bytes.
    case part(ClosedRange<Int>)
    /// Bytes that the file does not have.
    case unsatisfiable

    /// Reads a header.
    ///
    /// - Parameters:
    ///   - header: The header's value, such as `bytes=0-99`; nil when there is none.
    ///   - size: The file's size.
    init(header: String?, size: Int) {
        self = .whole
        guard let header, header.lowercased().hasPrefix("bytes=") else { return }
        let specification = header.dropFirst("bytes=".count)
        // Several ranges at once may be answered with the whole, and no player asks for them.
        guard !specification.contains(","), let hyphen = specification.firstIndex(of: "-") else { return }
        let first = Self.number(specification[..<hyphen])
        let last = Self.number(specification[specification.index(after: hyphen)...])
        switch (first, last) {
        case (.invalid, _), (_, .invalid), (.missing, .missing):
            return
        case (.missing, .value(let count)):
            self = count == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - count)...(size - 1))
        case (.value(let start), .missing):
            self = start < size ? .part(start...(size - 1)) : .unsatisfiable
        case (.value(let start), .value(let end)):
            guard start <= end else { return }
            self = start < size ? .part(start...min(end, size - 1)) : .unsatisfiable
        }
    }

    private enum Number {
        case missing
        case invalid
        case value(Int)
    }

    private static func number(_ text: Substring) -> Number {
        let text = text.filter { $0 != " " }
        if text.isEmpty { return .missing }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return .invalid }
        // More than any file has counts as its end.
        return .value(Int(text) ?? .max)
    }
}
