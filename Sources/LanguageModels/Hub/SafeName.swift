/// Checks on names that become parts of paths, whether a person typed them or a server sent them.
enum SafeName {
    /// Whether a text is a relative path of plain parts: no empty part, no `.` or `..`, no backslash, no control
    /// character, nothing too long for a file system.
    static func isRelativePath(_ path: String) -> Bool {
        guard !path.isEmpty, path.utf8.count <= 1024 else { return false }
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            part != "" && part != "." && part != ".." && part.utf8.count <= 255
                && part.unicodeScalars.allSatisfy { !Self.isForbidden($0) }
        }
    }

    /// Whether a text can be a branch, a tag, a pull request or a commit, as a path below `refs`.
    static func isRevision(_ revision: String) -> Bool {
        self.isRelativePath(revision) && !revision.contains("..") && !revision.hasSuffix(".lock")
            && revision.utf8.allSatisfy { $0 > 0x20 && !Array("~^:?*[\\".utf8).contains($0) }
    }

    /// Whether a text is a whole commit id: 40 hexadecimal digits.
    static func isCommit(_ text: String) -> Bool {
        text.utf8.count == 40 && text.utf8.allSatisfy(\.isLowercaseHexadecimal)
    }

    /// Whether a text can be a blob's name: letters, digits, `-`, `_` and `.`, not beginning with a dot.
    static func isBlob(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && !text.hasPrefix(".")
            && text.utf8.allSatisfy { $0.isASCIIAlphanumeric || Array("-_.".utf8).contains($0) }
            && !text.hasSuffix(".incomplete")
    }

    /// A text from elsewhere, made fit for one line of an error message.
    static func shown(_ text: String, longest: Int = 200) -> String {
        let plain = String(text.unicodeScalars.map { Self.isForbidden($0) ? " " : Character($0) })
        return plain.count > longest ? plain.prefix(longest) + "..." : plain
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
        default: scalar == "\\"
        }
    }
}
