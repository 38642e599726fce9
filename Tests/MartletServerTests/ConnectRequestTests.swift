import MartletCore
import Testing

@testable import MartletServer

struct ConnectRequestTests {
    @Test func `a client is known by its session`() throws {
        let json = #"{"clientType":"webapp","sessionId":"f15720d6-1","threadId":"","userEnv":"{}","chatProfile":""}"#
        let request = try ConnectRequest(json: Array(json.utf8))
        #expect(request.sessionID == "f15720d6-1" && request.clientType.rawValue == "webapp")
        #expect(request.threadID == nil && !request.wantsHTML)
    }

    @Test(arguments: [
        "", "null", "[]", "{", #"{"clientType":"webapp"}"#, #"{"sessionId":"a"}"#,
        #"{"clientType":"webapp","sessionId":7}"#, #"{"clientType":"webapp","sessionId":""}"#,
        #"{"clientType":"webapp","sessionId":"../../etc"}"#, #"{"clientType":"webapp","sessionId":"a b"}"#,
    ])
    func `a payload that names no session is refused`(json: String) {
        #expect(throws: MartletError.self) { try ConnectRequest(json: Array(json.utf8)) }
    }

    @Test func `an endless identifier is refused`() {
        let json = #"{"clientType":"webapp","sessionId":"\#(String(repeating: "a", count: 129))"}"#
        #expect(throws: MartletError.self) { try ConnectRequest(json: Array(json.utf8)) }
    }
}
