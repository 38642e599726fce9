import Foundation
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The way to a program that is started here: one message a line on its standard input and output.
final class StdioConnection: Connection {
    private typealias Writer = NIOAsyncChannelOutboundWriter<ByteBuffer>

    private struct State {
        var child: ChildProcess?
        var writer: Writer?
        var errorChannel: (any Channel)?
        /// The task that sees to the program's end.
        var stop: Task<Void, Never>?
    }

    private let command: String
    private let arguments: [String]
    private let environment: [String: String]
    private let exchange: Exchange
    private let state = Mutex(State())
    private let opened = OneShot<Void>()
    private let errors = StandardErrorLog.Tail()
    private let errorsEnded = OneShot<Void>()

    init(command: String, arguments: [String], environment: [String: String], exchange: Exchange) {
        self.command = command
        self.arguments = arguments
        self.environment = environment
        self.exchange = exchange
    }

    func waitUntilOpen() async throws {
        try await self.opened.value()
    }

    func didInitialize(protocolVersion: String) {}

    func send(_ message: Data, for id: Int?) async throws {
        guard let writer = self.state.withLock({ $0.writer }) else { throw self.lost(nil) }
        var line = ByteBuffer()
        line.reserveCapacity(message.count + 1)
        line.writeBytes(message)
        line.writeInteger(UInt8(ascii: "\n"))
        do {
            try await writer.write(line)
        } catch {
            try Task.checkCancellation()
            // Who waits is told by the end of the program, which knows more: how it ended, and its last words.
            self.stop()
        }
    }

    func run() async throws {
        do {
            let child = try self.launch()
            self.state.withLock { $0.child = child }
            defer { self.stop() }
            try await self.talk(with: child)
        } catch {
            self.opened.complete(.failure(error))
            throw error
        }
    }

    private func launch() throws -> ChildProcess {
        let variables = try ChildEnvironment.variables(configured: self.environment)
        let file = try ChildEnvironment.file(of: self.command, in: variables)
        guard !self.arguments.contains(where: { $0.utf8.contains(0) }) else {
            throw MCPError(
                .invalidCommand,
                "An argument of the MCP server '\(self.exchange.serverName)' holds a zero byte: remove it."
            )
        }
        do {
            return try ChildProcess.launch(file, arguments: self.arguments, environment: variables)
        } catch {
            throw MCPError(
                .invalidCommand,
                "The program '\(ShownText.shown(file))' of an MCP server cannot be started: see that it can be run.",
                detail: "\(error)",
                cause: error
            )
        }
    }

    /// Takes in lines until the program closes its output.
    private func talk(with child: ChildProcess) async throws {
        let channel = try await self.open(child.pipes)
        do {
            try await channel.executeThenClose { inbound, outbound in
                self.state.withLock { $0.writer = outbound }
                self.opened.complete(.success(()))
                for try await line in inbound {
                    await self.exchange.receive(Array(line.readableBytesView)) { data in
                        try await self.send(data, for: nil)
                    }
                }
            }
        } catch is LineDecoder.TooLong {
            throw MCPError(
                .messageTooLarge,
                """
                The MCP server '\(self.exchange.serverName)' sent a line of more than \
                \(self.exchange.options.largestMessage) bytes and was stopped: let its tools give less at once.
                """
            )
        } catch {
            try Task.checkCancellation()
        }
        try Task.checkCancellation()
        throw await self.lostAfterEnd(of: child)
    }

    private func open(
        _ pipes: ChildProcess.Pipes
    ) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let group = NIOSingletons.posixEventLoopGroup
        let (name, logger, tail, ended) = (
            self.exchange.serverName, self.exchange.logger, self.errors, self.errorsEnded
        )
        let limit = self.exchange.options.largestMessage
        do {
            let errorChannel = try await NIOPipeBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            StandardErrorLog(serverName: name, logger: logger, tail: tail, ended: ended)
                        )
                    }
                }
                .takingOwnershipOfDescriptor(input: pipes.error).get()
            self.state.withLock { $0.errorChannel = errorChannel }
        } catch {
            pipes.close()
            throw error
        }
        return try await NIOPipeBootstrap(group: group)
            .takingOwnershipOfDescriptors(input: pipes.output, output: pipes.input) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineDecoder(limit: limit)))
                    return try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(
                            // Lines may be large: few of them wait here, the others in the program's pipe.
                            backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2),
                            isOutboundHalfClosureEnabled: true,
                            inboundType: ByteBuffer.self,
                            outboundType: ByteBuffer.self
                        )
                    )
                }
            }
    }

    // MARK: - The end

    private func lost(_ detail: String?) -> MCPError {
        MCPError(
            .connectionLost,
            "The program of the MCP server '\(self.exchange.serverName)' has ended: see its log, then connect again.",
            detail: detail
        )
    }

    /// The error of a program that ended by itself, with its last words.
    private func lostAfterEnd(of child: ChildProcess) async -> MCPError {
        self.stop()
        // A program that only closed its output is asked to end, and needs a moment for it.
        let exit = try? await child.exit.value()
        await self.stop()?.value
        let words = self.errors.text
        return self.lost([exit.map { "\($0)" }, words.isEmpty ? nil : words].compactMap { $0 }.joined(separator: "; "))
    }

    func close() async {
        await self.stop()?.value
    }

    /// Sees to it that the program ends: by itself when its input is closed, or else by force.
    @discardableResult
    private func stop() -> Task<Void, Never>? {
        self.state.withLock { state in
            if let stop = state.stop { return stop }
            guard let child = state.child else { return nil }
            let (writer, options) = (state.writer, self.exchange.options)
            // Ends with the program, which is killed in the end. It is bare because it must go on though its caller
            // is cancelled.
            let stop = Task {
                writer?.finish()
                await Self.end(child, options)
                // Its last words arrive through another pipe, whose other end something that it left behind may hold.
                try? await withTimeLimit(.seconds(1)) { try await self.errorsEnded.value() }
                self.state.withLock { $0.errorChannel }?.close(promise: nil)
            }
            state.stop = stop
            return stop
        }
    }

    private static func end(_ child: ChildProcess, _ options: MCPClientOptions) async {
        if await self.hasEnded(child, within: options.terminateAfter) { return }
        child.signal(SIGTERM)
        if await self.hasEnded(child, within: options.killAfter - options.terminateAfter) { return }
        child.signal(SIGKILL)
        _ = try? await child.exit.value()
    }

    private static func hasEnded(_ child: ChildProcess, within limit: Duration) async -> Bool {
        let exit = try? await withTimeLimit(limit) {
            try await child.exit.value()
        }
        return exit != nil
    }
}
