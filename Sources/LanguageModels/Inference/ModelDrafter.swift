/// Guesses what a large model says next by asking a small one: a drafter over a back end of its own.
///
/// The small model has few sequences. A request keeps one for as long as it runs, and what it holds afterwards serves the
/// next request that begins alike; with too many requests the one that was served longest ago loses its sequence.
///
/// llama.cpp: `--model-draft`.
public final class ModelDrafter: TokenDrafter {
    public let longestDraft: Int
    private let backend: any InferenceBackend
    private let leastProbability: Double
    private let vocabularySize: Int
    private let abort: DecodeAbort
    private var table: SequenceTable
    /// The sequence of each request that has one.
    private var places: [Int: Int] = [:]
    /// Requests that it failed on.
    private var givenUp: Set<Int> = []

    /// Creates a drafter.
    ///
    /// - Parameters:
    ///   - backend: The small model, which can forget parts of sequences; used by nobody else.
    ///   - longestDraft: The most tokens to guess at once; at least 1.
    ///   - leastProbability: A guess ends before a token that is less likely, from 0 to 1.
    ///   - vocabularySize: How many tokens both models have in common; ids from there on are never read nor guessed.
    ///   - abort: What ends a decode, of both models.
    public init(
        backend: any InferenceBackend,
        longestDraft: Int,
        leastProbability: Double,
        vocabularySize: Int,
        abort: DecodeAbort
    ) {
        self.backend = backend
        self.longestDraft = max(longestDraft, 1)
        self.leastProbability = leastProbability
        self.vocabularySize = vocabularySize
        self.abort = abort
        let limits = backend.limits
        self.table = SequenceTable(count: limits.sequenceCount, canTruncate: limits.canTruncate)
    }

    public func unreadCount(request: Int, tokens: [Int32]) -> Int? {
        guard !self.givenUp.contains(request), !tokens.isEmpty, tokens.count < self.backend.limits.contextLength else {
            return nil
        }
        guard let sequence = self.places[request] else {
            return tokens.count - self.table.longestPrefix(of: tokens)
        }
        return tokens.count - self.common(tokens, sequence)
    }

    public func read(request: Int, tokens: [Int32], limit: Int) {
        guard let sequence = self.prepare(request, tokens) else { return }
        let held = self.table.entries[sequence].tokens.count
        let end = min(tokens.count - 1, held + min(limit, self.backend.limits.batchLength))
        guard held < end else { return }
        _ = self.evaluate(tokens[held..<end], request: request, in: sequence, isOutput: false)
    }

    public func draft(request: Int, tokens: [Int32], limit: Int) -> [Int32] {
        guard let sequence = self.prepare(request, tokens) else { return [] }
        let most = min(limit, self.longestDraft, self.backend.limits.contextLength - tokens.count)
        var drafts: [Int32] = []
        var next = tokens[self.table.entries[sequence].tokens.count...]
        while drafts.count < most, !self.abort.isRequested {
            guard let output = self.evaluate(next, request: request, in: sequence, isOutput: true),
                let likeliest = self.backend.likeliest(output: output)
            else { break }
            guard likeliest.probability >= self.leastProbability, self.isCommon(likeliest.token),
                !self.backend.isEndOfGeneration(likeliest.token)
            else { break }
            drafts.append(likeliest.token)
            next = [likeliest.token]
        }
        return drafts
    }

    public func release(request: Int) {
        self.givenUp.remove(request)
        if let sequence = self.places.removeValue(forKey: request) { self.table.release(sequence) }
    }

    private func isCommon(_ token: Int32) -> Bool { token >= 0 && Int(token) < self.vocabularySize }

    /// How many of the tokens a sequence holds; the last one is always evaluated anew.
    private func common(_ tokens: [Int32], _ sequence: Int) -> Int {
        TokenPrefix.commonLength(self.table.entries[sequence].tokens, tokens, limit: tokens.count - 1)
    }

    // MARK: Sequences

    /// Lets a request's sequence hold a beginning of its tokens, and nothing else.
    private func prepare(_ request: Int, _ tokens: [Int32]) -> Int? {
        guard self.unreadCount(request: request, tokens: tokens) != nil else { return nil }
        if let sequence = self.places[request] {
            let common = self.common(tokens, sequence)
            if common < self.table.entries[sequence].tokens.count { self.truncate(sequence, to: common) }
            return sequence
        }
        guard let placement = self.table.placement(for: tokens) ?? self.placementOfAnother(for: tokens) else {
            return nil
        }
        self.place(request, at: placement)
        return placement.sequence
    }

