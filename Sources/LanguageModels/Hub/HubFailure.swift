import AsyncHTTPClient
import Foundation
import NIOHTTP1

/// What went wrong with one request, before it is known what it means for the model that was asked for.
enum HubFailure: Error {
    /// No answer came, or it broke off.
    case network(URL, any Error)
    /// The server answered with a status that is no success.
    case status(HubStatus)
    /// A redirect led nowhere.
    case redirect(String, from: URL)

    /// Wraps an error of the HTTP client.
    ///
    /// - Throws: `CancellationError` instead, where the task was cancelled.
    init(network error: any Error, url: URL) throws {
        if error is CancellationError || (error as? HTTPClientError) == .cancelled || Task.isCancelled {
            throw CancellationError()
        }
        self = .network(url, error)
    }

    /// Whether asking again may help.
    var isTemporary: Bool {
        switch self {
        case .network: true
        case .status(let status): [408, 429, 500, 502, 503, 504].contains(status.code)
        case .redirect: false
        }
    }
}

/// An answer that is no success, with the hub's own words on it.
struct HubStatus: Sendable {
    let code: Int
    let url: URL
    /// The hub's code, such as `GatedRepo`, `RepoNotFound`, `RevisionNotFound` or `EntryNotFound`.
    let hubCode: String?
    /// The hub's sentence.
    let hubMessage: String?
    /// How long the server asks its callers to wait.
    let retryAfter: Duration?

    init(_ answer: HubConnection.Answer) {
        self.code = answer.status
        self.url = answer.url
        self.hubCode = answer.header("X-Error-Code")
        self.hubMessage = answer.header("X-Error-Message").map { SafeName.shown($0) }
        self.retryAfter = answer.header("Retry-After").flatMap { Int($0) }.map { .seconds(min(max($0, 0), 60)) }
    }
}

/// Turns failures into sentences that say what was asked for and what to do.
struct HubErrorReporter {
    let repository: RepositoryName
    let revision: String
    let file: String?
    let configuration: HubConfiguration

    private var subject: String {
        let file = self.file.map { "'\(SafeName.shown($0))' of " } ?? ""
        let revision = self.revision == ModelReference.defaultRevision ? "" : " at '\(SafeName.shown(self.revision))'"
        return "\(file)'\(self.repository)'\(revision)"
    }

    private var host: String { self.configuration.endpoint.host ?? self.configuration.endpoint.absoluteString }

    func error(_ failure: HubFailure, nearNames: [String] = []) -> LanguageModelError {
        switch failure {
        case .network(let url, let cause): self.networkError(url, cause)
        case .status(let status): self.statusError(status, nearNames: nearNames)
        case .redirect(let what, let url):
            LanguageModelError(
                .downloadFailed,
                "\(self.subject) cannot be fetched because '\(url.host ?? "")' redirects \(what): check HF_ENDPOINT.",
                cause: failure
            )
        }
    }

    private func networkError(_ url: URL, _ cause: any Error) -> LanguageModelError {
        let host = url.host ?? self.host
        let what: String
        if (cause as? HTTPParserError) == .invalidEOFState {
            what = "'\(host)' closed the connection"
        } else {
            what =
                switch cause as? HTTPClientError {
                case .some(.connectTimeout): "'\(host)' did not accept a connection in time"
                case .some(.readTimeout): "'\(host)' stopped sending"
                case .some(.deadlineExceeded): "'\(host)' did not answer in time"
                case .some(.remoteConnectionClosed): "'\(host)' closed the connection"
                default: "'\(host)' cannot be reached (\(SafeName.shown(String(describing: cause))))"
                }
        }
        return LanguageModelError(
            .downloadFailed,
            """
            \(self.subject) was not fetched because \(what): check the network (or HTTPS_PROXY and HF_ENDPOINT) and \
            start again, what is already there is kept.
            """,
            cause: cause
        )
    }

    private func statusError(_ status: HubStatus, nearNames: [String]) -> LanguageModelError {
        switch (status.code, status.hubCode) {
        case (401, "GatedRepo"), (403, _): self.gatedError(status)
        case (401, _): self.unauthorizedError()
        case (404, _): self.missingError(status, nearNames: nearNames)
        case (429, _):
            LanguageModelError(
                .downloadFailed,
                "'\(self.host)' refuses \(self.subject) because of too many requests: wait some minutes, or set HF_TOKEN."
            )
        default:
            LanguageModelError(
                .downloadFailed,
                """
                '\(status.url.host ?? self.host)' answered \(status.code) to the request for \(self.subject)\
                \(status.hubMessage.map { " (\($0))" } ?? ""): try again later.
                """
            )
        }
    }

    private func gatedError(_ status: HubStatus) -> LanguageModelError {
        let page = "\(self.configuration.endpoint.absoluteString)/\(self.repository)"
        let token = self.configuration.token == nil ? ", then set HF_TOKEN to a token of that account" : ""
        let words = status.hubMessage.map { " (\($0))" } ?? ""
        return LanguageModelError(
            .unauthorized,
            """
            '\(self.host)' does not let you read '\(self.repository)'\(words): accept its licence at \(page) with your \
            account\(token.isEmpty ? ", and check that HF_TOKEN may read it" : token).
            """
        )
    }

    private func unauthorizedError() -> LanguageModelError {
        if self.configuration.token == nil {
            return LanguageModelError(
                .unauthorized,
                """
                '\(self.host)' asks for a token to read '\(self.repository)', which is private or does not exist: \
                check the name, or set HF_TOKEN to a token from \(self.configuration.endpoint.absoluteString)\
                /settings/tokens.
                """
            )
        }
        return LanguageModelError(
            .unauthorized,
            """
            '\(self.host)' refuses the token for '\(self.repository)': the token is wrong or expired, or the repository \
            does not exist; check the name, and set HF_TOKEN to a valid token or unset it.
            """
        )
    }

    private func missingError(_ status: HubStatus, nearNames: [String]) -> LanguageModelError {
        if status.hubCode == "RevisionNotFound" {
            return LanguageModelError(
                .repositoryNotFound,
                "'\(self.repository)' has no revision '\(SafeName.shown(self.revision))': give a branch, a tag or a commit."
            )
        }
        // Names that are near can only be told where the repository answered, so it is the file that is missing.
        if let file = self.file, status.hubCode == "EntryNotFound" || !nearNames.isEmpty {
            let names = nearNames.map { "'\(SafeName.shown($0))'" }.joined(separator: ", ")
            let near = names.isEmpty ? "" : "; it has \(names)"
            return LanguageModelError(
                .repositoryNotFound,
                """
                '\(self.repository)' has no file '\(SafeName.shown(file))' at '\(SafeName.shown(self.revision))'\(near): \
                check the file's name.
                """
            )
        }
        return LanguageModelError(
            .repositoryNotFound,
            "'\(self.host)' has no \(self.subject): check the names of repository, revision and file."
        )
    }
}
