import Foundation
import MartletCore

/// Another page than Martlet's own, such as a build of Chainlit's front end: a folder that `[UI] custom_build` names.
struct BuildFolder: Sendable {
    /// The page's HTML before the app's own things are put in.
    let shell: String
    /// The page's files.
    let files: StaticFolder
    /// The Copilot widget's files, if there are any.
    let copilot: StaticFolder?

    /// Reads a folder.
    ///
    /// - Parameters:
    ///   - path: The folder, absolute or relative to the app's.
    ///   - appRoot: The app's folder.
    /// - Throws: A ``MartletError`` of code `fileNotFound` when it holds no `index.html`.
    init(path: String, appRoot: URL) throws(MartletError) {
        let folder = path.hasPrefix("/") ? URL(filePath: path) : appRoot.appending(path: path).standardizedFileURL
        guard let data = try? Data(contentsOf: folder.appending(path: "index.html")) else {
            throw MartletError(
                .fileNotFound,
                "The folder \(folder.path) that custom_build names holds no index.html; name one that does."
            )
        }
        self.shell = String(decoding: data, as: UTF8.self)
        self.files = StaticFolder(folder: folder)
        self.copilot = Self.copilotFolders(for: folder, appRoot: appRoot)
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "index.js").path) }
            .map(StaticFolder.init(folder:))
    }

    /// Where the widget may lie: in Chainlit's package beside the page, as `frontend/dist` and `copilot/dist`; in a
    /// folder that was put together by hand, inside it or in the app's.
    private static func copilotFolders(for folder: URL, appRoot: URL) -> [URL] {
        let isPackaged = folder.path.hasSuffix("/frontend/dist")
        let packaged = folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "copilot/dist")
        return (isPackaged ? [packaged] : []) + [folder.appending(path: "copilot"), appRoot.appending(path: "copilot")]
    }
}
