import MartletCore
import Testing

extension SessionKey<Int> {
    fileprivate static let count = SessionKey("count")
}

struct SessionStoreTests {
    @Test func `a value is kept under its key until it is taken away`() async {
        let chat = ChatFixture { _ in }
        let store = chat.session.store
        store[.count] = 3
        #expect(store[.count] == 3)
        store[.count] = nil
        #expect(store[.count] == nil)
    }

    @Test func `a missing value and one of another type are refused in words`() {
        let store = ChatFixture { _ in }.session.store
        let missing = #expect(throws: MartletError.self) { try store.require(.count) }
        #expect(missing?.message.contains("\"count\"") == true)
        store[SessionKey<String>("count")] = "three"
        #expect(throws: MartletError.self) { try store.require(.count) }
    }

    @Test func `a default may read the session it is kept in`() {
        let store = ChatFixture { _ in }.session.store
        store[.count] = 3
        let double = SessionKey<Int>("double")
        #expect(store.value(double, or: (store[.count] ?? 0) * 2) == 6)
        #expect(store.value(double, or: 7) == 6)
        #expect(store[double] == 6)
    }
}
