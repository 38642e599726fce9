import ArgumentParser
import Foundation
import MartletCore
import MartletServer
import MartletUI

/// `martlet init`: writes a new app.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a new app: one Swift file, its configuration and its readme page."
    )

    @Argument(help: "The folder to write into; made when it is missing.", completion: .directory)
    var folder = "."

    @Flag(help: "Also write the page's words in every language, to be changed.")
    var translations = false

    func run() throws {
        let target = URL(filePath: self.folder, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        } catch {
            throw ExitMessage("The folder \(self.folder) cannot be made: \(error.localizedDescription).")
        }
        var written: [String] = []
        for (name, contents) in Self.files where try Self.write(Data(contents.utf8), to: name, in: target) {
            written.append(name)
        }
        if let name = try self.writeConfiguration(in: target) {
            written.append(name)
        }
        if !written.isEmpty {
            print("Wrote \(written.joined(separator: ", ")).")
        }
        if self.translations {
            try Self.writeTranslations(in: target)
        }
        let path = self.folder == "." ? "app.swift" : "\(self.folder)/app.swift"
        print("Run it with: martlet run \(path) -w")
    }

    /// Writes a file unless it is there.
    ///
    /// - Returns: Whether it was written.
    private static func write(_ contents: Data, to name: String, in folder: URL) throws -> Bool {
        let url = folder.appending(path: name)
        guard !FileManager.default.fileExists(atPath: url.path) else {
            print("\(name) is there already and stays as it is.")
            return false
        }
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try contents.write(to: url)
        } catch {
            throw ExitMessage("\(url.path) cannot be written: \(error.localizedDescription).")
        }
        return true
    }

    private func writeConfiguration(in folder: URL) throws -> String? {
        do {
            return try ConfigurationFile(folder: folder).writeIfMissing()
        } catch {
            throw ExitMessage(error)
        }
    }

    private static func writeTranslations(in folder: URL) throws {
        let source = MartletUI.translationsDirectory
        let names = (try? FileManager.default.contentsOfDirectory(atPath: source.path)) ?? []
        var count = 0
        for name in names.sorted() where name.hasSuffix(".json") {
            let contents = try Data(contentsOf: source.appending(path: name))
            if try Self.write(contents, to: ".martlet/translations/\(name)", in: folder) { count += 1 }
        }
        print("Wrote \(count) translations into .martlet/translations.")
    }

    private static let files = [
        (
            ".gitignore",
            """
            .build/
            .env
            .files/

            """
        ),
        (
            "app.swift",
            """
            import Martlet

            let app = ChatApp()

            app.onChatStart { chat in
                try await chat.send("Hello! Say something.")
            }

            app.onMessage { message, chat in
                let reply = chat.message()
                for word in message.content.split(separator: " ") {
                    try await reply.stream(word + " ")
                    try await Task.sleep(for: .milliseconds(50))
                }
                try await reply.finish()
            }

            try await app.run()

            """
        ),
        (
            "martlet.md",
            """
            # Welcome

            This text stands behind the **Readme** button. Edit `martlet.md` to change it, or empty it to hide the button.

            """
        ),
    ]
}
