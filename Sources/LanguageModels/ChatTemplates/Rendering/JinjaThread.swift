import Dispatch
import Foundation
import Synchronization

/// Runs parsing and rendering on a thread with a stack of known size.
///
/// Both recurse. Threads that tasks run on have 512 KiB of stack on macOS, 128 KiB with musl and usually 8 MiB with
/// glibc, and an unoptimised build takes several times what an optimised one does; here ``JinjaLimits`` always fit.
enum JinjaThread {
    private static let stackBytes = 8 << 20

    private final class Outcome<Value: Sendable>: Sendable {
        let value = Mutex<Result<Value, JinjaFailure>?>(nil)
    }

    /// Runs something to its end; the caller's thread waits, as it would if it did the work itself.
    static func run<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) throws(JinjaFailure) -> Value {
        let outcome = Outcome<Value>()
        let done = DispatchSemaphore(value: 0)
        // Ends with its work, which the limits bound.
        let thread = Thread {
            let result: Result<Value, JinjaFailure>
            do {
                result = .success(try work())
            } catch {
                result = .failure(error as? JinjaFailure ?? JinjaFailure("\(error)"))
            }
            outcome.value.withLock { $0 = result }
            done.signal()
        }
        thread.stackSize = Self.stackBytes
        thread.name = "martlet-template"
        thread.start()
        done.wait()
        guard let result = outcome.value.withLock({ $0 }) else { throw JinjaFailure("the work was lost") }
        return try result.get()
    }
}
