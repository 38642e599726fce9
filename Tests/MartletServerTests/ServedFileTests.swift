import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import MartletServer

struct ServedFileTests {
    private static let clip = ["public/clip.mp4": "0123456789", "public/empty.txt": ""]

    @Test(arguments: [
        ("bytes=0-3", "0123", "bytes 0-3/10"), ("bytes=7-", "789", "bytes 7-9/10"), ("bytes=-2", "89", "bytes 8-9/10"),
        ("bytes=5-99", "56789", "bytes 5-9/10"), ("bytes=-99", "0123456789", "bytes 0-9/10"),
    ])
    func `players are sent the part they ask for`(range: String, part: String, header: String) async throws {
        try await withRoutes(files: Self.clip) { client in
            try await client.execute(uri: "/public/clip.mp4", method: .get, headers: [.range: range]) { response in
                #expect(response.status == .partialContent && response.text == part)
                #expect(response.headers[.contentRange] == header && response.headers[.contentType] == "video/mp4")
                #expect(response.headers[.contentLength] == String(part.utf8.count))
            }
        }
    }

    @Test(arguments: ["bytes=10-", "bytes=99-100", "bytes=-0"])
    func `a part that is not there is refused with the size`(range: String) async throws {
        try await withRoutes(files: Self.clip) { client in
            try await client.execute(uri: "/public/clip.mp4", method: .get, headers: [.range: range]) { response in
                #expect(response.status == .rangeNotSatisfiable)
                #expect(response.headers[.contentRange] == "bytes */10")
            }
        }
    }

    @Test(arguments: ["bytes=0-1,3-4", "bytes=4-2", "lines=0-1", "bytes=a-b", "bytes=", "bytes=-", "bytes=+1-2"])
    func `a range that makes no sense is answered with the whole`(range: String) async throws {
        try await withRoutes(files: Self.clip) { client in
            try await client.execute(uri: "/public/clip.mp4", method: .get, headers: [.range: range]) { response in
                #expect(response.status == .ok && response.text == "0123456789")
                #expect(response.headers[.acceptRanges] == "bytes")
            }
        }
    }

    @Test func `a file that is known is not sent again, and parts of a changed one are not mixed`() async throws {
        try await withRoutes(files: Self.clip) { client in
            let tag = try await client.execute(uri: "/public/clip.mp4", method: .get) { $0.headers[.eTag] }
            let known = try #require(tag)
            for header in [known, "\"other\", \(known)", "W/\(known)", "*"] {
                try await client.execute(
                    uri: "/public/clip.mp4",
                    method: .get,
                    headers: [.ifNoneMatch: header]
                ) { response in
                    #expect(response.status == .notModified && response.body.readableBytes == 0)
                }
            }
            let old: HTTPFields = [.range: "bytes=0-1", .ifRange: "\"old\""]
            try await client.execute(uri: "/public/clip.mp4", method: .get, headers: old) { response in
                #expect(response.status == .ok && response.text == "0123456789")
            }
            let same: HTTPFields = [.range: "bytes=0-1", .ifRange: known]
            try await client.execute(uri: "/public/clip.mp4", method: .get, headers: same) { response in
                #expect(response.status == .partialContent && response.text == "01")
            }
            try await client.execute(uri: "/public/empty.txt", method: .get) { response in
                #expect(response.status == .ok && response.body.readableBytes == 0)
            }
            try await client.execute(uri: "/public/", method: .get) { #expect($0.status.code >= 400) }
        }
    }

    @Test func `a changed file has another tag`() async throws {
        try await withFolder(files: ["a.txt": "one"]) { root in
            let url = root.appending(path: "a.txt")
            let before = try #require(ServedFile(url: url))
            try Data("three".utf8).write(to: url)
            let after = try #require(ServedFile(url: url))
            #expect(before.entityTag != after.entityTag && after.size == 5)
            #expect(ServedFile(url: root) == nil && ServedFile(url: root.appending(path: "b")) == nil)
        }
    }

    @Test func `links out of the folder lead nowhere`() async throws {
        try await withFolder(files: ["secret.txt": "secret", "public/a.txt": "a"]) { root in
            try FileManager.default.createSymbolicLink(
                at: root.appending(path: "public/link.txt"),
                withDestinationURL: root.appending(path: "secret.txt")
            )
            let folder = StaticFolder(folder: root.appending(path: "public"))
            #expect(try folder.file("link.txt") == nil)
            #expect(try folder.file("a.txt") != nil)
        }
    }

    @Test func `the page's own files are compressed for those who take it`() async throws {
        try await withRoutes { client in
            let plain = try await client.execute(uri: "/assets/app.js", method: .get) { response in
                #expect(response.headers[.contentEncoding] == nil)
                #expect(response.headers[values: .vary].contains("Accept-Encoding"))
                return (tag: response.headers[.eTag], size: response.body.readableBytes)
            }
            for encoding in ["gzip, deflate, br", "*", "br;q=1.0, gzip;q=0.8"] {
                let headers: HTTPFields = [.acceptEncoding: encoding]
                try await client.execute(uri: "/assets/app.js", method: .get, headers: headers) { response in
                    #expect(response.headers[.contentEncoding] == "gzip" && response.headers[.eTag] != plain.tag)
                    #expect(response.body.readableBytes < plain.size / 2)
                    #expect(Array(response.body.readableBytesView.prefix(2)) == [0x1F, 0x8B])
                }
            }
            for encoding in ["", "identity", "gzip;q=0, br", "deflate"] {
                let headers: HTTPFields = [.acceptEncoding: encoding]
                try await client.execute(uri: "/assets/app.js", method: .get, headers: headers) { response in
                    #expect(response.headers[.contentEncoding] == nil)
                }
            }
        }
    }
}
