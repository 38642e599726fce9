import Martlet
import Synchronization
import Testing

struct CachedTests {
    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            self.count.withLock { count in
                count += 1
                return count
            }
        }
    }

    @Test func `work without arguments is done once`() async throws {
        let counter = Counter()
        let load = Cached { counter.next() }
        #expect(try await load() == 1)
        #expect(try await load() == 1)
        load.removeAll()
        #expect(try await load() == 2)
    }

    @Test func `work is done once for each set of arguments`() async throws {
        let counter = Counter()
        let sum = Cached { (first: Int, second: String) in "\(first)\(second)\(counter.next())" }
        #expect(try await sum(1, "a") == "1a1")
        #expect(try await sum(1, "b") == "1b2")
        #expect(try await sum(2, "a") == "2a3")
        #expect(try await sum(1, "a") == "1a1")
        let long = Cached { (first: Int, second: String, third: Bool) in "\(first)\(second)\(third)\(counter.next())" }
        #expect(try await long(1, "a", true) == "1atrue4")
        #expect(try await long(1, "a", false) == "1afalse5")
        #expect(try await long(1, "a", true) == "1atrue4")
    }

    @Test func `calls at once share one run`() async throws {
        let counter = Counter()
        let slow = Cached { (name: String) in
            try await Task.sleep(for: .milliseconds(50))
            return "\(name)\(counter.next())"
        }
        async let first = slow("x")
        async let second = slow("x")
        #expect(try await [first, second] == ["x1", "x1"])
    }

    @Test func `what throws is not kept`() async throws {
        struct Failure: Error {}
        let counter = Counter()
        let flaky = Cached { (_: Int) in
            let count = counter.next()
            if count == 1 { throw Failure() }
            return count
        }
        await #expect(throws: Failure.self) { try await flaky(0) }
        #expect(try await flaky(0) == 2)
    }
}
