import Foundation

/// The files of a new app, as `martlet init` writes them.
enum AppTemplate {
    /// A file's path in the app's folder, and what is in it.
    typealias File = (path: String, contents: String)

    /// An app of one file.
    static let singleFile: [File] = [
        (
            "app.swift",
            """
            import Martlet

            let app = ChatApp()

            \(Self.handlers)

            try await app.run()

            """
        ),
        Self.readme,
    ]

    /// An app that is a package with tests.
    ///
    /// - Parameters:
    ///   - name: What the package is called.
    ///   - martlet: Where Martlet's own package lies.
    static func package(name: String, martlet: MartletPackage) -> [File] {
        [
            ("Package.swift", Self.manifest(name: name, martlet: martlet)),
            ("Sources/App/Bot.swift", Self.bot),
            ("Sources/App/main.swift", "try await makeApp().run()\n"),
            ("Tests/AppTests/BotTests.swift", Self.tests),
            (".gitignore", ".build/\n.files/\n.env\n"),
            Self.readme,
        ]
    }

    private static let readme: File = (
        "martlet.md",
        """
        # Welcome

        This text stands behind the **Readme** button. Edit `martlet.md` to change it, or empty it to hide the button.

        """
    )

    private static let handlers = """
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
        """

    private static var bot: String {
        let indented = Self.handlers.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
        return """
            import Martlet

            /// Makes the app: `main.swift` runs it, and tests drive it in memory.
            func makeApp() -> ChatApp {
                let app = ChatApp()

            \(indented)

                return app
            }

            """
    }

    private static let tests = """
        import MartletTesting
        import Testing

        @testable import App

        struct BotTests {
            @Test func `it greets, and says what it hears`() async throws {
                let chat = try await TestApp(makeApp()).openChat()
                #expect(chat.messages.last?.content == "Hello! Say something.")
                try await chat.send("one two")
                #expect(chat.messages.last?.content == "one two ")
            }
        }

        """

    private static func manifest(name: String, martlet: MartletPackage) -> String {
        """
        // swift-tools-version:6.2
        import PackageDescription

        let package = Package(
            name: \(Self.literal(name)),
            platforms: [.macOS(.v15)],
            dependencies: [
                \(martlet.dependency)
            ],
            targets: [
                .executableTarget(
                    name: "App",
                    dependencies: [.product(name: "Martlet", package: \(Self.literal(martlet.identity)))]
                ),
                .testTarget(
                    name: "AppTests",
                    dependencies: ["App", .product(name: "MartletTesting", package: \(Self.literal(martlet.identity)))]
                ),
            ]
        )

        """
    }

    /// A text as Swift source.
    static func literal(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

/// Where Martlet's own package lies, for the manifest of an app.
struct MartletPackage {
    /// The folder, or the address of a repository.
    let location: String

    /// The package that a text names, or else the one that this program was built in.
    ///
    /// - Parameter text: A folder or an address.
    /// - Returns: The package; nil when no text is given and this program was installed elsewhere.
    static func find(_ text: String?) -> MartletPackage? {
        if let text {
            let isAddress = text.contains("://") || text.hasPrefix("git@")
            return MartletPackage(location: isAddress ? text : URL(filePath: text).standardizedFileURL.path)
        }
        var folder = (Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])).resolvingSymlinksInPath()
        while folder.path.count > 1 {
            folder.deleteLastPathComponent()
            let manifest = try? String(contentsOf: folder.appending(path: "Package.swift"), encoding: .utf8)
            if manifest?.contains("name: \"martlet\"") == true { return MartletPackage(location: folder.path) }
        }
        return nil
    }

    private var isAddress: Bool { self.location.contains("://") || self.location.hasPrefix("git@") }

    /// The name by which the package manager knows it: the last part of its location.
    var identity: String {
        var name = self.location.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? "martlet"
        if self.isAddress, name.hasSuffix(".git") { name.removeLast(4) }
        return name
    }

    /// The dependency as a line of a manifest.
    var dependency: String {
        self.isAddress
            ? ".package(url: \(AppTemplate.literal(self.location)), branch: \"main\"),"
            : ".package(path: \(AppTemplate.literal(self.location))),"
    }
}
