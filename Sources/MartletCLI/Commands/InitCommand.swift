import ArgumentParser
import Foundation

/// `martlet init`: writes a new app.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a new app: one Swift file and its readme page."
    )

    @Argument(help: "The folder to write into; made when it is missing.", completion: .directory)
    var folder = "."

    func run() throws {
        let target = URL(filePath: self.folder, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        } catch {
            throw ExitMessage("The folder \(self.folder) cannot be made: \(error.localizedDescription).")
        }
        var written: [String] = []
        for (name, contents) in Self.files {
            let url = target.appending(path: name)
            guard !FileManager.default.fileExists(atPath: url.path) else {
                print("\(name) is there already and stays as it is.")
                continue
            }
            do {
                try Data(contents.utf8).write(to: url)
            } catch {
                throw ExitMessage("\(url.path) cannot be written: \(error.localizedDescription).")
            }
            written.append(name)
        }
        if !written.isEmpty {
            print("Wrote \(written.joined(separator: " and ")).")
        }
        let path = self.folder == "." ? "app.swift" : "\(self.folder)/app.swift"
        print("Run it with: martlet run \(path) -w")
    }

    private static let files = [
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
