/// Where a viewer's events go: one socket, or a test.
protocol EventSink: Sendable {
    /// Sends one event; never blocks.
    ///
    /// - Parameters:
    ///   - name: The event's name.
    ///   - json: The JSON of its one argument.
    ///   - attachments: The bytes that placeholders in the JSON point at.
    ///   - offset: Where the run log stands after it, for clients that can take up from there.
    func emit(_ name: String, json: [UInt8], attachments: [[UInt8]], offset: String?)

    /// Sends one event that the client answers.
    ///
    /// - Parameters:
    ///   - name: The event's name.
    ///   - json: The JSON of its one argument.
    ///   - answer: Called at most once, with the JSON of the client's answer.
    func request(_ name: String, json: [UInt8], answer: @escaping @Sendable ([UInt8]) -> Void)

    /// Whether there is room for more; after false, the sink's owner is told when there is.
    func isReadyForMore() -> Bool

    /// Runs work soon, one piece after the other, never within this call.
    func execute(_ work: @escaping @Sendable () -> Void)
}

extension EventSink {
    /// Sends an event without attachments that is no part of the run log.
    func emit(_ name: String, json: [UInt8]) {
        self.emit(name, json: json, attachments: [], offset: nil)
    }

    /// Sends an event whose argument says nothing.
    func emit(_ name: String) {
        self.emit(name, json: Array("{}".utf8))
    }

    func emit(_ name: String, object members: (inout JSONBuffer) -> Void) {
        self.emit(name, json: JSONBuffer.object(members))
    }
}
