import ServiceLifecycle
import Synchronization

/// Wakes viewers whose streams changed, at most 30 times a second; idle while nothing streams.
final class RenderClock: Service {
    private struct State {
        var waiting: [ObjectIdentifier: HTMLViewer] = [:]
    }

    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    init() {
        (self.wakeUps, self.wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Has a viewer flushed soon.
    func schedule(_ viewer: HTMLViewer) {
        let isFirst = self.state.withLock { state in
            state.waiting[ObjectIdentifier(viewer)] = viewer
            return state.waiting.count == 1
        }
        if isFirst {
            self.wakeUp.yield()
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.wakeUps {
                try? await Task.sleep(for: HTMLViewer.interval)
                let waiting = self.state.withLock { state in
                    defer { state.waiting.removeAll(keepingCapacity: true) }
                    return Array(state.waiting.values)
                }
                for viewer in waiting {
                    viewer.flush()
                }
            }
        }
    }
}
