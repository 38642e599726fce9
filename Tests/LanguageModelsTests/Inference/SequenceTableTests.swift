import Testing

@testable import LanguageModels

struct SequenceTableTests {
    /// A table with finished sequences that hold the given tokens.
    private func table(_ contents: [[Int32]], canTruncate: Bool = true) -> SequenceTable {
        var table = SequenceTable(count: contents.count, canTruncate: canTruncate)
        for (sequence, tokens) in contents.enumerated() where !tokens.isEmpty {
            table.occupy(.init(sequence: sequence, kept: 0), owner: sequence)
            table.append(tokens, to: sequence)
            table.release(sequence)
        }
        return table
    }

    @Test func `a prompt that goes on with a finished chat keeps all of it`() {
        let table = self.table([[], [1, 2, 3], [1, 9]])
        #expect(table.placement(for: [1, 2, 3, 4]) == .init(sequence: 1, kept: 3))
    }

    @Test func `the last token is always left to evaluate`() {
        let table = self.table([[1, 2, 3]])
        #expect(table.placement(for: [1, 2, 3]) == .init(sequence: 0, kept: 2))
        #expect(table.placement(for: [1]) == .init(sequence: 0, kept: 0))
    }

    @Test func `a beginning in common is shared rather than taken from a long chat`() {
        let table = self.table([[1, 2, 3, 4, 5, 6, 7], []])
        #expect(table.placement(for: [1, 2, 9, 9]) == .init(sequence: 1, kept: 2, source: 0))
    }

    @Test func `the prompt of a chat under way is shared`() {
        var table = SequenceTable(count: 2, canTruncate: true)
        table.occupy(.init(sequence: 0, kept: 0), owner: 7)
        table.append([1, 2, 3, 4], to: 0)
        #expect(table.placement(for: [1, 2, 3, 9]) == .init(sequence: 1, kept: 3, source: 0))
    }

    @Test func `without an empty sequence the one used longest ago goes`() {
        let table = self.table([[5, 5, 5], [6, 6, 6], [7, 7, 7]])
        #expect(table.placement(for: [1, 2]) == .init(sequence: 0, kept: 0))
    }

    @Test func `a busy table gives no place`() {
        var table = SequenceTable(count: 1, canTruncate: true)
        table.occupy(.init(sequence: 0, kept: 0), owner: 1)
        #expect(table.placement(for: [1]) == nil)
    }

    @Test func `a sequence that cannot be cut is kept only whole`() {
        let table = self.table([[1, 2, 3], []], canTruncate: false)
        #expect(table.placement(for: [1, 2, 3, 4]) == .init(sequence: 0, kept: 3))
        #expect(table.placement(for: [1, 2, 9])?.kept == 0)
        #expect(table.placement(for: [1, 2, 9])?.source == nil)
    }
}
