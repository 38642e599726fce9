import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
public import MartletCore
import MartletMarkdown
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import SocketIOServer

/// Serves an app's chats: the page, the requests it makes, and the sockets that show each chat.
public struct ChatServer: Sendable {
    let hooks: ChatHooks
    let mcp: MCPHooks
    let configuration: AppConfiguration
    let extensions: [any ServerExtension]
    let metrics: [any MetricsSource]
    let apiKeys: [String]
    let counts = ServerCounts()
    let logger: Logger

    /// Creates a server that does not listen yet.
    ///
    /// - Parameters:
    ///   - hooks: What the app does.
    ///   - mcp: What the app does about servers of the Model Context Protocol.
    ///   - extensions: What else is answered, for programs.
    ///   - metrics: What numbers there are beside the server's own.
    ///   - apiKeys: Keys that let programs in, beside those of the configuration.
    ///   - configuration: How to serve it.
    ///   - logger: Where to log.
    public init(
        hooks: ChatHooks,
        mcp: MCPHooks = MCPHooks(),
        extensions: [any ServerExtension] = [],
        metrics: [any MetricsSource] = [],
        apiKeys: [String] = [],
        configuration: AppConfiguration,
        logger: Logger
    ) {
        self.hooks = self.counts.counting(hooks)
        self.mcp = mcp
        self.extensions = extensions
        self.metrics = metrics
        self.apiKeys = apiKeys
        self.configuration = configuration
        self.logger = logger
    }

    /// Serves until the process is asked to end, or the task is cancelled.
    ///
    /// - Parameter onListening: Called once requests are answered, with the address that people open.
    /// - Throws: A ``MartletError``: the port is taken, a certificate cannot be read, or the page is missing.
    public func run(onListening: @escaping @Sendable (_ url: String) async -> Void = { _ in }) async throws {
        self.configuration.prepareFolder(logger: self.logger)
        let files = try self.makeFilesFolder()
        defer { files.remove() }
        let registry = self.makeRegistry(files: files.url)
        let clock = RenderClock()
        let renderer = MarkdownRenderer(
            options: MarkdownRenderer.Options(latex: self.configuration.chat.features.latex)
        )
        let gateway = ChatGateway(
            environment: ChatConnection.Environment(
                registry: registry,
                profiles: ProfileConfiguration(
                    hooks: self.hooks,
                    configuration: self.configuration.chat,
                    logger: self.logger
                ),
                renderer: renderer,
                clock: clock,
                bootID: Identifier.random(),
                isWatched: self.configuration.isWatched,
                logger: self.logger
            )
        )
        let sockets = SocketIOServer(
            configuration: SocketIOConfiguration(
                path: self.configuration.prefix + "/ws/socket.io",
                allowedOrigins: .list(self.configuration.allowedOrigins)
            ),
            delegate: gateway,
            logger: self.logger
        )
        var application = Application(
            router: try self.makeRouter(sockets: sockets, registry: registry, renderer: renderer),
            server: try self.serverBuilder(sockets),
            configuration: ApplicationConfiguration(
                address: self.address,
                serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(FileDescriptors.raiseLimit() - 64)
            ),
            onServerRunning: { channel in await self.announce(channel, onListening) },
            logger: self.quietLogger
        )
        application.addServices(sockets, registry, clock, UnusedFilePages())
        if self.configuration.isWatched {
            application.addServices(SupervisorLink(gateway: gateway, logger: self.logger))
        }
        do {
            try await application.runService()
        } catch let error as IOError {
            throw self.listenerError(error)
        } catch let error as SocketAddressError.UnknownHost {
            throw MartletError(
                .invalidConfiguration,
                "The host \(self.displayHost) cannot be found; choose a name or address of this machine with --host.",
                cause: error
            )
        }
    }
}

extension ChatServer {
    /// A folder for the files of chats; elsewhere where the app's own folder cannot be written to.
    private func makeFilesFolder() throws(MartletError) -> FilesFolder {
        do {
            return try FilesFolder(below: self.configuration.filesFolder, logger: self.logger)
        } catch {
            let other = FileManager.default.temporaryDirectory.appending(path: "martlet-files-\(getuid())")
            self.logger.notice(
                "Files of chats are kept elsewhere",
                metadata: ["martlet.reason": .string(error.message), "martlet.folder": .string(other.path)]
            )
            return try FilesFolder(below: other, logger: self.logger)
        }
    }

    func makeRegistry(files: URL) -> SessionRegistry {
        let (hooks, general, logger) = (self.hooks, self.configuration.chat, self.logger)
        return SessionRegistry(timeout: self.configuration.sessionTimeout, logger: logger) { request in
            ChatSession(
                id: request.sessionID,
                threadID: request.threadID ?? Identifier.random(),
                identity: request.identity,
                configuration: request.configuration ?? general,
                hooks: hooks,
                filesFolder: files,
                logger: logger
            )
        }
    }

    private func serverBuilder(_ sockets: SocketIOServer) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1SocketIO(sockets)
        guard let certificatePath = self.configuration.certificatePath, let keyPath = self.configuration.keyPath
        else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificatePath)
            let key = try NIOSSLPrivateKey(file: keyPath, format: .pem)
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
            // Made here to be checked: whether the two belong together is otherwise found out where nobody explains it.
            _ = try NIOSSLContext(configuration: configuration)
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw MartletError(
                .invalidConfiguration,
                "The certificate \(certificatePath) or the key \(keyPath) cannot be used; give two PEM files that belong together.",
                cause: error
            )
        }
    }

    private var address: BindAddress {
        switch self.configuration.listener {
        case .address(let host, let port): .hostname(host, port: port)
        case .unixDomainSocket(let path): .unixDomainSocket(path: path)
        }
    }

    private func announce(_ channel: any Channel, _ onListening: @Sendable (String) async -> Void) async {
        var configuration = self.configuration
        if case .address(let host, _) = configuration.listener, let port = channel.localAddress?.port {
            configuration.listener = .address(host: host, port: port)
        }
        self.logger.debug("Listening", metadata: ["martlet.url": .string(configuration.displayURL)])
        await onListening(configuration.displayURL)
    }

    private var displayHost: String {
        if case .address(let host, _) = self.configuration.listener { host } else { "" }
    }

    private func listenerError(_ error: IOError) -> MartletError {
        guard case .address(let host, let port) = self.configuration.listener else {
            return MartletError(.portInUse, "The socket cannot be opened: \(error).", cause: error)
        }
        if error.errnoCode == EACCES {
            return MartletError(
                .invalidConfiguration,
                "Port \(port) on \(host) may not be opened; choose one above 1023.",
                cause: error
            )
        }
        guard error.errnoCode == EADDRINUSE else {
            return MartletError(
                .invalidConfiguration,
                "Port \(port) on \(host) cannot be opened: \(error.localizedDescription); choose an address of this machine with --host.",
                cause: error
            )
        }
        return MartletError(
            .portInUse,
            "Port \(port) on \(host) is taken by another program; end that program, or choose another port with --port.",
            cause: error
        )
    }

    /// Hummingbird tells of each start at info, which is Martlet's to say.
    private var quietLogger: Logger {
        var logger = self.logger
        logger.logLevel = max(.notice, logger.logLevel)
        return logger
    }
}
