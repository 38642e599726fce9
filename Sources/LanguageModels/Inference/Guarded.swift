import Foundation

/// A value that only one thread at a time gets at.
///
/// The lock is Foundation's and not Synchronization's `Mutex`, because Thread Sanitizer does not see that one's slow
/// path, which lies in a library that is not instrumented, and reports races where there are none.
///
/// `@unchecked Sendable`: the lock protects the value.
package final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    package init(_ value: sending Value) {
        self.value = value
    }

    /// Lends the value while the lock is held.
    package func withLock<Result>(_ body: (inout Value) throws -> sending Result) rethrows -> sending Result {
        self.lock.lock()
        defer { self.lock.unlock() }
        return try body(&self.value)
    }
}
