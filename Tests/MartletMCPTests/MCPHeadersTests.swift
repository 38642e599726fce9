import MartletMCP
import Testing

struct MCPHeadersTests {
    @Test
    func `what belongs to a user's server is sent`() {
        let fields = ["Authorization": "Bearer a b", "X-Api-Key": " key\t", "X-Empty": "", "User-Agent": "me"]
        let headers = MCPHeaders(fields, from: .user)
        #expect(
            headers.accepted == ["Authorization": "Bearer a b", "X-Api-Key": "key", "X-Empty": "", "User-Agent": "me"]
        )
        #expect(headers.dropped.isEmpty)
    }

    @Test(arguments: [
        "Host", "cookie", "COOKIE", "Content-Length", "transfer-encoding", "Connection", "Upgrade", "TE", "trailer",
        "Keep-Alive", "Proxy-Authorization", "proxy-connection", "Forwarded", "Via", "X-Forwarded-For",
        "x-forwarded-any",
        "X-Real-IP", "X-Original-URL", "X-Rewrite-Url", "X-HTTP-Method-Override", "Mcp-Session-Id", "Last-Event-ID",
        "MCP-Protocol-Version", "Accept", "Content-Type", "Origin", "Referer", "Sec-Fetch-Site", "Expect",
        "", "Bad Name", "Bad:Name", "Bad\r\nName", "B\u{E4}d",
    ])
    func `what belongs to others is dropped`(name: String) {
        let headers = MCPHeaders([name: "value", "Fine": "value"], from: .user)
        #expect(headers.accepted == ["Fine": "value"])
        #expect(headers.dropped == [name])
    }

    @Test
    func `configuration may send a cookie and no framing`() {
        let headers = MCPHeaders(["Cookie": "a=b", "Content-Length": "1", "Host": "x"], from: .configuration)
        #expect(headers.accepted == ["Cookie": "a=b"])
        #expect(headers.dropped == ["Content-Length", "Host"])
    }

    @Test(arguments: ["a\r\nHost: evil", "a\nb", "a\u{0}b", "a\u{7F}", String(repeating: "a", count: 8_193)])
    func `a value that could become another field is dropped`(value: String) {
        #expect(MCPHeaders(["X-Value": value], from: .user).accepted.isEmpty)
    }

    @Test
    func `the number of fields is bounded and a name goes once`() {
        let many = Dictionary(uniqueKeysWithValues: (0..<100).map { ("X-\($0)", "v") })
        #expect(MCPHeaders(many, from: .user).accepted.count == 64)
        let twice = MCPHeaders(["x-a": "1", "X-A": "2"], from: .user)
        #expect(twice.accepted.count == 1)
        #expect(twice.dropped.count == 1)
    }
}
