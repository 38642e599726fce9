import ArgumentParser
import Foundation
import MartletCore
import MartletServer
import MartletUI

/// `martlet lint-translations`: compares an app's translations with the words that the page uses.
///
/// Chainlit: `chainlit lint-translations`.
struct LintTranslationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint-translations",
        abstract: "Compare an app's translations with the page's English words.",
        discussion:
            "Ends with exit code 1 when a file is no JSON, lacks a word, or has one that the page does not know."
    )

    @Argument(help: "The app's folder.", completion: .directory)
    var folder = "."

    func run() throws {
        let root = URL(filePath: self.folder, directoryHint: .isDirectory)
        guard let source = Translations.ownFolder(in: root) else {
            throw ExitMessage(
                "\(self.folder) has no .martlet/translations; write them with: martlet init \(self.folder) --translations"
            )
        }
        let english = try Self.words(in: MartletUI.translationsDirectory.appending(path: "en-US.json"))
        let names = try FileManager.default.contentsOfDirectory(atPath: source.path)
            .filter { $0.hasSuffix(".json") }.sorted()
        var count = 0
        for name in names {
            let problems: [String]
            do {
                problems = TranslationCheck.problems(
                    of: try Self.words(in: source.appending(path: name)),
                    against: english
                )
            } catch {
                problems = [error.description]
            }
            print("\(name): \(problems.isEmpty ? "complete" : "")")
            for problem in problems { print("    \(problem)") }
            count += problems.count
        }
        print(
            names.isEmpty ? "There are no translations in \(source.path)." : "\(names.count) files, \(count) problems."
        )
        if count > 0 { throw ExitCode(1) }
    }

    private static func words(in url: URL) throws(ExitMessage) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: url))
        } catch {
            throw ExitMessage("\(url.lastPathComponent) cannot be read as JSON: \(error.localizedDescription)")
        }
    }
}
