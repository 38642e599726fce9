package import Foundation
import Logging
import MartletCore

/// The page's words in many languages: the app's own files before those that come with Martlet.
///
/// An app's files lie in `.martlet/translations`, or in Chainlit's `.chainlit/translations` in its absence, one
/// `de-DE.json` for each language.
package struct Translations: Sendable {
    private let ownFolder: URL?
    private let builtInFolder: URL
    private let logger: Logger

    /// The language whose words stand in where others are missing.
    static let fallback = "en-US"

    /// Finds an app's folder.
    ///
    /// - Parameters:
    ///   - appRoot: The app's folder.
    ///   - builtInFolder: The folder with the files that come with Martlet.
    ///   - logger: Where to tell of files that cannot be read.
    init(appRoot: URL, builtInFolder: URL, logger: Logger) {
        self.ownFolder = Self.ownFolder(in: appRoot)
        self.builtInFolder = builtInFolder
        self.logger = logger
    }

    /// The folder of an app's own files.
    ///
    /// - Parameter appRoot: The app's folder.
    /// - Returns: The folder, or nil when the app has none.
    package static func ownFolder(in appRoot: URL) -> URL? {
        [".martlet/translations", ".chainlit/translations"]
            .map { appRoot.appending(path: $0, directoryHint: .isDirectory) }
            .first { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// The words for a language.
    ///
    /// - Parameter language: The language that is asked for.
    /// - Returns: All words; those that are missing in it are English.
    func words(for language: LanguageTag) -> JSONValue {
        var words: JSONValue = .object([:])
        for folder in [self.builtInFolder, self.ownFolder].compactMap({ $0 }) {
            words = words.merged(with: self.read(Self.fallback, in: folder))
        }
        // The app's file for the language counts most, but one that comes with Martlet may know more words.
        for folder in [self.builtInFolder, self.ownFolder].compactMap({ $0 }) {
            guard let name = Self.match(language, among: Self.names(in: folder)) else { continue }
            words = words.merged(with: self.read(name, in: folder))
        }
        return words
    }

    /// The file for a language: exactly it, else the language without a region, else its first region.
    ///
    /// Chainlit looks for a region only when the language came without one. Then someone whose browser says `de-AT`
    /// would read English although German is there.
    static func match(_ language: LanguageTag, among names: [String]) -> String? {
        let base = language.base.lowercased()
        return names.first { $0.lowercased() == language.text.lowercased() }
            ?? names.first { $0.lowercased() == base }
            ?? names.sorted().first { $0.lowercased().hasPrefix(base + "-") }
    }

    private static func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }
    }

    private func read(_ name: String, in folder: URL) -> JSONValue {
        let url = folder.appending(path: name + ".json")
        guard let data = try? Data(contentsOf: url) else { return .object([:]) }
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: data), case .object = value else {
            self.logger.warning(
                "Translation is no JSON object and is ignored",
                metadata: ["martlet.file": .string(url.path)]
            )
            return .object([:])
        }
        return value
    }
}

extension JSONValue {
    /// This value with another's members put over its own, objects within objects likewise.
    func merged(with other: JSONValue) -> JSONValue {
        guard case .object(let members) = self, case .object(let others) = other else { return other }
        return .object(members.merging(others) { $0.merged(with: $1) })
    }
}
