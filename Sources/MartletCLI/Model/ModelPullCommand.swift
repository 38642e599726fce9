import ArgumentParser
import Foundation
import LanguageModels

/// `martlet model pull`: brings a model to this machine.
struct ModelPullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Download a model, or go on with a download that broke off."
    )

    @Argument(help: "The model, such as hf:owner/repo/file.gguf.")
    var model: String

    @Option(help: "The branch, tag or commit.")
    var revision: String?

    @Option(help: "The file in the repository, where the model names none.")
    var modelFile: String?

    @Flag(name: .shortAndLong, help: "Show no progress; print the path alone.")
    var quiet = false

    func run() async throws {
        let name = ModelArgument.withPrefix(self.model)
        guard ModelReference.isReference(name) else {
            throw ValidationError("'\(self.model)' does not name a model on a hub: write hf:owner/repo/file.gguf.")
        }
        let bar = TerminalProgressBar(label: Self.label(of: self.modelFile ?? name), isQuiet: self.quiet)
        do {
            let file = try await ModelLocator.locate(
                name,
                modelFile: self.modelFile,
                revision: self.revision,
                progress: { progress in
                    bar.update(
                        bytes: progress.bytes,
                        totalBytes: progress.totalBytes,
                        bytesPerSecond: progress.bytesPerSecond
                    )
                }
            )
            bar.finish()
            print(file.path)
        } catch {
            bar.clear()
            throw error
        }
    }

    private static func label(of name: String) -> String {
        name.split(separator: "/").last.map(String.init) ?? name
    }
}
