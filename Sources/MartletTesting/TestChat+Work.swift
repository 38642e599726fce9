import MartletCore
import Synchronization

extension TestChat {
    /// What came of work that goes on beside the test.
    private final class Outcome: Sendable {
        let result = Mutex<Result<JSONValue, any Error>?>(nil)
    }

    /// Presses a button, and waits for its handler, unless that waits for the person itself.
    func press(_ action: Action) async throws -> JSONValue {
        let (session, book, outcome) = (self.session, self.book, Outcome())
        book.note { $0.openWork += 1 }
        // Ends with the app's handler, at the latest with the chat.
        Task {
            do {
                let value = try await session.press(action)
                outcome.result.withLock { $0 = .success(value) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
            book.note { $0.openWork -= 1 }
        }
        try await self.settle("what the button \"\(action.name)\" does")
        return try outcome.result.withLock { $0 }?.get() ?? .null
    }
}
