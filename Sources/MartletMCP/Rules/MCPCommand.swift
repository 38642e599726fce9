/// A command line as configuration files write it, split like a shell does it: no more than quotes and backslashes.
///
/// Nothing is expanded, and no shell ever sees the line.
public struct MCPCommand: Hashable, Sendable {
    /// The program.
    public let command: String
    /// What it is given.
    public let arguments: [String]

    /// Splits a command line.
    ///
    /// - Parameter line: For example `npx -y "@scope/server" '/a folder'`.
    /// - Throws: ``MCPError`` of code `invalidCommand` if the line is empty, ends inside a quote, or begins by setting
    ///   environment variables.
    public init(_ line: String) throws(MCPError) {
        guard !line.unicodeScalars.contains("\0") else {
            throw Self.invalid(line, "holds a zero byte: remove it")
        }
        let words = try Self.split(line)
        guard let command = words.first, !command.isEmpty else {
            throw Self.invalid(line, "names no program: write one, for example \"uvx my-server\"")
        }
        if let equals = command.firstIndex(of: "="), Self.isVariable(command[..<equals]) {
            throw Self.invalid(
                line,
                """
                begins by setting '\(command[..<equals])': commands run without a shell, so set the variable in the \
                server's `env`
                """
            )
        }
        self.command = command
        self.arguments = Array(words.dropFirst())
    }

    private enum Quote {
        case single, double
    }

    private static func split(_ line: String) throws(MCPError) -> [String] {
        var words: [String] = []
        /// The word that is being read, nil between words: an empty quote is a word, too.
        var word: String.UnicodeScalarView?
        var quote: Quote?
        var scalars = line.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            switch (scalar, quote) {
            case ("'", .single), ("\"", .double):
                quote = nil
            case ("'", nil), ("\"", nil):
                quote = scalar == "'" ? .single : .double
                word = word ?? .init()
            case ("\\", nil), ("\\", .double):
                guard let next = scalars.next() else {
                    throw Self.invalid(line, "ends with a backslash: write \\\\ or remove it")
                }
                word = word ?? .init()
                // Within double quotes a backslash is one, unless it stands before a quote or another one.
                if quote == .double, next != "\"", next != "\\" { word?.append("\\") }
                word?.append(next)
            case (" ", nil), ("\t", nil), ("\n", nil), ("\r", nil):
                if let ended = word { words.append(String(ended)) }
                word = nil
            default:
                word = word ?? .init()
                word?.append(scalar)
            }
        }
        guard quote == nil else {
            throw Self.invalid(line, "ends inside a quote: close it")
        }
        if let ended = word { words.append(String(ended)) }
        return words
    }

    private static func isVariable(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, first == UInt8(ascii: "_") || Character(UnicodeScalar(first)).isLetter else {
            return false
        }
        return name.utf8.allSatisfy {
            let character = Character(UnicodeScalar($0))
            return $0 < 0x80 && (character.isLetter || character.isNumber || character == "_")
        }
    }

    /// The line itself is not shown: it may hold a secret.
    private static func invalid(_ line: String, _ reason: String) -> MCPError {
        let program = line.split(separator: " ").first.map { ShownText.shown($0.prefix { $0 != "=" }, limit: 60) } ?? ""
        return MCPError(.invalidCommand, "The MCP server's command '\(program) …' \(reason).")
    }
}
