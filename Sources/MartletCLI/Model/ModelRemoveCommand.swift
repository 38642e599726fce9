import ArgumentParser
import Foundation
import LanguageModels

/// `martlet model remove`: makes room in the cache.
struct ModelRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a downloaded model from the cache.",
        discussion: """
            Without a file all GGUF files of the repository are meant; without a revision, those of every revision. \
            Content that another revision still uses stays.
            """
    )

    @Argument(help: "The model, such as hf:owner/repo/file.gguf or hf:owner/repo.")
    var model: String

    @Option(help: "The branch, tag or commit; the default is all of them.")
    var revision: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func run() async throws {
        let named = try ModelReference(ModelArgument.withPrefix(self.model))
        let reference = try ModelReference(
            repository: named.repository.description,
            revision: self.revision ?? named.revision,
            file: named.file,
            quantization: named.quantization
        )
        let hub = try ModelHub()
        // A branch that is named is meant alone, where the reference's own default means every revision.
        let models = hub.cachedModels(matching: reference).filter { model in
            self.revision.map { $0 == model.commit || model.revisions.contains($0) } ?? true
        }
        guard !models.isEmpty else {
            throw LanguageModelError(
                .fileNotFound,
                """
                '\(reference)' is not in the cache '\(hub.configuration.cacheDirectory.path)': see what is there with \
                'martlet model list'.
                """
            )
        }
        for model in models {
            print("\(ByteCount.text(model.size))  \(model.url.path)")
        }
        guard try self.yes || Self.confirm(count: models.count) else {
            print("Nothing was removed.")
            return
        }
        let removal = try hub.remove(models)
        let files = removal.files.count == 1 ? "1 file" : "\(removal.files.count) files"
        print("Removed \(files), \(ByteCount.text(removal.freedBytes)) freed.")
    }

    private static func confirm(count: Int) throws -> Bool {
        print(count == 1 ? "Remove this file? [y/N] " : "Remove these \(count) files? [y/N] ", terminator: "")
        fflush(nil)
        guard let answer = readLine() else {
            print()
            throw ValidationError("Nobody is there to confirm: add --yes to remove without asking.")
        }
        return ["y", "yes"].contains(answer.trimmingCharacters(in: .whitespaces).lowercased())
    }
}
