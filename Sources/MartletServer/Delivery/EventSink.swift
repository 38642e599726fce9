/// Where a viewer's events go: one socket, or a test.
protocol EventSink: Sendable {
    /// Sends one event; never blocks.
    ///
    /// - Parameters:
    ///   - name: The event's name.
    ///   - json: The JSON of its one argument.
    func emit(_ name: String, json: [UInt8])
}

extension EventSink {
    /// Sends an event whose argument says nothing.
    func emit(_ name: String) {
        self.emit(name, json: Array("{}".utf8))
    }

    func emit(_ name: String, object members: (inout JSONBuffer) -> Void) {
        self.emit(name, json: JSONBuffer.object(members))
    }
}
