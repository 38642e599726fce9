import Foundation

/// The time as OpenAI's API tells it.
enum UnixTime {
    /// Seconds since 1970.
    static var now: Int { Int(Date.now.timeIntervalSince1970) }
}
