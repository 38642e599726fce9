public import MartletCore

/// Compares one language's words with those that the page uses.
public enum TranslationCheck {
    /// What is wrong with a translation, one sentence each, in the order of the words' names.
    ///
    /// - Parameters:
    ///   - words: The translation.
    ///   - english: The words that the page uses.
    /// - Returns: What is missing, what is too much, and what has another form; empty when all is well.
    public static func problems(of words: JSONValue, against english: JSONValue) -> [String] {
        guard case .object = words else { return ["It is no JSON object."] }
        return Self.problems(of: words, against: english, at: "")
    }

    private static func problems(of words: JSONValue, against english: JSONValue, at path: String) -> [String] {
        switch (words, english) {
        case (.object(let members), .object(let wanted)):
            return Set(members.keys).union(wanted.keys).sorted().flatMap { name -> [String] in
                let place = path.isEmpty ? name : "\(path).\(name)"
                guard let member = members[name] else { return ["\(place) is missing."] }
                guard let other = wanted[name] else { return ["\(place) is not used by the page."] }
                return Self.problems(of: member, against: other, at: place)
            }
        case (.object, _):
            return ["\(path) is a group of words; the page uses one text."]
        case (_, .object):
            return ["\(path) is no group of words; the page uses one."]
        case (.string, .string):
            return []
        default:
            return words == english ? [] : ["\(path) is no text."]
        }
    }
}
