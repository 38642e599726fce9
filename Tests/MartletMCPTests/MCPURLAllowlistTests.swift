import Testing

@testable import MartletMCP

struct MCPURLAllowlistTests {
    @Test(arguments: [
        ("https://a.example", "https://a.example"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example", "https://a.example/any/path?query=1"),
        ("https://a.example/", "https://a.example"),
        ("https://a.example/mcp", "https://a.example/mcp"),
        ("https://a.example/mcp", "https://a.example/mcp/"),
        ("https://a.example/mcp", "https://a.example/mcp/x"),
        ("https://a.example/mcp/", "https://a.example/mcp"),
        ("https://a.example/mcp/", "https://a.example/mcp/x"),
        ("https://a.example:443/mcp", "https://A.EXAMPLE/mcp"),
        ("HTTPS://a.example/mcp", "https://a.example:443/mcp"),
        ("http://127.0.0.1:8000/mcp", "http://127.0.0.1:8000/mcp?key=value&more=%20"),
        ("http://[::1]:8000", "http://[::1]:8000/mcp"),
        ("https://a.example/one%20two", "https://a.example/one%20two/three"),
        ("https://a.example/mcp", "https://a.example/mcp//x"),
    ])
    func `what an entry covers is allowed`(entry: String, url: String) throws {
        let list = try MCPURLAllowlist([entry])
        try list.check(url)
        #expect(list.allows(url))
    }

    @Test(arguments: [
        "http://a.example/mcp", "https://a.example:8443/mcp", "https://b.example/mcp", "https://a.example.evil/mcp",
        "https://evil-a.example/mcp", "https://sub.a.example/mcp", "https://a.example/", "https://a.example/mc",
        "https://a.example/mcp-evil", "https://a.example/mcpx/y", "https://a.example/MCP", "https://a.example//mcp",
        "https://a.example/other", "https://a.example./mcp", "wss://a.example/mcp", "file:///mcp", "/mcp", "",
        "https://a.example/mcp/../admin", "https://a.example/mcp/./x", "https://a.example/mcp/..",
        "https://a.example/mcp/%2e%2e/admin", "https://a.example/mcp/.%2E/admin", "https://a.example/mcp%2fx",
        "https://a.example/mcp/..%2fadmin", "https://a.example/mcp/..%5Cadmin", "https://a.example/mcp\\..\\admin",
        "https://a.example/mcp/%252e%252e/admin", "https://a.example/mcp/..;/admin", "https://a.example/mcp/.;a=b/x",
        "https://a.example/mcp/\u{FF0E}\u{FF0E}/admin", "https://a.example/mcp/%EF%BC%8E%EF%BC%8E/admin",
        "https://a.example/mcp\u{2215}x", "https://a.example/mcp/%00", "https://a.example/mcp/%0d%0aX: y",
        "https://a.example/mcp/%zz", "https://a.example/mcp/%2", "https://a.example/mcp/%+f",
        "https://user@a.example/mcp", "https://user:word@a.example/mcp", "https://a.example@evil.example/mcp",
        "https://evil.example#@a.example/mcp", "https://a.example/mcp#fragment", "https://a.example\\@evil.example/mcp",
        "https://a.example:443:80/mcp", "https://a.example:/mcp", "https://a.example:0/mcp",
        "https://a.example:+443/mcp",
        "https://a.example:65979/mcp", "https://a%2eexample/mcp", "https://\u{430}.example/mcp", "https:///mcp",
        "https:a.example/mcp", "https:/a.example/mcp", "https://a.example/mcp x", "https://a.example/mcp\n",
        "\u{0}https://a.example/mcp", " https://a.example/mcp", "https://a.example/mcp/<x>", "https://[::1/mcp",
        "https://[a.example]/mcp", "https://a..example/mcp",
    ])
    func `all else is refused`(url: String) throws {
        let list = try MCPURLAllowlist(["https://a.example/mcp"])
        #expect(!list.allows(url))
        let error = #expect(throws: MCPError.self) { try list.check(url) }
        #expect(error?.code == .urlNotAllowed || error?.code == .invalidURL)
        #expect(error?.message.contains("\n") == false)
    }

    @Test
    func `an empty list allows nothing`() throws {
        let list = try MCPURLAllowlist([])
        #expect(!list.allows("https://a.example/mcp"))
    }

    @Test(arguments: [
        "https://a.example/../x", "https://a.example/%2e/", "https://a.example?x", "ftp://a.example", "a.example", "",
        "https://*.example", "https://a.example/mcp#x",
    ])
    func `an entry that cannot mean one thing is refused`(entry: String) {
        let error = #expect(throws: MCPError.self) { try MCPURLAllowlist(["https://fine.example", entry]) }
        #expect(error?.code == .invalidURL)
    }

    @Test
    func `an address tells its query to nobody`() throws {
        let list = try MCPURLAllowlist(["https://a.example/mcp"])
        let error = #expect(throws: MCPError.self) { try list.check("https://b.example/mcp?key=secret") }
        #expect(error?.message.contains("secret") == false)
    }

    @Test(arguments: [
        ("/messages/?id=1", "https://a.example/messages/?id=1"),
        ("messages?id=1", "https://a.example/mcp/messages?id=1"),
        ("?id=1", "https://a.example/mcp/sse?id=1"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("https://evil.example/x", "https://evil.example/x"),
        ("//evil.example/x", "https://evil.example/x"),
        ("http:x", nil), ("javascript:alert(1)", nil), ("\\\\evil.example", nil), ("/x y", nil), ("/x#y", nil),
    ])
    func `references are resolved as browsers do`(reference: String, expected: String?) throws {
        let base = try MCPAddress("https://a.example/mcp/sse?x=y")
        #expect((try? base.resolving(reference))?.text == expected)
    }
}
