import Foundation
import MartletCore
import Synchronization

@testable import MartletServer

/// A sink that keeps what it is sent, decoded.
final class RecordingSink: EventSink {
    struct Sent {
        let name: String
        let argument: JSONValue
        let offset: String?
        let attachments: [[UInt8]]
    }

    private let sent = Mutex<[Sent]>([])

    var all: [Sent] { self.sent.withLock { $0 } }
    var names: [String] { self.all.map(\.name) }

    private let answers = Mutex<[String: @Sendable ([UInt8]) -> Void]>([:])
    private let isReady = Mutex(true)

    func emit(_ name: String, json: [UInt8], attachments: [[UInt8]], offset: String?) {
        // A frame that is no JSON decodes to null, which no test expects.
        let argument = (try? JSONDecoder().decode(JSONValue.self, from: Data(json))) ?? .null
        self.sent.withLock {
            $0.append(Sent(name: name, argument: argument, offset: offset, attachments: attachments))
        }
    }

    func request(_ name: String, json: [UInt8], answer: @escaping @Sendable ([UInt8]) -> Void) {
        self.answers.withLock { $0[name] = answer }
        self.emit(name, json: json, attachments: [], offset: nil)
    }

    private let limit = Mutex<Int?>(nil)

    func isReadyForMore() -> Bool {
        let limit = self.limit.withLock { $0 } ?? .max
        return self.isReady.withLock { $0 } && self.all.count < limit
    }

    /// Has the client stop to read once it was sent so much.
    func closeAfter(_ count: Int?) { self.limit.withLock { $0 = count } }

    func execute(_ work: @escaping @Sendable () -> Void) { work() }

    /// Has the client read on, or stop to.
    func set(isReady: Bool) { self.isReady.withLock { $0 = isReady } }

    /// Answers the last request of a name, as a client does.
    func answer(_ name: String, _ value: JSONValue) throws {
        let json = Array(try JSONEncoder().encode(value))
        self.answers.withLock { $0[name] }?(json)
    }

    /// Waits until what was sent fulfils a condition, for long enough that a busy machine gets there.
    func wait(until condition: (RecordingSink) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while !condition(self), ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(1)) }
    }

    func arguments(of name: String) -> [JSONValue] {
        self.all.filter { $0.name == name }.map(\.argument)
    }
}

extension JSONValue {
    /// The texts of a list.
    var strings: [String] {
        guard case .array(let values) = self else { return [] }
        return values.compactMap(\.stringValue)
    }
}
