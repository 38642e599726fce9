import Foundation

/// Reads what a model wrote as JSON.
enum GeneratedJSON {
    /// Reads a value.
    ///
    /// - Parameters:
    ///   - text: The model's answer.
    ///   - type: What it must be.
    /// - Returns: The value.
    /// - Throws: A ``LanguageModelError`` of code `generationFailed` with the text's beginning.
    static func decode<Value: Decodable>(
        _ text: String,
        as type: Value.Type,
        finishReason: FinishReason? = nil
    ) throws(LanguageModelError) -> Value {
        do {
            return try Self.decoder.decode(type, from: Data(Self.json(in: text).utf8))
        } catch {
            let wasCut = finishReason == .maxNewTokens || finishReason == .contextFull || finishReason == .timeLimit
            throw LanguageModelError(
                .generationFailed,
                "The model's answer is no \(type): \(Self.reason(error)). It "
                    + (wasCut ? "was cut (\(finishReason?.name ?? "")); allow more new tokens. It " : "")
                    + "begins with: \(text.prefix(200))",
                cause: error
            )
        }
    }

    /// The answer without the fence of a code block, which models without a grammar like to put around JSON.
    private static func json(in text: String) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), trimmed.count > 6,
            let start = trimmed.firstIndex(of: "\n")
        else { return trimmed }
        return String(trimmed[start...].dropLast(3))
    }

    /// What is wrong, in words.
    static func reason(_ error: any Error) -> String {
        func place(_ context: DecodingError.Context, _ key: (any CodingKey)? = nil) -> String {
            let keys = context.codingPath + [key].compactMap { $0 }
            return keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context): return "'\(place(context, key))' is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            let path = place(context)
            return path.isEmpty ? context.debugDescription : "'\(path)': \(context.debugDescription)"
        default: return "\(error)"
        }
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let text = try decoder.singleValueContainer().decode(String.self)
            let plain = Date.ISO8601FormatStyle()
            let exact = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            guard let date = (try? plain.parse(text)) ?? (try? exact.parse(text)) else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "\(text) is no date and time")
                )
            }
            return date
        }
        return decoder
    }
}
