import Foundation
import HTTPTypes
import Hummingbird
import Logging
import MartletCore

/// Takes in one file: from the request's body to the session's folder, a piece at a time.
///
/// Whatever goes wrong, nothing of the file is left.
struct UploadReceiver {
    /// The field of the form that holds the file.
    static let field = "file"

    let files: SessionFiles
    let rule: AskRequest.FileRule
    let ledger: UploadLedger
    let limits: UploadLimits

    /// Pieces are gathered up to this size, so that the disk is not asked for each network packet.
    private static let pieceSize = 256 << 10

    /// A file that is half received.
    private struct Arrival {
        let id: String
        let name: String
        let mimeType: String
        let file: UploadFile
        var size = 0
        var piece: [UInt8] = []
    }

    /// The largest file that the rule allows, in bytes.
    static func largestFile(_ rule: AskRequest.FileRule, _ limits: UploadLimits) -> Int {
        let (bytes, isTooLarge) = max(0, rule.maxSizeMB).multipliedReportingOverflow(by: 1 << 20)
        return isTooLarge ? limits.largestFile : min(bytes, limits.largestFile)
    }

    /// Takes in the file.
    ///
    /// - Parameters:
    ///   - body: The request's body.
    ///   - boundary: What stands between the form's parts.
    /// - Returns: The file, which belongs to the session now.
    /// - Throws: `HTTPError` when the file is refused or the body malformed; a ``MartletError`` when it cannot be kept.
    func receive(_ body: RequestBody, boundary: String) async throws -> SessionFile {
        do {
            try self.ledger.begin()
        } catch {
            throw Self.error(error)
        }
        let arrival = try await self.arrive(body, boundary: boundary)
        do {
            // Closed is closed, however it ends; a file that could not be is gone.
            try await arrival.file.finish()
        } catch {
            self.ledger.forget(arrival.size)
            throw error
        }
        self.ledger.keep()
        return self.files.adopt(
            id: arrival.id,
            path: arrival.file.path,
            name: arrival.name,
            size: arrival.size,
            mimeType: arrival.mimeType
        )
    }

    /// Writes the file, or leaves nothing of it.
    private func arrive(_ body: RequestBody, boundary: String) async throws -> Arrival {
        var arrival: Arrival?
        do {
            try await self.read(body, boundary: boundary, into: &arrival)
            guard var whole = arrival else { throw Self.missing }
            try await self.flush(&whole)
            return whole
        } catch {
            self.ledger.forget(arrival?.size ?? 0)
            await arrival?.file.discard()
            throw error
        }
    }

    private func read(_ body: RequestBody, boundary: String, into arrival: inout Arrival?) async throws {
        var parser = MultipartParser(boundary: boundary)
        do {
            for try await buffer in body {
                var events: [MultipartParser.Event] = []
                try parser.parse(buffer.readableBytesView) { events.append($0) }
                for event in events {
                    try await self.take(event, into: &arrival)
                }
                if parser.isComplete { return }
            }
            throw MultipartParser.Flaw(reason: "ends before its last boundary")
        } catch let flaw as MultipartParser.Flaw {
            throw HTTPError(.badRequest, message: "The upload \(flaw.reason).")
        }
    }

    private func take(_ event: MultipartParser.Event, into arrival: inout Arrival?) async throws {
        switch event {
        case .began(let head):
            guard arrival == nil else {
                throw HTTPError(.badRequest, message: "The upload has more than one part; send one file at a time.")
            }
            arrival = try await self.begin(head)
        case .contents(let bytes):
            guard var current = arrival else { return }
            // Put back in any case; meanwhile it is held once, so that its bytes are not copied.
            arrival = nil
            defer { arrival = current }
            try self.count(bytes.count, &current)
            current.piece.append(contentsOf: bytes)
            if current.piece.count >= Self.pieceSize { try await self.flush(&current) }
        case .ended:
            break
        }
    }

    private func begin(_ head: MultipartHead) async throws -> Arrival {
        guard head.name == Self.field, let sent = head.fileName else { throw Self.missing }
        let name = FileName.shown(sent)
        let mimeType = UploadType.of(head.contentType, fileName: name)
        guard self.rule.accept.allows(name: name, mimeType: mimeType) else {
            throw HTTPError(.badRequest, message: "File type not allowed")
        }
        let (id, path) = try self.files.reserve(mimeType: mimeType)
        return Arrival(id: id, name: name, mimeType: mimeType, file: try await UploadFile(creating: path))
    }

    private func count(_ count: Int, _ arrival: inout Arrival) throws {
        guard arrival.size + count <= Self.largestFile(self.rule, self.limits) else {
            throw HTTPError(.badRequest, message: "File size too large")
        }
        do {
            try self.ledger.add(count)
        } catch {
            throw Self.error(error)
        }
        arrival.size += count
    }

    private func flush(_ arrival: inout Arrival) async throws {
        guard !arrival.piece.isEmpty else { return }
        let piece = arrival.piece
        arrival.piece = []
        try await arrival.file.write(piece)
    }

    private static var missing: RequestValidationError {
        RequestValidationError(
            "missing",
            at: "body",
            Self.field,
            message: "The form has no file; send one under \"file\"."
        )
    }

    private static func error(_ refusal: UploadLedger.Refusal) -> HTTPError {
        HTTPError(refusal == .tooManyAtOnce ? .tooManyRequests : .contentTooLarge, message: refusal.message)
    }
}

/// The type that a file is kept under.
enum UploadType {
    /// The type that a client says a file has, if it is one at all, else what the name says.
    ///
    /// - Parameters:
    ///   - sent: What the client says.
    ///   - fileName: The file's name.
    /// - Returns: The type, without parameters.
    static func of(_ sent: String?, fileName: String) -> String {
        let plain = sent?.split(separator: ";").first?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        return Self.isType(plain) ? plain : MIMEType.ofFile(named: fileName) ?? "application/octet-stream"
    }

    private static func isType(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && text.utf8.count <= 127
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.utf8.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "!#$&^_.+-".utf8.contains(byte)
                    }
            }
    }
}
