public import Foundation

/// The web page as files: plain ES modules, style sheets and icons, ready to be served as they lie.
public enum MartletUI {
    /// The folder that holds `index.html`, `favicon.svg` and `assets/`.
    ///
    /// The environment variable `MARTLET_PAGE` names another folder, for working on the page itself. Otherwise the
    /// resources of this package are used, then a `Page` folder beside the executable or in `../share/martlet`,
    /// where an installed program keeps them.
    public static let pageDirectory: URL = {
        if let path = Self.overridingPath { return URL(filePath: path, directoryHint: .isDirectory) }
        return Self.candidates.first(where: Self.isPage) ?? Bundle.module.bundleURL.appending(path: "Page")
    }()

    /// Whether the environment names another folder, whose files may change at any time.
    public static var isOverridden: Bool { self.overridingPath != nil }

    private static var overridingPath: String? {
        ProcessInfo.processInfo.environment["MARTLET_PAGE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The folder with the page's words, one JSON file for each language, beside the page's own.
    public static var translationsDirectory: URL {
        self.pageDirectory.deletingLastPathComponent().appending(path: "Translations", directoryHint: .isDirectory)
    }

    /// Where the page may lie, likeliest first.
    ///
    /// `Bundle.module` is asked only when none of these has it: it traps where its bundle is gone.
    private static var candidates: [URL] {
        let executable = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments.first ?? "martlet")
        let folder = executable.resolvingSymlinksInPath().deletingLastPathComponent()
        return [
            folder.appending(path: "martlet_MartletUI.resources/Page"),
            folder.appending(path: "martlet_MartletUI.bundle/Contents/Resources/Page"),
            folder.appending(path: "martlet_MartletUI.bundle/Page"),
            folder.appending(path: "Page"),
            folder.deletingLastPathComponent().appending(path: "share/martlet/Page"),
        ]
    }

    private static func isPage(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "index.html").path)
    }
}
