internal import Dispatch
internal import NIOCore
internal import SocketIOCore
internal import Synchronization

/// Work that waits for the event loop of a connection.
struct SocketWork {
    var waiting: [@Sendable () -> Void] = []
    var isScheduled = false
}

/// Work on the connection's event loop: one piece after the other, and what it emits leaves together.
extension Connection {
    func execute(_ work: @escaping @Sendable () -> Void) {
        let isFirst = self.work.withLock { queue in
            queue.waiting.append(work)
            defer { queue.isScheduled = true }
            return !queue.isScheduled
        }
        if isFirst { self.scheduleWork() }
    }

    /// Asks the loop of the WebSocket; it changes when a polling client goes over to one, so it is looked up each time.
    private func scheduleWork() {
        if let eventLoop = self.state.withLock({ $0.link?.eventLoop }) ?? self.pollingLoop {
            eventLoop.execute { self.runWork(on: eventLoop) }
        } else {
            DispatchQueue.global().async { self.runWork(on: nil) }
        }
    }

    private func runWork(on eventLoop: (any EventLoop)?) {
        let work = self.work.withLock { queue in
            defer { queue.waiting = [] }
            return queue.waiting
        }
        self.state.withLock { $0.engine.hold() }
        for piece in work { piece() }
        self.change(on: eventLoop) { state, now in
            let actions = state.engine.release()
            return state.apply(actions, now: now)
        }
        let goesOn = self.work.withLock { queue in
            queue.isScheduled = !queue.waiting.isEmpty
            return queue.isScheduled
        }
        // Anew rather than in a loop, so that other connections of the event loop have their turn.
        if goesOn { self.scheduleWork() }
    }
}
