import MartletCore

extension StepRecord {
    /// Writes the record as Chainlit's step dict (wire protocol §5.1).
    ///
    /// - Parameters:
    ///   - buffer: Where to write.
    ///   - rendered: The server's rendering, for viewers that asked for HTML.
    func write(to buffer: inout JSONBuffer, rendered: RenderedRecord? = nil) {
        buffer.object { buffer in
            self.writeCommonMembers(to: &buffer)
            if self.type.isMessage {
                self.writeMessageMembers(to: &buffer)
                // No member of Chainlit's messages.
                if rendered != nil, let generation = self.generation { buffer.member("generation", generation) }
            } else {
                self.writeStepMembers(to: &buffer)
            }
            if let blocks = rendered?.blocks { buffer.member("blocks", blocks) }
            if let blocks = rendered?.inputBlocks { buffer.member("inputBlocks", blocks) }
        }
    }

    /// Whether its content is kept from the page: the app hides how it comes to its answers.
    func isHidden(by configuration: ChatConfiguration) -> Bool {
        guard configuration.ui.cot == .hidden, !self.type.isMessage else { return false }
        return !(self.type == .run && Self.wrapperNames.contains(self.name))
    }

    /// The runs of handlers, which clients know by name.
    private static let wrapperNames: Set<String> = ["on_chat_start", "on_message", "on_audio_end"]

    /// Writes no more of the record than its place, for apps that hide how they come to their answers.
    func writeStub(to buffer: inout JSONBuffer) {
        buffer.object { buffer in
            buffer.member("type", self.type.rawValue)
            buffer.member("name", self.name)
            buffer.member("id", self.id)
            buffer.member("parentId", self.parentID)
            buffer.member("threadId", self.threadID)
            buffer.member("input", "")
            buffer.member("output", "")
        }
    }

    private func writeCommonMembers(to buffer: inout JSONBuffer) {
        buffer.member("id", self.id)
        buffer.member("threadId", self.threadID)
        buffer.member("parentId", self.parentID)
        buffer.member("createdAt", self.createdAt?.iso8601)
        buffer.member("start", self.start?.iso8601)
        buffer.member("end", self.end?.iso8601)
        buffer.member("output", self.output)
        buffer.member("name", self.name)
        buffer.member("type", self.type.rawValue)
        buffer.member("language", self.language)
        buffer.member("streaming", self.isStreaming)
        buffer.member("isError", self.isError)
        buffer.member("metadata", .object(self.metadata))
        buffer.key("tags")
        buffer.value(self.tags.map { .array($0.map(JSONValue.string)) } ?? .null)
    }

    private func writeMessageMembers(to buffer: inout JSONBuffer) {
        buffer.member("waitForAnswer", self.waitsForAnswer)
        buffer.member("command", self.command)
        buffer.member("modes", self.modes.map { .object($0.mapValues(JSONValue.string)) } ?? .null)
    }

    private func writeStepMembers(to buffer: inout JSONBuffer) {
        buffer.member("input", self.showInput == .hidden ? "" : self.input)
        switch self.showInput {
        case .hidden: buffer.member("showInput", false)
        case .shown: buffer.member("showInput", true)
        case .code(let language): buffer.member("showInput", language)
        }
        buffer.member("defaultOpen", self.defaultOpen)
        buffer.member("autoCollapse", self.autoCollapse)
        buffer.member("generation", self.generation ?? .null)
    }
}
