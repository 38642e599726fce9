import NIOCore

/// Tells when the client of a connection leaves, while a request of it is worked on.
///
/// Nothing else does: the server looks at a connection again only when it has written to it.
struct ClientDeparture: Sendable {
    private let channel: any Channel

    init(of channel: any Channel) {
        self.channel = channel
    }

    /// Does work, yet only as long as the client is there.
    ///
    /// - Parameter work: The work; it is cancelled when the client leaves.
    /// - Returns: What the work returned.
    /// - Throws: `CancellationError` when the client left; what the work throws.
    func whileThere<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let (departures, departure) = AsyncStream<Void>.makeStream()
        let watch = DepartureWatch(departure: departure)
        let pipeline = self.channel.pipeline
        // Fails where the connection is closed already.
        pipeline.addHandler(watch, position: .first).whenFailure { _ in departure.finish() }
        defer { pipeline.removeHandler(watch, promise: nil) }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in departures {}
                return nil
            }
            defer { group.cancelAll() }
            guard case .some(.some(let value)) = try await group.next() else { throw CancellationError() }
            return value
        }
    }
}

/// Stands in front of a connection's other handlers and hears that no more will come.
private final class DepartureWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let departure: AsyncStream<Void>.Continuation

    init(departure: AsyncStream<Void>.Continuation) {
        self.departure = departure
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.departure.finish()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { self.departure.finish() }
        context.fireUserInboundEventTriggered(event)
    }
}
