import Foundation
import MartletCore
import Synchronization

/// What the server counts as it goes: messages and how long the app took to answer them, and requests of programs.
final class ServerCounts: MetricsSource {
    private struct State {
        var messages = 0
        var failures = 0
        var running = 0
        var durations = MetricHistogram(bounds: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600])
        var requests: [Request: Int] = [:]
    }

    /// What requests are told apart by; routes are the server's own words, so there are only so many.
    private struct Request: Hashable {
        let route: String
        let status: Int
    }

    private let state = Mutex(State())
    private let start = Date.now.timeIntervalSince1970

    /// Notes that a request of a program was answered.
    ///
    /// - Parameters:
    ///   - route: The route's pattern, not the path that was asked for.
    ///   - status: The answer's status; 499 when the client left.
    func answered(_ route: String, status: Int) {
        self.state.withLock { $0.requests[Request(route: route, status: status), default: 0] += 1 }
    }

    /// The app's hooks, with the answers to messages counted.
    func counting(_ hooks: ChatHooks) -> ChatHooks {
        guard let onMessage = hooks.onMessage else { return hooks }
        var hooks = hooks
        hooks.onMessage = { message, chat in
            let begin = ContinuousClock.now
            self.state.withLock { state in
                state.messages += 1
                state.running += 1
            }
            do {
                try await onMessage(message, chat)
                self.ended(begin, isFailure: false)
            } catch {
                self.ended(begin, isFailure: !(error is CancellationError))
                throw error
            }
        }
        return hooks
    }

    private func ended(_ begin: ContinuousClock.Instant, isFailure: Bool) {
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        self.state.withLock { state in
            state.running -= 1
            if isFailure { state.failures += 1 }
            state.durations.add(seconds)
        }
    }

    var metrics: [Metric] {
        let state = self.state.withLock { $0 }
        let requests = state.requests.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        var metrics = [
            Metric(.counter, "martlet_messages_total", "Messages of people.", value: Double(state.messages)),
            Metric(
                .counter,
                "martlet_message_failures_total",
                "Messages whose handler failed.",
                value: Double(state.failures)
            ),
            Metric(
                .gauge,
                "martlet_messages_running",
                "Messages that are being answered.",
                value: Double(state.running)
            ),
            Metric(
                .histogram,
                "martlet_message_duration_seconds",
                "How long the app took to answer a message.",
                samples: state.durations.samples()
            ),
            Metric(
                .counter,
                "martlet_api_requests_total",
                "Requests of programs, by route and status; 499 says that the client left.",
                samples: requests.map {
                    Metric.Sample(
                        Double($0.value),
                        labels: ["route": $0.key.route, "status": String($0.key.status)]
                    )
                }
            ),
            Metric(
                .gauge,
                "process_start_time_seconds",
                "When the server began, in seconds since 1970.",
                value: self.start
            ),
        ]
        if let memory = ProcessMemory.resident {
            metrics.append(
                Metric(
                    .gauge,
                    "process_resident_memory_bytes",
                    "Memory in use, mapped model files included.",
                    value: Double(memory)
                )
            )
        }
        return metrics
    }
}
