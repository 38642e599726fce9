import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct CrossOriginTests {
    private static let origin = "https://host.example"

    private static let socketPath = "/ws/socket.io/?EIO=4&transport=polling"

    @Test(arguments: ["/health", "/project/settings", "/", "/assets/app.js", "/public/none.txt", "/avatars/a%2fb"])
    func `every answer names the origin that asked, errors too`(path: String) async throws {
        try await withRoutes { client in
            try await client.execute(uri: path, method: .get, headers: [.origin: Self.origin]) { response in
                #expect(response.headers[.accessControlAllowOrigin] == Self.origin)
                #expect(response.headers[.accessControlAllowCredentials] == "true")
                #expect(response.headers[values: .vary].contains("Origin"))
            }
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.headers[.accessControlAllowOrigin] == nil)
                #expect(response.headers[values: .vary].contains("Origin"))
            }
        }
    }

    @Test(arguments: ["/project/file?session_id=a", "/assets/app.js", "/nowhere", Self.socketPath])
    func `browsers may ask beforehand on every path`(path: String) async throws {
        let headers: HTTPFields = [
            .origin: Self.origin, .accessControlRequestMethod: "PUT",
            .accessControlRequestHeaders: "content-type,x-other",
        ]
        try await withRoutes(configure: { $0.project.allowOrigins = ["*"] }) { client in
            try await client.execute(uri: path, method: .options, headers: headers) { response in
                #expect(response.status == .ok && response.text == "OK")
                #expect(response.headers[.accessControlAllowOrigin] == Self.origin)
                #expect(response.headers[.accessControlAllowMethods] == "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
                #expect(response.headers[.accessControlAllowHeaders] == "content-type,x-other")
                #expect(response.headers[.accessControlMaxAge] == "600")
            }
        }
    }

    @Test(arguments: [
        (nil as [String]?, "/health", true), (nil, Self.socketPath, false), (["*"], Self.socketPath, true),
        (["https://HOST.example"], Self.socketPath, true), (["https://host.example"], "/health", true),
        (["https://other.example"], "/health", false), (["https://other.example"], Self.socketPath, false),
        ([], "/health", false),
    ])
    func `who is not let in is served, but cannot read it`(
        origins: [String]?,
        path: String,
        isAllowed: Bool
    ) async throws {
        try await withRoutes(configure: { $0.project.allowOrigins = origins }) { client in
            try await client.execute(uri: path, method: .get, headers: [.origin: Self.origin]) { response in
                #expect((response.headers[.accessControlAllowOrigin] == Self.origin) == isAllowed)
            }
        }
    }

    @Test func `polling under a root path is no way around the check either`() async throws {
        let policy = CrossOriginPolicy(origins: nil, socketPath: "/chat/ws/socket.io")
        #expect(!policy.allows(origin: Self.origin, path: "/chat/ws/socket.io"))
        #expect(!policy.allows(origin: Self.origin, path: "/chat/ws/socket.io/"))
        #expect(policy.allows(origin: Self.origin, path: "/chat/ws/other"))
    }
}
