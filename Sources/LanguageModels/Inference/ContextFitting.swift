/// Makes a chat fit a model's context, as its request's overflow policy asks.
package enum ContextFitting {
    /// How much of the context at most is kept free for an answer whose length is not known.
    private static let answerShare = 4
    /// How many of the largest parts an error names.
    private static let partCount = 3

    /// Makes a chat's prompt, without its oldest turns where the policy allows that and they do not fit.
    ///
    /// - Parameters:
    ///   - messages: The chat.
    ///   - options: The request's options.
    ///   - limit: The most tokens that prompt and answer may have.
    ///   - count: How many tokens a text has.
    ///   - tokens: The prompt of messages.
    /// - Returns: The prompt's tokens, and how many messages were left out.
    /// - Throws: What `count` and `tokens` throw, or a ``LanguageModelError`` of code `contextOverflow`.
    package static func fit(
        _ messages: [ChatMessage],
        options: GenerationOptions,
        limit: Int,
        count: (String) throws(LanguageModelError) -> Int,
        tokens: ([ChatMessage]) throws(LanguageModelError) -> [Int32]
    ) throws(LanguageModelError) -> (tokens: [Int32], dropped: Int) {
        let all = try tokens(messages)
        let reserve = max(min(options.maxNewTokens ?? limit, limit / Self.answerShare), 1)
        let mayDrop = options.overflow != .refuse
        if all.count + (mayDrop ? reserve : 1) <= limit { return (all, 0) }
        var best = (tokens: all, dropped: 0)
        if mayDrop {
            let turns = ChatTurns(messages)
            func withoutTurns(_ number: Int) throws(LanguageModelError) -> (tokens: [Int32], dropped: Int) {
                let kept = turns.dropping(number)
                return (try tokens(kept), messages.count - kept.count)
            }
            // As few turns as will do; each try is a whole tokenization, so by halves.
            var low = 1
            var high = turns.droppableCount
            while low <= high {
                let middle = (low + high) / 2
                let candidate = try withoutTurns(middle)
                if candidate.tokens.count + reserve <= limit {
                    best = candidate
                    high = middle - 1
                } else {
                    low = middle + 1
                }
            }
            // A short answer is better than none.
            if best.dropped == 0, turns.droppableCount > 0 { best = try withoutTurns(turns.droppableCount) }
        }
        guard best.tokens.count < limit else {
            var details = OverflowDetails(needed: best.tokens.count + 1, available: limit)
            details.largestParts = try self.largestParts(of: messages, count: count)
            throw LanguageModelError(overflow: details)
        }
        return best
    }

    private static func largestParts(
        of messages: [ChatMessage],
        count: (String) throws(LanguageModelError) -> Int
    ) throws(LanguageModelError) -> [OverflowDetails.Part] {
        var parts: [OverflowDetails.Part] = []
        for (index, message) in messages.enumerated() {
            let name = "message \(index + 1) (\(message.role.rawValue))"
            parts.append(OverflowDetails.Part(name: name, tokens: try count(message.content)))
        }
        return Array(parts.sorted { $0.tokens > $1.tokens }.prefix(Self.partCount))
    }
}
