import Foundation

/// The way to a server, whatever it is made of.
///
/// It gives what comes in to an ``Exchange``.
protocol Connection: Sendable {
    /// Connects, takes messages in until the connection ends, and then throws why; ends when its task is cancelled.
    func run() async throws
    /// Waits until messages can be sent.
    func waitUntilOpen() async throws
    /// Sends a message.
    ///
    /// - Parameters:
    ///   - message: The message on one line.
    ///   - id: The request that the message makes, nil for other messages.
    func send(_ message: Data, for id: Int?) async throws
    /// Tells that both sides have introduced themselves.
    func didInitialize(protocolVersion: String)
    /// Takes leave of the server; returns when nothing is left of it here.
    func close() async
}
