import Crypto
import Foundation
import Logging
import NIOHTTP1
import Synchronization

@testable import LanguageModels

/// A repository as the hub serves it: files with SHA-256 names, a commit, a list, ranges.
struct FakeRepository: Sendable {
    var name = "owner/repo"
    var commit = String(repeating: "c", count: 40)
    var files: [String: [UInt8]] = [:]
    /// Where downloads are sent on to, as the hub sends them to its content network.
    var storage: URL?
    /// The token without which nothing is answered.
    var token: String?

    static func bytes(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251) ^ seed }
    }

    static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    func respond(_ request: FakeServer.Request) -> FakeServer.Response {
        if let token, request.headers.first(name: "Authorization") != "Bearer \(token)" {
            return .init(status: .unauthorized)
        }
        if request.path == "/api/models/\(self.name)/revision/main" || request.path.hasSuffix(self.commit) {
            return self.listing
        }
        let prefixes = ["main", self.commit, "v1/beta"].map { "/\(self.name)/resolve/\($0)/" }
        guard let prefix = prefixes.first(where: request.path.hasPrefix) else {
            return .init(status: .notFound, headers: ["X-Error-Code": "RepoNotFound"])
        }
        let file = String(request.path.dropFirst(prefix.count))
        guard let bytes = self.files[file] else {
            return .init(status: .notFound, headers: ["X-Error-Code": "EntryNotFound"])
        }
        let headers = [
            "X-Repo-Commit": self.commit, "X-Linked-Etag": "\"\(Self.sha256(bytes))\"",
            "X-Linked-Size": "\(bytes.count)",
        ]
        if let storage = self.storage {
            return .init(
                status: .found,
                headers: headers.merging(["Location": "\(storage.absoluteString)/\(Self.sha256(bytes))"]) { $1 }
            )
        }
        return Self.content(bytes, for: request, headers: headers)
    }

    /// The content itself, or the part of it that a request asks for.
    static func content(
        _ bytes: [UInt8],
        for request: FakeServer.Request,
        headers: [String: String] = [:]
    ) -> FakeServer.Response {
        guard let range = request.headers.first(name: "Range"), let start = Self.start(of: range) else {
            return .init(headers: headers, body: bytes)
        }
        guard start < bytes.count else {
            return .init(status: .rangeNotSatisfiable, headers: ["Content-Range": "bytes */\(bytes.count)"])
        }
        let part = ["Content-Range": "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"]
        return .init(
            status: .partialContent,
            headers: headers.merging(part) { $1 },
            body: Array(bytes[start...])
        )
    }

    static func start(of range: String) -> Int? {
        range.wholeMatch(of: /bytes=(\d+)-/).flatMap { Int($0.output.1) }
    }

    private var listing: FakeServer.Response {
        let siblings = self.files.sorted { $0.key < $1.key }.map { file in
            #"{"rfilename":"\#(file.key)","size":\#(file.value.count)}"#
        }
        let text = #"{"sha":"\#(self.commit)","siblings":[\#(siblings.joined(separator: ","))]}"#
        return .init(body: Array(text.utf8))
    }
}

/// A cache of its own for one test, and hubs that use it.
struct HubFixture: Sendable {
    let folder: ScratchFolder

    init() throws {
        self.folder = try ScratchFolder()
    }

    /// A hub whose pauses take no time; they are counted in the given counter.
    func hub(
        _ endpoint: URL,
        token: String? = nil,
        isOffline: Bool = false,
        pauses: Pauses? = nil,
        write: PartialFile.Write? = nil,
        configure: (inout HubConfiguration) -> Void = { _ in }
    ) -> ModelHub {
        var configuration = HubConfiguration(
            endpoint: endpoint,
            cacheDirectory: self.folder.url,
            token: token.flatMap(HubToken.init),
            isOffline: isOffline
        )
        configure(&configuration)
        return ModelHub(
            configuration: configuration,
            logger: .init(label: "test"),
            sleep: { duration in
                pauses?.list.withLock { $0.append(duration) }
                await Task.yield()
                try Task.checkCancellation()
            },
            write: write ?? { file, bytes, offset in try file.write(bytes, at: offset) }
        )
    }

    final class Pauses: Sendable {
        let list = Mutex<[Duration]>([])
    }

    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: self.folder.url.appendingPathComponent(path).path)
    }

    func text(_ path: String) throws -> String {
        try String(contentsOf: self.folder.url.appendingPathComponent(path), encoding: .utf8)
    }

    func link(_ path: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(
            atPath: self.folder.url.appendingPathComponent(path).path
        )
    }

    func names(in path: String) -> [String] {
        let folder = self.folder.url.appendingPathComponent(path)
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
}
