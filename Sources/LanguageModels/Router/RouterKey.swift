import Foundation

/// Which chats belong together, and to which server: the one whose cache knows their beginning.
///
/// Rendezvous hashing: every pair of chat and server has a score, and the chat belongs to the server with the highest.
/// When a server leaves, its own chats alone move. The numbers are the same in every process.
struct RouterKey: Hashable, Sendable {
    /// The hash of a chat's beginning.
    let value: UInt64

    /// How much of a text counts; what is alike for so long is worth a common cache.
    private static let longest = 16 << 10
    /// How much of a prompt that is one text counts: later it grows with each turn.
    private static let textLength = 1 << 10

    /// Takes what stays the same through all turns of a chat: the instructions and the first message of its user.
    init(_ prompt: ModelPrompt) {
        var hash = StableHash()
        switch prompt {
        case .text(let text): hash.combine(text.utf8.prefix(Self.textLength))
        case .chat(let messages):
            for message in messages {
                hash.combine(message.role.rawValue.utf8)
                hash.combine(message.content.utf8.prefix(Self.longest))
                if message.role == .user { break }
            }
        }
        self.value = hash.value
    }

    /// The chat's score with a server.
    func score(name: UInt64, weight: Double) -> Double {
        let bits = StableHash.mixed(self.value ^ StableHash.mixed(name)) >> 11
        // Between 0 and 1, both left out.
        let chance = (Double(bits) + 0.5) / Double(1 << 53 as UInt64)
        return weight / -log(chance)
    }
}

/// A hash that is the same in every process, unlike Swift's own: FNV-1a, and a final mix that spreads its bits.
struct StableHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    var value: UInt64 { Self.mixed(self.state) }

    /// Adds bytes, and a mark that ends them.
    mutating func combine(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { self.add(byte) }
        self.add(0xFF)
    }

    private mutating func add(_ byte: UInt8) {
        self.state = (self.state ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    static func of(_ text: String) -> UInt64 {
        var hash = StableHash()
        hash.combine(text.utf8)
        return hash.value
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
        value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
        return value ^ value >> 33
    }
}
