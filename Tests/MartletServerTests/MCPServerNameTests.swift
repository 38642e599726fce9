import Testing

@testable import MartletServer

struct MCPServerNameTests {
    @Test(arguments: [
        ("Files", " files\n", true), ("STRASSE", "Straße", true), ("a b", "a  b", false), ("files", "file", false),
    ])
    func `names are compared without regard to case and the spaces around them`(
        left: String,
        right: String,
        areSame: Bool
    ) {
        #expect((MCPServerName.folded(left) == MCPServerName.folded(right)) == areSame)
    }
}
