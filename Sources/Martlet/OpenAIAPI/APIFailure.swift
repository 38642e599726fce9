import LanguageModels
import MartletServer

/// Why a request fails, in the form that OpenAI's clients know.
struct APIFailure: Error {
    var status: Int
    /// What went wrong and what to do.
    var message: String
    /// The kind, such as `invalid_request_error`.
    var type = "invalid_request_error"
    /// The parameter that is wrong.
    var parameter: String?
    /// A word for programs.
    var code: String?
    /// After how many seconds it is worth another try.
    var retryAfter: Int?
    /// How much too long the prompt is.
    var overflow: OverflowDetails?

    /// A parameter does not fit.
    ///
    /// - Parameters:
    ///   - parameter: Its name, such as `messages[0].role`.
    ///   - message: What is wrong, and what is taken.
    ///   - code: A word for programs.
    static func invalid(_ parameter: String?, _ message: String, code: String? = nil) -> APIFailure {
        APIFailure(status: 400, message: message, parameter: parameter, code: code)
    }

    /// Something is asked for that is not there.
    static func unsupported(_ parameter: String, _ message: String) -> APIFailure {
        .invalid(parameter, message, code: "unsupported_parameter")
    }

    /// The failure of a model.
    ///
    /// - Parameter error: What the model failed with.
    init?(_ error: any Error, parameter: String? = nil) {
        if let failure = error as? APIFailure {
            self = failure
            return
        }
        guard let error = error as? LanguageModelError else { return nil }
        self.init(status: 400, message: error.message)
        switch error.code {
        case .invalidOption, .invalidInput, .invalidToken, .templateFailed, .invalidTemplate, .missingVariable,
            .unexpectedVariable:
            self.parameter = error.option?.parameter ?? parameter
        case .contextOverflow:
            self.parameter = parameter
            self.code = "context_length_exceeded"
            self.overflow = error.overflow
        case .queueFull, .rateLimited, .concurrentRequests:
            self.status = 429
            self.type = "requests"
            self.code = "rate_limit_exceeded"
            self.retryAfter = 1
        case .timeLimitExceeded, .serverUnavailable, .outOfMemory:
            self.status = 503
            self.type = "server_error"
            self.code = error.code == .timeLimitExceeded ? "time_limit_exceeded" : "service_unavailable"
            self.retryAfter = 1
            // How much memory the machine has is no stranger's business.
            if error.code == .outOfMemory { self.message = "There is no memory for the model at present; try later." }
        default:
            // The words may name files and addresses of this machine; the log has them.
            return nil
        }
    }

    init(
        status: Int,
        message: String,
        type: String = "invalid_request_error",
        parameter: String? = nil,
        code: String? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.parameter = parameter
        self.code = code
    }

    /// What a model's failure is called where its words must not be told.
    static var server: APIFailure {
        APIFailure(
            status: 500,
            message: "The model failed; the server's log says why.",
            type: "server_error",
            code: "server_error"
        )
    }

    /// The object that clients read.
    var json: [UInt8] {
        JSONBuffer.object { buffer in
            buffer.key("error")
            buffer.object { buffer in
                buffer.member("message", self.message)
                buffer.member("type", self.type)
                buffer.member("param", self.parameter)
                buffer.member("code", self.code)
                guard let overflow = self.overflow else { return }
                // llama-server's words.
                buffer.member("n_prompt_tokens", overflow.needed - 1)
                buffer.member("n_ctx", overflow.available)
            }
        }
    }

    /// The answer.
    var response: ServerExtensionResponse {
        var response = ServerExtensionResponse(status: self.status, json: self.json)
        if let seconds = self.retryAfter { response.headers.append(("Retry-After", String(seconds))) }
        if self.status == 401 { response.headers.append(("WWW-Authenticate", "Bearer")) }
        return response
    }
}

extension APIFailure {
    /// The failure of a request that did not reach its route.
    init(_ failure: ServerExtensionFailure) {
        self.init(status: failure.status, message: failure.message)
        switch failure.reason {
        case .unauthorized: self.code = "invalid_api_key"
        case .failed:
            self = .server
        default: break
        }
    }
}

extension LanguageModelError.Option {
    /// The parameter that the option is read from.
    fileprivate var parameter: String {
        switch self {
        case .logitBias: "logit_bias"
        case .tools: "tools"
        case .templateArguments: "chat_template_kwargs"
        }
    }
}

extension ServerExtensionResponse {
    /// An answer that is JSON.
    init(status: Int = 200, json: [UInt8]) {
        self.init(status: status, headers: [("Content-Type", "application/json")], body: .bytes(json))
    }
}
