import Synchronization

/// The name and type of a value that a session holds.
///
/// ```swift
/// extension SessionKey<Int> { static let count = SessionKey("count") }
/// chat.session[.count] = 1
/// ```
public struct SessionKey<Value: Sendable>: Hashable, Sendable {
    /// The key's name, unique among the keys of an app.
    public let name: String

    /// Creates a key.
    ///
    /// - Parameter name: The key's name, unique among the keys of an app.
    public init(_ name: String) {
        self.name = name
    }
}

/// What an app remembers for one chat session, under typed keys.
///
/// Chainlit: `cl.user_session`.
public final class SessionStore: Sendable {
    private let values = Mutex<[String: any Sendable]>([:])

    init() {}

    /// The value under a key; nil when there is none, and setting nil removes it.
    public subscript<Value>(key: SessionKey<Value>) -> Value? {
        get { self.values.withLock { $0[key.name] } as? Value }
        set {
            let stored: (any Sendable)? = newValue
            self.values.withLock { $0[key.name] = stored }
        }
    }

    /// The value under a key.
    ///
    /// - Parameter key: The value's key.
    /// - Returns: The value.
    /// - Throws: A ``MartletError`` of code `missingSessionValue` when there is none, or one of another type.
    public func require<Value>(_ key: SessionKey<Value>) throws(MartletError) -> Value {
        guard let stored = self.values.withLock({ $0[key.name] }) else {
            throw MartletError(
                .missingSessionValue,
                "The session holds nothing under \"\(key.name)\"; set it first, for example in onChatStart."
            )
        }
        guard let value = stored as? Value else {
            throw MartletError(
                .missingSessionValue,
                "The session holds a \(type(of: stored)) under \"\(key.name)\", not a \(Value.self); use one key a type."
            )
        }
        return value
    }

    /// The value under a key, made when there is none.
    ///
    /// Several callers at once may each make one; the first is kept, and all get that.
    ///
    /// - Parameters:
    ///   - key: The value's key.
    ///   - value: The value for the first caller; it may read the session.
    /// - Returns: The value that is kept from now on.
    public func value<Value>(_ key: SessionKey<Value>, or value: @autoclosure () -> Value) -> Value {
        if let stored = self[key] { return stored }
        // Made outside the lock, since it may itself read the session.
        let made = value()
        return self.values.withLock { values in
            if let stored = values[key.name] as? Value { return stored }
            values[key.name] = made
            return made
        }
    }

    /// Forgets everything.
    public func removeAll() {
        self.values.withLock { $0.removeAll() }
    }
}
