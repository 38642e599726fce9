import MartletCore
import Testing

@testable import MartletServer

struct ContentTypeTests {
    @Test(arguments: [
        ("a.HTML", "text/html; charset=utf-8"), ("a.mjs", "application/javascript"),
        ("a.woff2", "font/woff2"), ("a.map", "application/json"), ("a.yaml", "application/yaml"),
        ("a.swift", "text/x-swift; charset=utf-8"), ("a", "application/octet-stream"),
        ("a.webmanifest", "application/manifest+json"), ("a.svg", "image/svg+xml"),
    ])
    func `a file's name gives its type, and texts are UTF-8`(name: String, type: String) {
        #expect(ContentType.of(name) == type)
    }

    @Test func `the usual ending of a type is the one that people expect`() {
        #expect(MIMEType.fileExtension(for: "application/json") == ".json")
        #expect(MIMEType.fileExtension(for: "text/javascript") == ".js")
    }
}
