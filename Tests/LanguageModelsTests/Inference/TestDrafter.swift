import Foundation

@testable import LanguageModels

/// A drafter whose guesses a test chooses, and which notes what it is asked.
final class TestDrafter: TokenDrafter {
    /// What a drafter was asked, also once its engine is gone.
    final class Record: Sendable {
        struct Calls: Sendable {
            var drafts = 0
            /// How many tokens each piece had that was read.
            var reads: [Int] = []
            /// How many tokens were unread when something was guessed.
            var unreadAtDraft: [Int] = []
            var released: Set<Int> = []
        }

        private let calls = Guarded(Calls())

        var all: Calls { self.calls.withLock { $0 } }

        func note(_ change: (inout Calls) -> Void) { self.calls.withLock { change(&$0) } }
    }

    let longestDraft: Int
    private let record: Record
    private let secondsPerRead: Double
    private let guess: ([Int32], Int) -> [Int32]
    private var readCounts: [Int: Int] = [:]

    init(
        _ record: Record,
        longestDraft: Int = 8,
        secondsPerRead: Double = 0,
        guess: @escaping (_ tokens: [Int32], _ limit: Int) -> [Int32]
    ) {
        self.record = record
        self.longestDraft = longestDraft
        self.secondsPerRead = secondsPerRead
        self.guess = guess
    }

    func unreadCount(request: Int, tokens: [Int32]) -> Int? {
        tokens.count - min(self.readCounts[request] ?? 0, tokens.count - 1)
    }

    func read(request: Int, tokens: [Int32], limit: Int) {
        Thread.sleep(forTimeInterval: Double(limit) * self.secondsPerRead)
        self.readCounts[request, default: 0] += limit
        self.record.note { $0.reads.append(limit) }
    }

    func draft(request: Int, tokens: [Int32], limit: Int) -> [Int32] {
        let unread = self.unreadCount(request: request, tokens: tokens) ?? 0
        self.record.note {
            $0.drafts += 1
            $0.unreadAtDraft.append(unread)
        }
        self.readCounts[request] = tokens.count
        return self.guess(tokens, limit)
    }

    func release(request: Int) {
        self.readCounts[request] = nil
        self.record.note { _ = $0.released.insert(request) }
    }

    /// What `TestModel` says next if its answer is this one.
    static func rest(of answer: String, after tokens: [Int32]) -> [Int32] {
        guard let end = tokens.lastIndex(of: TestInferenceBackend.endOfPrompt) else { return [] }
        return answer.utf8.dropFirst(tokens.count - end - 1).map(Int32.init)
    }
}
