public import Foundation

/// A file of environment variables beside an app: `.env`, or what `MARTLET_ENV_FILE` or `CHAINLIT_ENV_FILE` names.
public enum EnvironmentFile {
    /// Adds the variables of an app's file to an environment; those that are set already stay.
    ///
    /// - Parameters:
    ///   - environment: The environment.
    ///   - folder: The app's folder.
    /// - Returns: Both together.
    public static func merged(into environment: [String: String], folder: URL) -> [String: String] {
        let name = environment["MARTLET_ENV_FILE"] ?? environment["CHAINLIT_ENV_FILE"] ?? ".env"
        let url = name.hasPrefix("/") ? URL(filePath: name) : folder.appending(path: name)
        guard !name.isEmpty, let data = try? Data(contentsOf: url) else { return environment }
        return Self.variables(in: String(decoding: data, as: UTF8.self)).merging(environment) { $1 }
    }

    /// Reads lines of the form `NAME=value`, with or without `export` in front and quotes around the value.
    ///
    /// - Parameter text: The file's text.
    /// - Returns: The variables; of equal names the last counts.
    static func variables(in text: String) -> [String: String] {
        var result: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) {
            guard
                let match = line.wholeMatch(of: /\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)/)
            else { continue }
            result[String(match.1)] = Self.value(match.2)
        }
        return result
    }

    private static func value(_ text: Substring) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'",
            let end = Self.end(of: quote, in: text.dropFirst())
        else {
            // A comment begins with a space, for a # may be part of a value.
            let end = text.firstRange(of: /\s+#/)?.lowerBound ?? text.endIndex
            return text[..<end].trimmingCharacters(in: .whitespaces)
        }
        let inner = text[text.index(after: text.startIndex)..<end]
        guard quote == "\"" else { return String(inner) }
        return String(inner).replacing(/\\(.)/) { match in
            switch match.1 {
            case "n": "\n"
            case "t": "\t"
            case "r": "\r"
            default: String(match.1)
            }
        }
    }

    private static func end(of quote: Character, in text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == quote { return index }
            if text[index] == "\\", quote == "\"" { index = text.index(after: index) }
            guard index < text.endIndex else { return nil }
            index = text.index(after: index)
        }
        return nil
    }
}
