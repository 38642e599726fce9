import ArgumentParser
import Foundation
import LanguageModels

/// `martlet model list`: the GGUF files in the cache.
struct ModelListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the GGUF models in the cache, whoever downloaded them."
    )

    func run() async throws {
        let hub = try ModelHub()
        let models = hub.cachedModels()
        guard !models.isEmpty else {
            print("No GGUF models in \(hub.configuration.cacheDirectory.path).")
            print("Download one with: martlet model pull hf:owner/repo/file.gguf")
            return
        }
        let rows = models.map { model in
            [
                model.repository.description,
                model.file,
                ByteCount.text(model.size),
                model.revisions.isEmpty ? String(model.commit.prefix(12)) : model.revisions.joined(separator: ", "),
                model.modified.formatted(.iso8601.year().month().day().dateSeparator(.dash)),
                model.url.path,
            ]
        }
        let header = ["REPOSITORY", "FILE", "SIZE", "REVISION", "MODIFIED", "PATH"]
        print(TextTable(header: header, rows: rows, rightAligned: [2]).text)
    }
}
