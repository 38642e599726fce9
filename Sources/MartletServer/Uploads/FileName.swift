/// File names that people give, made fit to be shown.
enum FileName {
    /// The longest name that is kept, in bytes.
    static let longest = 255

    /// The name without folders, control characters and characters that turn the reading direction.
    ///
    /// It is never part of a path.
    ///
    /// - Parameter name: The name as a client sent it.
    /// - Returns: The name to show.
    static func shown(_ name: String) -> String {
        let last = name.split(omittingEmptySubsequences: true) { $0 == "/" || $0 == "\\" }.last ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in last.unicodeScalars {
            switch scalar.properties.generalCategory {
            // A name that reads "exe.png" though it ends in ".exe" is made with format characters.
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: continue
            default: scalars.append(scalar)
            }
        }
        let cleaned = Self.trimmed(String(scalars))
        return cleaned.isEmpty || cleaned == "." || cleaned == ".." ? "file" : Self.shortened(cleaned)
    }

    private static func trimmed(_ name: String) -> String {
        var name = name[...]
        while name.first?.isWhitespace == true { name.removeFirst() }
        while name.last?.isWhitespace == true { name.removeLast() }
        return String(name)
    }

    /// Cut in the middle, since the ending says what it is.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > Self.longest else { return name }
        var ending = ""
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 32 { ending = String(name[dot...]) }
        var start = ""
        var length = ending.utf8.count + "…".utf8.count
        for character in name.dropLast(ending.count) {
            length += character.utf8.count
            guard length <= Self.longest else { break }
            start.append(character)
        }
        return start + "…" + ending
    }
}
