import Foundation
import Logging
import MartletCore
import Synchronization

/// Martlet's own page: its files are read when the server starts, and joined when somebody first asks for them.
///
/// While somebody works on the page, its files are looked at for each request, and joined anew when one has changed.
final class OwnPage: Sendable {
    /// A page that is ready to be served.
    struct Content: Sendable {
        let page: JoinedPage
        let shell: PageShell
    }

    private struct State {
        var stamp: String?
        var files: PageFiles
        var content: Content?
    }

    private let folder: URL
    private let isWatched: Bool
    private let logger: Logger
    private let configuration: ChatConfiguration
    private let prefix: String
    private let state: Mutex<State>

    /// Reads a page's files.
    ///
    /// - Parameters:
    ///   - folder: Where they lie.
    ///   - isWatched: Whether they may change.
    ///   - configuration: What the app is called, and what it adds to the page.
    ///   - prefix: The root path, empty or beginning with a slash.
    ///   - logger: Where to tell what cannot be joined.
    /// - Throws: A ``MartletError`` of code `fileNotFound` when the folder has no `index.html`.
    init(
        folder: URL,
        isWatched: Bool,
        configuration: ChatConfiguration,
        prefix: String,
        logger: Logger
    ) throws(MartletError) {
        self.folder = folder
        self.isWatched = isWatched
        self.configuration = configuration
        self.prefix = prefix
        self.logger = logger
        let stamp = isWatched ? PageFiles.stamp(of: folder) : nil
        let files = try PageFiles(folder: folder)
        self.state = Mutex(State(stamp: stamp, files: files, content: nil))
    }

    /// The files as they lie, such as the icon and the logos.
    var files: PageFiles { self.state.withLock { $0.files } }

    /// The page as it is served.
    var content: Content {
        if self.isWatched { self.readAgain() }
        let (known, files, stamp) = self.state.withLock { ($0.content, $0.files, $0.stamp) }
        if let known { return known }
        // Not under the lock: at worst two requests do it at once, to the same end.
        let page = JoinedPage.of(files, logger: self.logger)
        let shell = PageShell(
            template: page.template,
            kind: .own(assetVersion: page.version),
            configuration: self.configuration,
            prefix: self.prefix,
            inlineScript: page.inlineScript
        )
        let content = Content(page: page, shell: shell)
        self.state.withLock { state in
            if state.stamp == stamp { state.content = content }
        }
        return content
    }

    private func readAgain() {
        let stamp = PageFiles.stamp(of: self.folder)
        // A page that is just being written stays as it was.
        guard stamp != self.state.withLock({ $0.stamp }) else { return }
        guard let files = try? PageFiles(folder: self.folder) else { return }
        self.state.withLock { $0 = State(stamp: stamp, files: files, content: nil) }
    }
}
