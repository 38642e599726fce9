import AsyncHTTPClient
import Foundation
import NIOCore

/// Turns failures into sentences that say what was asked for and what to do; secrets never get into them.
struct OpenAIErrorReporter: Sendable {
    let model: String
    let host: String
    let hasKey: Bool
    /// What must not be shown though a server may repeat it.
    let secrets: [String]

    /// What the app is told.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - hasBegun: Whether a part of the answer was passed on already.
    func error(_ failure: OpenAIFailure, hasBegun: Bool = false) -> LanguageModelError {
        if let overflow = failure.contextOverflow { return self.overflowError(overflow) }
        return switch failure {
        case .network(let cause):
            hasBegun ? self.brokenError("the connection broke", cause) : self.networkError(cause)
        case .status(let status, let error, let wait): self.statusError(status, error, wait)
        case .brokenOff(let error) where error.isFiltered:
            LanguageModelError(
                .generationFailed,
                """
                The content filter of '\(self.host)' refused the answer of '\(self.model)': ask in other words, or ask \
                another model.
                """
            )
        case .brokenOff(let error):
            LanguageModelError(
                .generationFailed,
                "'\(self.host)' broke off the answer of '\(self.model)'\(self.words(error)): ask again."
            )
        case .timeout(let wait): self.timeoutError(wait, hasBegun: hasBegun)
        case .malformed(let what, let cause): self.brokenError(what, cause)
        }
    }

    /// The server's own words in brackets, on one line and without secrets.
    private func words(_ error: WireError) -> String {
        guard let message = error.message ?? error.code ?? error.type else { return "" }
        return " (\(SafeName.shown(self.redacted(message), longest: 300)))"
    }

    private func redacted(_ text: String) -> String {
        self.secrets.reduce(text) { $0.replacing($1, with: "(hidden)") }
    }

    private func overflowError(_ error: WireError) -> LanguageModelError {
        let numbers: String
        if let needed = error.promptTokens, let available = error.contextLength {
            numbers = ": it has \(needed) tokens and \(available) fit"
        } else {
            numbers = self.words(error)
        }
        var overflow = LanguageModelError(
            .contextOverflow,
            """
            The prompt is too long for '\(self.model)' at '\(self.host)'\(numbers); shorten it, ask for fewer new tokens, \
            or set overflow to dropOldestTurns.
            """
        )
        // A server may send any number.
        let numbersThatCanBe = 0..<1 << 40
        if let needed = error.promptTokens, let available = error.contextLength,
            numbersThatCanBe.contains(needed), numbersThatCanBe.contains(available)
        {
            overflow.overflow = OverflowDetails(needed: needed + 1, available: available)
        }
        return overflow
    }

    private func networkError(_ cause: any Error) -> LanguageModelError {
        if (cause as? HTTPClientError) == .proxyAuthenticationRequired { return self.proxyError(cause) }
        let what: String
        if (cause as? HTTPClientError) == .connectTimeout {
            what = "did not accept a connection in time"
        } else if Self.isRefusal(cause) {
            what = "refused the connection"
        } else if (cause as? HTTPClientError) == .remoteConnectionClosed || Self.isReset(cause) {
            what = "closed the connection without an answer"
        } else {
            what = "could not be reached"
        }
        return LanguageModelError(
            .serverUnavailable,
            "'\(self.host)' \(what): check that the server of '\(self.model)' runs, its address and HTTPS_PROXY.",
            cause: cause
        )
    }

    /// The type that says so belongs to a library that is no dependency of ours; its words are the system's.
    private static func isRefusal(_ error: any Error) -> Bool { "\(error)".contains("Connection refused") }

    /// Whether the server closed a connection that was kept open for the next request just when that came.
    private static func isReset(_ error: any Error) -> Bool {
        guard let error = error as? IOError else { return false }
        return error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
    }

