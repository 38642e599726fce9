import Foundation

/// An operating system thread for work that blocks, away from the threads that Swift's tasks share.
package enum DedicatedThread {
    /// Starts a thread that ends with its work.
    ///
    /// - Parameters:
    ///   - name: The thread's name, for debuggers.
    ///   - work: What it does.
    package static func start(name: String, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread(block: work)
        thread.name = name
        // Compute graphs of large models recurse deeply.
        thread.stackSize = 16 << 20
        thread.qualityOfService = .userInteractive
        thread.start()
    }
}