    /// Takes the sequence of the request that was served longest ago.
    private func placementOfAnother(for tokens: [Int32]) -> SequenceTable.Placement? {
        guard let oldest = self.places.min(by: { self.lastUse($0.value) < self.lastUse($1.value) }) else { return nil }
        self.places[oldest.key] = nil
        self.table.release(oldest.value)
        return self.table.placement(for: tokens)
    }

    private func lastUse(_ sequence: Int) -> Int { self.table.entries[sequence].lastUse }

    private func place(_ request: Int, at placement: SequenceTable.Placement) {
        var placement = placement
        if let source = placement.source {
            self.truncate(placement.sequence, to: 0)
            if !self.backend.share(from: source, to: placement.sequence, count: placement.kept) {
                placement = SequenceTable.Placement(sequence: placement.sequence, kept: 0)
            }
        } else {
            self.truncate(placement.sequence, to: placement.kept)
            placement.kept = self.table.entries[placement.sequence].tokens.count
        }
        self.table.occupy(placement, owner: request)
        self.places[request] = placement.sequence
    }

    /// Forgets the end of a sequence, or all of it where that is not possible.
    private func truncate(_ sequence: Int, to count: Int) {
        let kept = self.backend.truncate(sequence: sequence, to: count) ? count : 0
        if kept < count { _ = self.backend.truncate(sequence: sequence, to: 0) }
        self.table.truncate(sequence, to: kept)
    }

    // MARK: Evaluation

    /// Evaluates tokens at a sequence's end.
    ///
    /// - Returns: Where in the last batch the last token lies; nil if it was not evaluated.
    private func evaluate(_ tokens: ArraySlice<Int32>, request: Int, in sequence: Int, isOutput: Bool) -> Int? {
        guard tokens.allSatisfy(self.isCommon) else { return self.giveUp(request, sequence) }
        var rest = tokens
        while true {
            let part = rest.prefix(self.backend.limits.batchLength)
            rest = rest.dropFirst(part.count)
            let start = self.table.entries[sequence].tokens.count
            let batch = part.enumerated().map { offset, token in
                DecodeToken(
                    token: token,
                    position: start + offset,
                    sequence: sequence,
                    isOutput: isOutput && rest.isEmpty && offset == part.count - 1
                )
            }
            guard !batch.isEmpty, self.decode(batch, request: request, in: sequence) else { return nil }
            if rest.isEmpty { return batch.count - 1 }
        }
    }

    private func decode(_ batch: [DecodeToken], request: Int, in sequence: Int) -> Bool {
        self.makeRoom(for: batch.count, beside: sequence)
        var result = self.backend.decode(batch)
        if case .noSpace = result {
            for other in self.table.entries.indices where other != sequence { self.truncate(other, to: 0) }
            result = self.backend.decode(batch)
        }
        switch result {
        case .done:
            self.table.append(batch.lazy.map(\.token), to: sequence)
            return true
        case .aborted:
            // A beginning may have been evaluated.
            let before = self.table.entries[sequence].tokens.count
            let evaluated = self.backend.length(of: sequence) - before
            if (0...batch.count).contains(evaluated) {
                self.table.append(batch.prefix(evaluated).lazy.map(\.token), to: sequence)
            } else {
                self.truncate(sequence, to: 0)
            }
            return false
        case .noSpace, .failed:
            _ = self.giveUp(request, sequence)
            return false
        }
    }

    /// Goes without guesses until the request has ended.
    private func giveUp(_ request: Int, _ sequence: Int) -> Int? {
        self.truncate(sequence, to: 0)
        self.release(request: request)
        self.givenUp.insert(request)
        return nil
    }

    /// Forgets what ended requests left, and then what others hold, those served longest ago first.
    private func makeRoom(for count: Int, beside sequence: Int) {
        let limit = self.backend.limits.cacheLength - count
        guard self.table.usedLength > limit else { return }
        let others = self.table.entries.indices
            .filter { $0 != sequence && !self.table.entries[$0].tokens.isEmpty && self.table.entries[$0].owner != nil }
            .sorted { self.lastUse($0) < self.lastUse($1) }
        for other in self.table.idle + others where self.table.usedLength > limit { self.truncate(other, to: 0) }
    }
}
