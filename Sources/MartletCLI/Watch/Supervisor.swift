import Foundation
import MartletCore
import MartletServer
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs an app and follows its source: every save becomes a new version, and open pages move over to it.
///
/// The old version serves until the new one answers; what does not compile is shown in the terminal and in the page.
actor Supervisor {
    private struct Version {
        let process: AppProcess
        let socketPath: String
    }

    private let source: AppSource
    private let builder: any AppBuilder
    private let environment: [String: String]
    private let configuration: AppConfiguration
    private let sockets: URL
    private var current: Version?
    private var versionCount = 0
    /// Whether a version has answered, and thereby told the address and opened the browser.
    private var hasAnswered = false

    init(
        source: AppSource,
        builder: any AppBuilder,
        environment: [String: String],
        configuration: AppConfiguration
    ) {
        self.source = source
        self.builder = builder
        self.environment = environment
        self.configuration = configuration
        // Short, since the path of a Unix domain socket may have little more than 100 bytes.
        self.sockets = FileManager.default.temporaryDirectory.appending(path: "martlet-\(getpid())")
    }

    /// Follows the source until the process is told to end.
    ///
    /// - Throws: A `MartletError` when the port is taken or the compiler cannot be run.
    func run() async throws {
        // An app that ends closes its standard input under us, which must not end us.
        signal(SIGPIPE, SIG_IGN)
        guard case .address(let host, let port) = self.configuration.listener else {
            throw MartletError(.invalidConfiguration, "MARTLET_SOCKET is set; watching needs a port, so unset it.")
        }
        // Here, since a file that the app itself wrote would look like a change.
        _ = try? ConfigurationFile(folder: self.configuration.appRoot).writeIfMissing()
        let relay = try await PortRelay(host: host, port: port)
        try FileManager.default.createDirectory(
            at: self.sockets,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let ends = Self.endSignals()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await relay.run() }
            group.addTask { try await self.follow(relay) }
            group.addTask { for await _ in ends { return } }
            try await group.next()
            group.cancelAll()
        }
        await self.current?.process.terminate()
        try? FileManager.default.removeItem(at: self.sockets)
    }

    private func follow(_ relay: PortRelay) async throws {
        var watcher = FileWatcher(self.watchedFiles)
        await self.replace(relay, watcher)
        while !Task.isCancelled {
            try await Task.sleep(for: FileWatcher.interval)
            let changed = watcher.changes(in: self.watchedFiles)
            if !changed.isEmpty {
                await self.replace(relay, watcher)
            } else if let current = self.current, !current.process.isRunning {
                self.tellOfEnd(relay)
            }
        }
    }

    private var watchedFiles: [URL] {
        let folder = self.source.folder
        let assets = ["public", ".martlet", ".chainlit"].flatMap { name in
            FileManager.default.enumerator(at: folder.appending(path: name), includingPropertiesForKeys: nil)?
                .compactMap { $0 as? URL } ?? []
        }
        let readmes = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
            .filter { $0.hasSuffix(".md") && ($0.hasPrefix("martlet") || $0.hasPrefix("chainlit")) }
            .map { folder.appending(path: $0) }
        return self.builder.sources() + readmes + assets
    }

    /// Builds the source as it is, and moves everything over to the new version if there is one.
    private func replace(_ relay: PortRelay, _ watcher: FileWatcher) async {
        let begin = ContinuousClock.now
        self.current?.process.send("build_status", ["state": "building", "diagnostics": "", "file": ""])
        do {
            switch try await self.builder.build() {
            case .failed(let diagnostics):
                self.fail(diagnostics, relay)
            case .built(let executable):
                guard try await self.moveOver(to: executable, relay: relay, watcher: watcher) else { return }
                let milliseconds = (ContinuousClock.now - begin) / .milliseconds(1)
                self.say("Ready after \(Int(milliseconds)) ms.")
            }
        } catch is CancellationError {
            // The supervisor is ending.
        } catch {
            self.fail("error: \(error)\n", relay)
        }
    }

    /// Starts a version and, once it answers, sends everybody to it; false when it was given up for a newer one.
    private func moveOver(to executable: URL, relay: PortRelay, watcher: FileWatcher) async throws -> Bool {
        self.versionCount += 1
        let path = self.sockets.appending(path: "\(self.versionCount).sock").path
        var environment = self.environment
        environment["MARTLET_SOCKET"] = path
        environment["MARTLET_WATCH"] = "1"
        environment["MARTLET_PUBLIC_URL"] = self.publicURL(port: relay.port)
        if self.hasAnswered {
            environment["MARTLET_OPEN"] = "0"
            environment["MARTLET_QUIET"] = "1"
        }
        let process = try AppProcess(executable, environment: environment)
        guard await self.answers(path, process: process, watcher: watcher) else {
            if process.isRunning {
                await process.terminate()
                return false
            }
            throw MartletError(
                .internalError,
                "The app ended before it answered; its last words are in the terminal."
            )
        }
        self.hasAnswered = true
        let old = self.current
        self.current = Version(process: process, socketPath: path)
        relay.direct(to: path)
        if let old {
            old.process.send("reload")
            // Ends by itself within seconds, which the next save must not wait for.
            Task {
                // Time for the word to reach the pages before their sockets close.
                try? await Task.sleep(for: .milliseconds(30))
                // The old version closes its connections itself, once it has answered what it was asked: a page that
                // reloads may be using them again, and would stay blank if they were cut.
                await old.process.terminate()
                relay.closeConnections(to: old.socketPath)
                try? FileManager.default.removeItem(atPath: old.socketPath)
            }
        }
        return true
    }

    private func fail(_ diagnostics: String, _ relay: PortRelay) {
        FileHandle.standardError.write(Data(diagnostics.utf8))
        self.say("Waiting for a change in \(self.source.displayName). Listening on \(self.publicURL(port: relay.port))")
        relay.show(diagnostics: diagnostics)
        self.current?.process.send(
            "build_status",
            [
                "state": "failed", "diagnostics": .string(diagnostics),
                "file": .string(self.source.displayName),
            ]
        )
    }

    /// The app ended by itself; visitors are told, and the next save starts it again.
    private func tellOfEnd(_ relay: PortRelay) {
        self.current = nil
        relay.direct(to: nil)
        self.say("The app has ended. Waiting for a change in \(self.source.displayName).")
        relay.show(
            diagnostics: "The app has ended; its last words are in the terminal. Save a change to start it again."
        )
    }

    private func publicURL(port: Int) -> String {
        var configuration = self.configuration
        if case .address(let host, _) = configuration.listener {
            configuration.listener = .address(host: host, port: port)
        }
        return configuration.displayURL
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Waits until a program takes connections on its socket; false when it ended before, or nobody waits for it any
    /// more, since its source has changed again or the supervisor is ending.
    private func answers(_ path: String, process: AppProcess, watcher: FileWatcher) async -> Bool {
        var nextLook = ContinuousClock.now + FileWatcher.interval
        while process.isRunning, !Task.isCancelled {
            if ContinuousClock.now >= nextLook {
                if watcher.isOutdated(self.watchedFiles) { return false }
                nextLook = .now + FileWatcher.interval
            }
            let channel = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(unixDomainSocketPath: path).get()
            if let channel {
                try? await channel.close().get()
                return true
            }
            try? await Task.sleep(for: .milliseconds(3))
        }
        return false
    }

    /// Yields when the process is told to end.
    private static func endSignals() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            // The handler holds its source, which thereby lives as long as the process.
            source.setEventHandler { [source] in
                _ = source
                continuation.yield()
            }
            source.resume()
        }
        return stream
    }
}
