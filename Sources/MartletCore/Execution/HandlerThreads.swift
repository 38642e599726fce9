import DequeModule
import Foundation
import Logging
import Synchronization

/// The threads that handlers run on: as many as there are processors, and more while some of them are blocked.
final class HandlerThreads: Sendable {
    /// The threads of the process.
    static let shared = HandlerThreads()

    /// How long a handler may hold a thread before it is named.
    static let patience = Duration.milliseconds(250)
    /// The most threads; beyond them handlers that block hold each other up.
    static let mostThreads = 64

    struct Blockage: Sendable {
        let handler: String
        let since: ContinuousClock.Instant
    }

    private struct Work {
        let job: UnownedJob
        let executor: HandlerExecutor
    }

    private struct Running {
        let executor: HandlerExecutor
        let start: ContinuousClock.Instant
        var isNamed = false
    }

    private struct State {
        var queue = Deque<Work>()
        var running: [Int: Running] = [:]
        var threads = 0
        var idle = 0
        var wanted = max(2, ProcessInfo.processInfo.activeProcessorCount)
        var isWatched = false
    }

    private let state = Mutex(State())
    private let condition = NSCondition()
    private let logger = Logger(label: "martlet")
    /// Told of each handler that blocks; for tests.
    private let onBlockage: @Sendable (Blockage) -> Void

    init(onBlockage: @escaping @Sendable (Blockage) -> Void = { _ in }) {
        self.onBlockage = onBlockage
    }

    func run(_ job: UnownedJob, for executor: HandlerExecutor) {
        let (number, startsWatch) = self.state.withLock { state -> (Int?, Bool) in
            state.queue.append(Work(job: job, executor: executor))
            let startsWatch = !state.isWatched
            state.isWatched = true
            guard state.idle < state.queue.count, state.threads < state.wanted else { return (nil, startsWatch) }
            state.threads += 1
            return (state.threads, startsWatch)
        }
        if let number { self.startThread(number) }
        if startsWatch { self.startWatch() }
        self.condition.lock()
        self.condition.signal()
        self.condition.unlock()
    }

    private func startThread(_ number: Int) {
        // Ends with the process.
        let thread = Thread {
            // Here and not before the start: on Linux the name is given to the thread that runs.
            Thread.current.name = "handler \(number)"
            self.work(number)
        }
        thread.start()
    }

    private func work(_ number: Int) {
        while true {
            guard let work = self.next(number) else {
                self.waitForWork()
                continue
            }
            work.job.runSynchronously(on: work.executor.asUnownedTaskExecutor())
            self.state.withLock { $0.running[number] = nil }
        }
    }

    private func next(_ number: Int) -> Work? {
        self.state.withLock { state in
            guard let work = state.queue.popFirst() else { return nil }
            state.running[number] = Running(executor: work.executor, start: .now)
            return work
        }
    }

    private func waitForWork() {
        self.condition.lock()
        defer { self.condition.unlock() }
        // Looked at under the condition's lock, or a signal in between would be lost.
        while self.state.withLock({ state in
            guard state.queue.isEmpty else { return false }
            state.idle += 1
            return true
        }) {
            self.condition.wait()
            self.state.withLock { $0.idle -= 1 }
        }
    }

    /// Names handlers that block, and makes up for the threads that they hold.
    private func startWatch() {
        // Ends with the process.
        let thread = Thread {
            Thread.current.name = "handler watchdog"
            while true {
                Thread.sleep(forTimeInterval: 0.1)
                self.lookForBlockages(at: .now)
            }
        }
        thread.start()
    }

    private func lookForBlockages(at now: ContinuousClock.Instant) {
        let (blocked, number) = self.state.withLock { state -> ([Blockage], Int?) in
            var blocked: [Blockage] = []
            var held = 0
            for (number, running) in state.running where now - running.start > Self.patience {
                held += 1
                guard !running.isNamed else { continue }
                state.running[number]?.isNamed = true
                blocked.append(Blockage(handler: running.executor.name, since: running.start))
            }
            let usual = max(2, ProcessInfo.processInfo.activeProcessorCount)
            state.wanted = min(Self.mostThreads, usual + held)
            guard !state.queue.isEmpty, state.idle == 0, state.threads < state.wanted else { return (blocked, nil) }
            state.threads += 1
            return (blocked, state.threads)
        }
        if let number { self.startThread(number) }
        for blockage in blocked {
            self.onBlockage(blockage)
            self.logger.warning(
                "Handler blocks its thread; use async calls, or move the work to a thread of its own",
                metadata: [
                    "martlet.handler": .string(blockage.handler), "martlet.blocked": "\(now - blockage.since)",
                ]
            )
        }
    }
}
