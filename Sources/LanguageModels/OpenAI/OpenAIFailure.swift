import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// What went wrong with one request to a model server, before it is known what it means for the app.
enum OpenAIFailure: Error {
    /// Which wait was too long.
    enum Wait: Sendable {
        case firstByte(Duration)
        case betweenChunks(Duration)
        case timeLimit(Duration)
    }

    /// No answer came, or it broke off.
    case network(any Error)
    /// The server answered with a status that is no success.
    case status(Int, WireError, retryAfter: Duration?)
    /// The server broke its answer off with an error in it.
    case brokenOff(WireError)
    /// The server fell silent.
    case timeout(Wait)
    /// The answer is not what was agreed on.
    case malformed(String, cause: (any Error)?)

    /// Wraps an error of the HTTP client.
    ///
    /// - Throws: `CancellationError` instead, where the task was cancelled.
    init(network error: any Error) throws {
        if error is CancellationError || (error as? HTTPClientError) == .cancelled || Task.isCancelled {
            throw CancellationError()
        }
        self = .network(error)
    }

    /// Whether asking again may help, as long as nothing of the answer was passed on.
    var isTemporary: Bool {
        switch self {
        case .network(let error): !Self.isHopeless(error)
        case .status(let status, let error, _):
            (status == 408 || status == 409 || status == 429 || status >= 500) && status != 501
                && error.code != "insufficient_quota" && !error.isContextOverflow && !error.isRefusedPicture
        case .brokenOff(let error):
            (error.status ?? 500) >= 500 && !error.isContextOverflow && !error.isRefusedPicture && !error.isFiltered
        case .timeout, .malformed: false
        }
    }

    /// How long the server asks its callers to wait.
    var retryAfter: Duration? {
        if case .status(_, _, let wait) = self { wait } else { nil }
    }

    /// The server's words, if prompt and answer do not fit its context.
    var contextOverflow: WireError? {
        switch self {
        case .status(let status, let error, _): (400...500).contains(status) && error.isContextOverflow ? error : nil
        case .brokenOff(let error): error.isContextOverflow ? error : nil
        case .network, .timeout, .malformed: nil
        }
    }

    private static func isHopeless(_ error: any Error) -> Bool {
        switch error as? HTTPClientError {
        case .some(.invalidURL), .some(.emptyHost), .some(.emptyScheme), .some(.invalidProxyConfiguration),
            .some(.proxyAuthenticationRequired), .some(.alreadyShutdown):
            true
        default: false
        }
    }

    /// Reads `Retry-After`: seconds or a date; `retry-after-ms` is more exact where it is sent.
    static func retryAfter(_ headers: HTTPHeaders, now: Date = Date()) -> Duration? {
        func duration(_ seconds: Double) -> Duration? {
            seconds.isFinite ? .milliseconds(Int64(min(max(seconds, 0), 1_000_000) * 1000)) : nil
        }
        if let text = headers.first(name: "retry-after-ms"), let wait = Double(text) { return duration(wait / 1000) }
        guard let text = headers.first(name: "Retry-After")?.trimmingCharacters(in: .whitespaces) else { return nil }
        if let wait = Double(text) { return duration(wait) }
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).flatMap { duration($0.timeIntervalSince(now)) }
    }
}
