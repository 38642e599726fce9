import Foundation
import HTTPTypes
import Hummingbird
import Logging
import MartletCore
import MartletMarkdown

/// Files of a chat: what people upload, and what the app shows them (wire protocol §7, §7.2).
struct FileRoutes: Sendable {
    let access: SessionAccess
    var limits = UploadLimits()
    var renderer = MarkdownRenderer()

    /// What a form's other bytes may take beside the file's own.
    private static let overhead = 64 << 10
    /// Longer texts are not rendered.
    private static let longestText = 1 << 20

    func add(to router: some RouterMethods<ServerContext>) {
        router.post("/project/file") { request, _ in try await self.upload(request) }
        router.get("/project/file/:id") { request, context in try await self.send(request, context) }
        router.head("/project/file/:id") { request, context in try await self.send(request, context) }
    }

    // MARK: Uploads

    private func upload(_ request: Request) async throws -> JSONResponse {
        let session = try await self.access.session(
            try Self.sessionID(request),
            for: request,
            foreign: "You are not authorized to upload files for this session"
        )
        do {
            let file = try await self.receive(request, session)
            // The chat may have ended meanwhile, and its files with it.
            guard session.files.file(file.id) != nil else { throw MartletError(.chatEnded, "The chat is over.") }
            return JSONResponse(value: ["id": .string(file.id)])
        } catch let error as MartletError {
            guard error.code != .chatEnded, self.access.registry.session(id: session.id) === session else {
                throw HTTPError(.notFound, message: "Session not found")
            }
            self.access.logger.error("Upload failed", metadata: ["error": "\(error)"])
            throw HTTPError(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"),
                message: "The file cannot be stored: the server has no room for it, or may not write it."
            )
        } catch let error as any HTTPResponseError {
            self.access.note(request, "upload: \(Self.reason(error))", session)
            throw error
        }
    }

    private func receive(_ request: Request, _ session: ChatSession) async throws -> SessionFile {
        let rule = try Self.rule(for: request, session)
        let boundary = try Self.boundary(of: request)
        let largest = UploadReceiver.largestFile(rule, self.limits)
        if let length = request.headers[.contentLength].flatMap(Int.init), length > largest + Self.overhead {
            throw HTTPError(.badRequest, message: "File size too large")
        }
        let receiver = UploadReceiver(
            files: session.files,
            rule: rule,
            ledger: self.ledger(of: session),
            limits: self.limits
        )
        let body = request.body
        return try await TimeLimit.run(self.limits.longestTime) { try await receiver.receive(body, boundary: boundary) }
    }

    private func ledger(of session: ChatSession) -> UploadLedger {
        session.attachments.value(.uploads, or: UploadLedger(limits: self.limits))
    }

    /// Which files may come: those that a question asks for, or those of the app's configuration.
    ///
    /// Chainlit goes by the general configuration even in chats whose profile changes it; the profile counts here.
    private static func rule(for request: Request, _ session: ChatSession) throws(HTTPError) -> AskRequest.FileRule {
        if let parent = request.text("ask_parent_id"), !parent.isEmpty {
            guard let rule = session.fileRule(askedUnder: parent) else {
                throw HTTPError(.notFound, message: "Parent message not found")
            }
            return rule
        }
        let own = session.configuration.features.spontaneousFileUpload
        guard own.enabled else { throw HTTPError(.badRequest, message: "File upload is not enabled") }
        return AskRequest.FileRule(accept: own.accept, maxSizeMB: own.maxSizeMB, maxFiles: own.maxFiles)
    }

    private static func boundary(of request: Request) throws -> String {
        let type = HeaderParameters(request.headers[.contentType] ?? "")
        guard type.value == "multipart/form-data" else {
            throw RequestValidationError(
                "missing",
                at: "body",
                UploadReceiver.field,
                message: "The body is no form; send one of type multipart/form-data with the file under \"file\"."
            )
        }
        guard let boundary = type["boundary"], (1...200).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { throw HTTPError(.badRequest, message: "Missing boundary in multipart.") }
        return boundary
    }

    private static func reason(_ error: any HTTPResponseError) -> String {
        (error as? HTTPError)?.body ?? "\(error.status.code)"
    }

    // MARK: Downloads

    private func send(_ request: Request, _ context: ServerContext) async throws -> Response {
        let session = try await self.access.session(
            try Self.sessionID(request),
            for: request,
            missing: HTTPError(.unauthorized, message: "Unauthorized"),
            foreign: "You are not authorized to download files from this session"
        )
        let id = context.parameters.get("id") ?? ""
        guard let file = session.files.file(id), let served = ServedFile(url: URL(filePath: file.path)) else {
            self.access.note(request, "no such file in this session", session)
            throw HTTPError(.notFound, message: "File not found")
        }
        if request.text("render") == "html" { return try self.rendered(file, request, context) }
        var response = try await served.response(
            to: request,
            context: context,
            contentType: Self.contentType(file.mimeType),
            cacheControl: "private, no-cache"
        )
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] = Self.policy(for: file.mimeType)
        return response
    }

    /// A text as blocks of HTML, for Martlet's page, which reads no Markdown itself.
    ///
    /// Whoever asks for this is never sent the file itself: what it holds must not be taken for blocks.
    private func rendered(_ file: SessionFile, _ request: Request, _ context: ServerContext) throws -> Response {
        guard file.mimeType.hasPrefix("text/"), file.size <= Self.longestText,
            let data = FileManager.default.contents(atPath: file.path)
        else { throw HTTPError(.unsupportedMediaType, message: "Only texts of at most 1 MiB are rendered") }
        let blocks = self.renderer.blocks(String(decoding: data, as: UTF8.self)).map(JSONValue.string)
        var response = try JSONResponse(value: ["blocks": .array(blocks)]).response(from: request, context: context)
        response.headers[.cacheControl] = "private, no-cache"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }

    /// What people upload must not run as a page of this server.
    private static func policy(for type: String) -> String? {
        // Browsers show no PDF in a sandbox, and none of them lets a PDF reach the server it came from.
        if type == "application/pdf" { return nil }
        let isMedium = ["image/", "audio/", "video/"].contains { type.hasPrefix($0) } && !type.hasPrefix("image/svg")
        return isMedium ? "sandbox" : "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    }

    /// Texts are UTF-8 unless they say otherwise.
    private static func contentType(_ type: String) -> String {
        type.hasPrefix("text/") && !type.contains("charset") ? type + "; charset=utf-8" : type
    }

    private static func sessionID(_ request: Request) throws -> String {
        guard let id = request.text("session_id") else {
            throw RequestValidationError(
                "missing",
                at: "query",
                "session_id",
                message: "The session_id is missing; send the chat's."
            )
        }
        return id
    }
}

extension Request {
    /// A parameter of the query, decoded.
    func text(_ name: String) -> String? {
        self.uri.queryParameters[Substring(name)].map(String.init)
    }
}
