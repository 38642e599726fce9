import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1

/// What the hub says of a file before it sends it.
struct RemoteFile: Hashable, Sendable {
    let path: String
    /// The commit that the revision stands at.
    let commit: String
    /// The content's name: a SHA-256 or Git's SHA-1, as far as the hub keeps its own rules.
    let etag: String
    let size: Int64?
}

extension HubConnection {
    /// The address under which a file is fetched.
    func address(of file: String, revision: String, in repository: RepositoryName) -> URL {
        self.endpoint(
            repository.description + "/resolve/" + Self.encoded(revision) + "/"
                + file.split(separator: "/").map { Self.encoded(String($0)) }.joined(separator: "/")
        )
    }

    /// Asks what there is to know of a file, without fetching it.
    func describe(_ file: String, revision: String, in repository: RepositoryName) async throws -> RemoteFile {
        let url = self.address(of: file, revision: revision, in: repository)
        let answer = try await self.send(.HEAD, url, redirects: .sameOrigin)
        guard answer.status < 400 else { throw HubFailure.status(HubStatus(answer)) }
        guard let commit = answer.header("X-Repo-Commit")?.lowercased(), SafeName.isCommit(commit),
            let tag = answer.header("X-Linked-Etag") ?? answer.header("ETag")
        else {
            throw self.notAHub("sends no commit and ETag for '\(file)' of '\(repository)'")
        }
        let etag = Self.normalized(tag)
        guard SafeName.isBlob(etag) else {
            throw self.notAHub("sends the ETag '\(SafeName.shown(tag))', which cannot be a file's name")
        }
        // The length of a redirect is not the file's.
        let isRedirect = answer.status >= 300
        let length = answer.header("X-Linked-Size") ?? (isRedirect ? nil : answer.header("Content-Length"))
        let size = length.flatMap { Int64($0) }
        guard (size ?? 0) >= 0 else { throw self.notAHub("sends the size '\(SafeName.shown(length ?? ""))'") }
        return RemoteFile(path: file, commit: commit, etag: etag, size: size)
    }

    /// Lists a repository's files with their sizes, and the commit they are of.
    func list(_ repository: RepositoryName, revision: String) async throws -> (commit: String, files: [HubFile]) {
        struct Listing: Decodable {
            struct Sibling: Decodable {
                let rfilename: String
                let size: Int64?
            }
            let sha: String
            let siblings: [Sibling]
        }
        let url = self.endpoint("api/models/\(repository)/revision/\(Self.encoded(revision))?blobs=true")
        let answer = try await self.send(.GET, url, redirects: .everywhere)
        guard answer.status < 400 else { throw HubFailure.status(HubStatus(answer)) }
        var body: ByteBuffer
        do {
            body = try await answer.response.body.collect(upTo: 64 << 20)
        } catch {
            throw try HubFailure(network: error, url: url)
        }
        let data = body.readData(length: body.readableBytes) ?? Data()
        guard let listing = try? JSONDecoder().decode(Listing.self, from: data), SafeName.isCommit(listing.sha) else {
            throw self.notAHub("sends no list of files for '\(repository)'")
        }
        let files = listing.siblings
            .filter { SafeName.isRelativePath($0.rfilename) }
            .map { HubFile(path: $0.rfilename, size: $0.size) }
        return (listing.sha, files)
    }

    private func endpoint(_ path: String) -> URL {
        let text = self.configuration.endpoint.absoluteString + "/" + path
        guard let url = URL(string: text) else { preconditionFailure("the path is percent-encoded") }
        return url
    }

    private func notAHub(_ what: String) -> LanguageModelError {
        LanguageModelError(
            .downloadFailed,
            """
            '\(self.configuration.endpoint.absoluteString)' does not answer as a model hub does, it \(what): check \
            HF_ENDPOINT.
            """
        )
    }

    private static func encoded(_ part: String) -> String {
        let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return part.addingPercentEncoding(withAllowedCharacters: plain) ?? part
    }

    /// An ETag without its quotes and without the mark of a weak one.
    private static func normalized(_ etag: String) -> String {
        var text = Substring(etag)
        if text.hasPrefix("W/") { text = text.dropFirst(2) }
        return String(text.trimmingPrefix("\"").reversed().trimmingPrefix("\"").reversed())
    }
}
