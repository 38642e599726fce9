import SocketIOServer

/// What is open at present: chats and sockets.
struct LiveCounts: MetricsSource {
    let registry: SessionRegistry
    let sockets: SocketIOServer

    var metrics: [Metric] {
        let chats = self.registry.counts
        return [
            Metric(.gauge, "martlet_chats", "Chats that live.", value: Double(chats.all)),
            Metric(.gauge, "martlet_chats_running", "Chats in which something runs.", value: Double(chats.running)),
            Metric(.gauge, "martlet_chats_open", "Chats that a client has open.", value: Double(chats.open)),
            Metric(.gauge, "martlet_sockets", "Connected clients.", value: Double(self.sockets.sockets.count)),
            Metric(
                .gauge,
                "martlet_socket_sessions",
                "Socket sessions, those that have yet to begin a chat included.",
                value: Double(self.sockets.sessionCount)
            ),
        ]
    }
}
