import MartletCore
import Testing

@testable import MartletServer

struct ConfigurationTests {
    @Test func `Martlet's variables come before Chainlit's, and those before the defaults`() throws {
        let configuration = try AppConfiguration(environment: [
            "MARTLET_PORT": "9000", "CHAINLIT_PORT": "9001", "CHAINLIT_HOST": "0.0.0.0", "MARTLET_ROOT_PATH": "chat/",
        ])
        #expect(configuration.listener == .address(host: "0.0.0.0", port: 9000))
        #expect(configuration.prefix == "/chat")
        #expect(configuration.displayURL == "http://localhost:9000/chat")
    }

    @Test func `nothing set means port 8000 of this machine alone`() throws {
        let configuration = try AppConfiguration(environment: [:])
        #expect(configuration.listener == .address(host: "127.0.0.1", port: 8000))
        #expect(configuration.allowedOrigins.isEmpty)
    }

    @Test(arguments: [
        (["MARTLET_PORT": "http"], "The port is \"http\"; give a number from 0 to 65535."),
        (["CHAINLIT_PORT": "70000"], "The port is \"70000\"; give a number from 0 to 65535."),
        (
            ["MARTLET_SSL_CERT": "a.pem"],
            "Only one of MARTLET_SSL_CERT and MARTLET_SSL_KEY is set; HTTPS needs both, HTTP neither."
        ),
        (
            ["MARTLET_ROOT_PATH": "/a b"],
            "The root path is \"/a b\"; use letters, digits and - . _ ~ only, such as /chat."
        ),
        (["MARTLET_SESSION_TIMEOUT": "-1"], "MARTLET_SESSION_TIMEOUT is \"-1\"; give seconds, at least 0."),
    ])
    func `a value that cannot be is refused by name`(environment: [String: String], message: String) {
        let error = #expect(throws: MartletError.self) { try AppConfiguration(environment: environment) }
        #expect(error?.message == message)
    }
}
