import Foundation
import MartletCore
import NIOCore
import NIOPosix
import Synchronization

/// Holds the public port while versions of an app come and go behind it, so that no request meets a closed door.
final class PortRelay: Sendable {
    private typealias ByteChannel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    private struct State {
        var target: String?
        var diagnostics = ""
        var connections: [ObjectIdentifier: (target: String, channel: any Channel)] = [:]
    }

    private let state = Mutex(State())
    private let server: NIOAsyncChannel<any Channel, Never>

    /// Opens the port.
    ///
    /// - Parameters:
    ///   - host: The host name or address.
    ///   - port: The port; 0 for any free one.
    /// - Throws: A ``MartletError`` of code `portInUse` when another program has it.
    init(host: String, port: Int) async throws {
        do {
            self.server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .serverChannelOption(.backlog, value: 256)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                // Wrapped and read only by the task that serves it: a wrapped channel that nobody takes ends the process.
                .childChannelOption(.autoRead, value: false)
                .bind(host: host, port: port) { channel in
                    channel.eventLoop.makeSucceededFuture(channel)
                }
        } catch let error as SocketAddressError.UnknownHost {
            throw MartletError(
                .invalidConfiguration,
                "The host \(host) cannot be found; choose a name or address of this machine with --host.",
                cause: error
            )
        } catch let error as IOError where error.errnoCode != EADDRINUSE {
            throw MartletError(
                .invalidConfiguration,
                "Port \(port) on \(host) cannot be opened: \(error.localizedDescription); choose another with --host or --port.",
                cause: error
            )
        } catch let error as IOError {
            throw MartletError(
                .portInUse,
                "Port \(port) on \(host) is taken by another program; end that program, or choose another port with --port.",
                cause: error
            )
        }
    }

    /// The port that is open.
    var port: Int { self.server.channel.localAddress?.port ?? 0 }

    /// Sends new connections to another app.
    ///
    /// - Parameter path: The Unix domain socket on which it listens; nil when there is none, and visitors are told so.
    func direct(to path: String?) {
        self.state.withLock { $0.target = path }
    }

    /// Says what the compiler said, for visitors while there is no app at all.
    func show(diagnostics: String) {
        self.state.withLock { $0.diagnostics = diagnostics }
    }

    /// Closes the connections that lead to an app.
    func closeConnections(to path: String) {
        let channels = self.state.withLock { state in
            state.connections.values.filter { $0.target == path }.map(\.channel)
        }
        for channel in channels {
            channel.close(promise: nil)
        }
    }

    /// Relays connections until the task is cancelled.
    func run() async throws {
        try await self.server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask {
                        // A broken connection concerns its two ends alone.
                        try? await self.serve(Self.opened(connection))
                    }
                }
            }
        }
    }

    private static func opened(_ visitor: any Channel) async throws -> ByteChannel {
        try await visitor.eventLoop.submit {
            let channel = try ByteChannel(
                wrappingChannelSynchronously: visitor,
                // Half-closure, so that closing waits for what a slow visitor has yet to take.
                configuration: .init(isOutboundHalfClosureEnabled: true)
            )
            try visitor.syncOptions?.setOption(.autoRead, value: true)
            return channel
        }.get()
    }

    private func serve(_ visitor: ByteChannel) async throws {
        // An app that has just ended may still be the target.
        guard let target = self.state.withLock({ $0.target }), let app = try? await Self.connect(to: target) else {
            return try await self.turnAway(visitor)
        }
        let key = ObjectIdentifier(visitor.channel)
        self.state.withLock { $0.connections[key] = (target, visitor.channel) }
        defer { self.state.withLock { $0.connections[key] = nil } }
        try await visitor.executeThenClose { fromVisitor, toVisitor in
            try await app.executeThenClose { fromApp, toApp in
                await withTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        await Self.copy(fromVisitor, toApp)
                        return false
                    }
                    group.addTask {
                        await Self.copy(fromApp, toVisitor)
                        return true
                    }
                    // A visitor that is gone takes nothing more, while one whose app is done closes once all has arrived.
                    let isAppDone = await group.next() ?? false
                    if isAppDone { _ = await group.next() }
                    group.cancelAll()
                }
            }
        }
    }

    private static func connect(to path: String) async throws -> ByteChannel {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: path) { channel in
                channel.eventLoop.makeCompletedFuture { try ByteChannel(wrappingChannelSynchronously: channel) }
            }
    }

    private static func copy(
        _ source: NIOAsyncChannelInboundStream<ByteBuffer>,
        _ sink: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) async {
        do {
            for try await bytes in source {
                try await sink.write(bytes)
            }
        } catch {
            // A broken connection ends like a closed one.
        }
        sink.finish()
    }

    private func turnAway(_ visitor: ByteChannel) async throws {
        let diagnostics = self.state.withLock { $0.diagnostics }
        try await visitor.executeThenClose { inbound, outbound in
            for try await _ in inbound {
                try await outbound.write(ByteBuffer(string: FailurePage.response(diagnostics: diagnostics)))
                break
            }
        }
    }
}
