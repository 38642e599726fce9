import MartletCore
import Testing

@testable import Martlet

struct ReachableAppTests {
    @Test func `an app with any handler that a page can reach may run`() {
        let heard = ChatApp()
        heard.onAudioChunk { _, _ in }
        #expect(heard.hasHandler)
        let pressed = ChatApp()
        pressed.onAction("more") { (_: Action, _: Chat) in }
        #expect(pressed.hasHandler)
        let connected = ChatApp()
        connected.onMCPDisconnect { _, _ in }
        #expect(connected.hasHandler)
    }

    @Test func `an app that only offers something may not`() {
        let app = ChatApp()
        app.starters { _, _ in [] }
        #expect(!app.hasHandler)
    }
}
