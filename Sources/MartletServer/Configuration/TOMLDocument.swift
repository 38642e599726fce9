import MartletCore
import TOMLKit

/// A TOML text as a tree of values, each with the line where it is written.
struct TOMLDocument: Sendable {
    /// A text that is no TOML.
    struct Failure: Error {
        let line: Int
        /// What is wrong there, as a sentence.
        let message: String
    }

    /// The document's table.
    let root: JSONValue
    private let lines: TOMLKeyLines

    /// Reads a text.
    ///
    /// - Parameter text: The text.
    /// - Throws: ``Failure`` with the line at which it stops being TOML.
    init(_ text: String) throws(Failure) {
        // The parser behind TOMLKit takes a C string and would stop there without a word.
        guard !text.utf8.contains(0) else {
            throw Failure(line: 1, message: "The file holds a zero byte; save it as text.")
        }
        let lines = TOMLKeyLines(text)
        // The parser behind TOMLKit ends the process over a header such as [=] and a list such as [}].
        if let line = lines.brokenLine {
            throw Failure(
                line: line,
                message: "A key or a value is missing here; write it as in https://toml.io."
            )
        }
        do {
            let table = try TOMLTable(string: text)
            self.root = try Self.value(of: table, path: [], lines: lines)
            self.lines = lines
        } catch let error as TOMLParseError {
            throw Failure(
                line: error.source.begin.line,
                message: "\(error.description); write it as in https://toml.io."
            )
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(line: 1, message: "\(error)")
        }
    }

    /// The line of a key, or of what it lies in.
    ///
    /// - Parameter path: The names that lead to it; `#0` stands for the first element of a list.
    /// - Returns: The line, counted from 1.
    func line(of path: [String]) -> Int {
        self.lines.line(of: path)
    }

    private static func value(of table: TOMLTable, path: [String], lines: TOMLKeyLines) throws -> JSONValue {
        var members: [String: JSONValue] = [:]
        for key in table.keys {
            guard let value = table[key] else { continue }
            members[key] = try Self.value(of: value, path: path + [key], lines: lines)
        }
        return .object(members)
    }

    private static func value(
        of value: any TOMLValueConvertible,
        path: [String],
        lines: TOMLKeyLines
    ) throws -> JSONValue {
        if let table = value.table { return try Self.value(of: table, path: path, lines: lines) }
        if let array = value.array {
            return .array(
                try array.enumerated().map { index, element in
                    try Self.value(of: element, path: path + ["#\(index)"], lines: lines)
                }
            )
        }
        if let text = value.string { return .string(text) }
        if let isOn = value.bool { return .bool(isOn) }
        if let number = value.int { return .int(number) }
        if let number = value.double { return .double(number) }
        throw Failure(
            line: lines.line(of: path),
            message: "\(path.last ?? "This") is a date or a time, which no key takes; put it in quotes."
        )
    }
}