    private func proxyError(_ cause: (any Error)?) -> LanguageModelError {
        LanguageModelError(
            .unauthorized,
            """
            The proxy on the way to '\(self.host)' wants a name and a password that it knows: put them into \
            HTTPS_PROXY or HTTP_PROXY, as in http://name:password@proxy:3128.
            """,
            cause: cause
        )
    }

    private func statusError(_ status: Int, _ error: WireError, _ wait: Duration?) -> LanguageModelError {
        let words = self.words(error)
        if error.isRefusedPicture {
            return LanguageModelError(
                .requestFailed,
                """
                '\(self.model)' at '\(self.host)' reads no pictures\(words): leave them out, or ask a model that sees.
                """
            )
        }
        switch status {
        case 301, 302, 307, 308:
            guard let location = error.location else { return self.refusedError(status, words) }
            let shown = SafeName.shown(self.redacted(location), longest: 300)
            return LanguageModelError(
                .requestFailed,
                "'\(self.host)' sends the request to '\(self.model)' on with \(status): set the base URL to '\(shown)'."
            )
        case 407: return self.proxyError(nil)
        case 401, 403:
            let remedy =
                self.hasKey
                ? "check the key and what it may use"
                : "give a key with apiKey, or set OPENAI_API_KEY"
            return LanguageModelError(
                .unauthorized,
                "'\(self.host)' refuses the request to '\(self.model)'\(words): \(remedy)."
            )
        case 404:
            return LanguageModelError(
                .requestFailed,
                """
                '\(self.host)' knows no model '\(self.model)', or not this address\(words): check the model's name with \
                models(), and the base URL, which mostly ends in /v1.
                """,
                cause: MissingModel()
            )
        case 429:
            let remedy =
                error.code == "insufficient_quota"
                ? "the account's quota is used up, raise it"
                : wait.map { "wait \(Int($0.components.seconds) + 1) seconds" } ?? "wait a while, or ask less often"
            return LanguageModelError(
                .rateLimited,
                "'\(self.host)' takes no more requests to '\(self.model)' now\(words): \(remedy)."
            )
        case 500... where status != 501:
            return LanguageModelError(
                .serverUnavailable,
                "'\(self.host)' failed with \(status) when asked for '\(self.model)'\(words): look at its log, or try later."
            )
        default: return self.refusedError(status, words)
        }
    }

    private func refusedError(_ status: Int, _ words: String) -> LanguageModelError {
        LanguageModelError(
            .requestFailed,
            """
            '\(self.host)' refused the request to '\(self.model)' with \(status)\(words): correct what it names, or \
            choose the dialect of the server.
            """
        )
    }

    private func timeoutError(_ wait: OpenAIFailure.Wait, hasBegun: Bool) -> LanguageModelError {
        switch wait {
        case .firstByte(let duration):
            LanguageModelError(
                .serverUnavailable,
                """
                '\(self.host)' sent nothing of '\(self.model)' for \(duration.shown): look whether it is overloaded, \
                or raise timeouts.firstByte.
                """
            )
        case .betweenChunks(let duration):
            LanguageModelError(
                hasBegun ? .generationFailed : .serverUnavailable,
                """
                '\(self.host)' fell silent for \(duration.shown) in the midst of an answer of '\(self.model)': ask \
                again, or raise timeouts.betweenChunks.
                """
            )
        case .timeLimit(let duration):
            LanguageModelError(
                .timeLimitExceeded,
                """
                '\(self.model)' at '\(self.host)' did not begin to answer within the time limit of \
                \(duration.shown): raise timeLimit, or try when less is going on.
                """
            )
        }
    }

    private func brokenError(_ what: String, _ cause: (any Error)?) -> LanguageModelError {
        LanguageModelError(
            .generationFailed,
            """
            The answer of '\(self.model)' from '\(self.host)' did not come whole: \(self.redacted(what)); ask again, and if \
            it stays so check that the server speaks OpenAI's protocol.
            """,
            cause: cause
        )
    }
}
