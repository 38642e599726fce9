import MartletCore
import MartletServer
import Testing

struct TranslationCheckTests {
    private static let english: JSONValue = ["chat": ["send": "Send", "stop": "Stop"], "title": "Chat"]

    @Test(
        arguments: [
            (Self.english, []),
            (["chat": ["send": "Senden", "stop": "Halt"], "title": "Chat"], []),
            (
                ["chat": ["send": "Senden"], "title": "Chat", "x": "y"],
                ["chat.stop is missing.", "x is not used by the page."]
            ),
            (
                ["chat": "Chat", "title": ["long": "Chat"]],
                ["chat is no group of words; the page uses one.", "title is a group of words; the page uses one text."]
            ),
            (
                ["chat": ["send": 3, "stop": nil], "title": "Chat"], ["chat.send is no text.", "chat.stop is no text."]
            ),
            ([], ["It is no JSON object."]),
        ] as [(JSONValue, [String])]
    )
    func `what differs is named in order`(words: JSONValue, problems: [String]) {
        #expect(TranslationCheck.problems(of: words, against: Self.english) == problems)
    }
}
