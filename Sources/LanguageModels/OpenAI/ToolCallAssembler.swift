import Foundation

/// Puts the calls of tools together from the pieces in which they arrive.
struct ToolCallAssembler {
    private struct Slot {
        let index: Int
        var id: String
        var name: String
        var arguments: String
    }

    private var slots: [Slot] = []
    private var size = 0

    private static let mostCalls = 256
    private static let longest = 8 << 20

    /// Whether a call has begun.
    var isEmpty: Bool { self.slots.isEmpty }

    /// Takes a piece.
    mutating func take(_ piece: CompletionChunk.ToolCallPiece) throws(OpenAIFailure) {
        let id = piece.id ?? ""
        let name = piece.function?.name ?? ""
        let arguments = piece.function?.arguments ?? ""
        self.size += id.utf8.count + name.utf8.count + arguments.utf8.count
        guard self.size <= Self.longest else {
            throw .malformed("it calls tools with more than \(Self.longest) bytes", cause: nil)
        }
        guard let position = self.position(piece.index, id: id, name: name) else {
            guard self.slots.count < Self.mostCalls else {
                throw .malformed("it calls more than \(Self.mostCalls) tools", cause: nil)
            }
            let index = piece.index ?? self.slots.count
            self.slots.append(Slot(index: index, id: id, name: name, arguments: arguments))
            return
        }
        if self.slots[position].id.isEmpty { self.slots[position].id = id }
        // A name arrives in pieces, or is repeated whole with each piece.
        if self.slots[position].name != name { self.slots[position].name += name }
        self.slots[position].arguments += arguments
    }

    /// Where the call lies that a piece belongs to, or nil for a new one.
    private func position(_ index: Int?, id: String, name: String) -> Int? {
        guard let index else {
            // Without numbers, an id or a name begins a call.
            if let known = self.slots.lastIndex(where: { !id.isEmpty && $0.id == id }) { return known }
            return id.isEmpty && name.isEmpty && !self.slots.isEmpty ? self.slots.count - 1 : nil
        }
        guard let position = self.slots.lastIndex(where: { $0.index == index }) else { return nil }
        // Some servers number every call 0 and tell them apart by their ids.
        let isOther = !id.isEmpty && !self.slots[position].id.isEmpty && id != self.slots[position].id && !name.isEmpty
        return isOther ? nil : position
    }

    /// The calls, whole; those without an id get one.
    ///
    /// - Parameter isCutOff: Whether the answer ended where its limit was, so that arguments may lack their end.
    mutating func finish(isCutOff: Bool) -> [ToolCall] {
        defer { self.slots = [] }
        return self.slots.filter { !isCutOff || Self.isWhole($0.arguments) }.map { slot in
            ToolCall(
                id: slot.id.isEmpty ? Self.freshID() : slot.id,
                name: slot.name,
                arguments: slot.arguments.allSatisfy(\.isWhitespace) ? "{}" : slot.arguments
            )
        }
    }

    private static func isWhole(_ arguments: String) -> Bool {
        (try? JSONSerialization.jsonObject(with: Data(arguments.utf8))) != nil
    }

    private static func freshID() -> String {
        "call_" + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
