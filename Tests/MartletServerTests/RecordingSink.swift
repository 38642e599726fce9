import Foundation
import MartletCore
import Synchronization

@testable import MartletServer

/// A sink that keeps what it is sent, decoded.
final class RecordingSink: EventSink {
    struct Sent {
        let name: String
        let argument: JSONValue
    }

    private let sent = Mutex<[Sent]>([])

    var all: [Sent] { self.sent.withLock { $0 } }
    var names: [String] { self.all.map(\.name) }

    func emit(_ name: String, json: [UInt8]) {
        // A frame that is no JSON decodes to null, which no test expects.
        let argument = (try? JSONDecoder().decode(JSONValue.self, from: Data(json))) ?? .null
        self.sent.withLock { $0.append(Sent(name: name, argument: argument)) }
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

    var intValue: Int? { self.doubleValue.map(Int.init) }
}
