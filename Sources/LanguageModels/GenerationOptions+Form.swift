extension GenerationOptions {
    /// Checks what the answer's form is described by, as far as no model is needed for it.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidOption`.
    func validateForm() throws(LanguageModelError) {
        if case .grammar(let text) = self.format {
            guard text.contains(where: { !$0.isWhitespace }), !text.utf8.contains(0) else {
                throw LanguageModelError(
                    .invalidOption,
                    "The format's grammar is empty or contains a zero character; give rules such as root ::= [0-9]+."
                )
            }
        }
        var names: Set<String> = []
        for tool in self.tools {
            let isValid = (1...64).contains(tool.name.utf8.count) && tool.name.utf8.allSatisfy(Self.isNameCharacter)
            try Self.check(
                "A tool's name",
                tool.name.debugDescription,
                isValid,
                "of 1 to 64 letters, digits, _ and -"
            )
            guard names.insert(tool.name).inserted else {
                throw LanguageModelError(
                    .invalidOption,
                    "Two tools have the name \(tool.name); give each a name of its own."
                )
            }
        }
        switch self.toolChoice {
        case .automatic, .none: break
        case .required:
            guard !names.isEmpty else {
                throw LanguageModelError(
                    .invalidOption,
                    "toolChoice is required, and there are no tools; give tools or another choice."
                )
            }
        case .tool(let name):
            guard names.contains(name) else {
                throw LanguageModelError(
                    .invalidOption,
                    "toolChoice names \(name.debugDescription), and no tool has this name; give a tool of that name "
                        + "or another choice."
                )
            }
        }
    }

    /// Checks that no value takes the place of one that a chat's template is given in any case.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidOption` that names the value.
    package func validateTemplateArguments() throws(LanguageModelError) {
        let names = self.templateArguments.keys.filter { ChatTemplate.ownNames.contains($0) }
        guard let name = names.min() else { return }
        throw LanguageModelError(
            .invalidOption,
            "templateArguments has the name \(name.debugDescription), which every chat template is given already; "
                + "leave it out."
        ).about(.templateArguments)
    }

    private static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
