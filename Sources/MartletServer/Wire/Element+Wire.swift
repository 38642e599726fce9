import MartletCore

extension ElementRecord {
    /// Writes the element as Chainlit's element dict, with all its keys (wire protocol §5.2).
    ///
    /// - Parameter buffer: Where to write.
    func write(to buffer: inout JSONBuffer) {
        buffer.object { buffer in
            buffer.member("id", self.id)
            buffer.member("threadId", self.threadID)
            buffer.member("type", self.type.rawValue)
            buffer.member("url", self.url)
            buffer.member("chainlitKey", self.fileID)
            buffer.member("name", self.name)
            buffer.member("display", self.display.rawValue)
            buffer.member("objectKey", self.objectKey)
            buffer.member("size", self.size?.rawValue)
            buffer.member("props", self.props.map(JSONValue.object) ?? .null)
            buffer.member("page", self.page.map(JSONValue.int) ?? .null)
            buffer.member("autoPlay", self.autoPlay.map(JSONValue.bool) ?? .null)
            buffer.member("playerConfig", self.playerConfiguration ?? .null)
            buffer.member("language", self.language)
            buffer.member("forId", self.forID)
            buffer.member("mime", self.mimeType)
        }
    }
}

extension Action {
    /// Writes the button as Chainlit's action dict (wire protocol §5.3).
    ///
    /// - Parameter buffer: Where to write.
    func write(to buffer: inout JSONBuffer) {
        buffer.object { buffer in
            buffer.member("name", self.name)
            buffer.member("payload", .object(self.payload))
            buffer.member("label", self.label)
            buffer.member("tooltip", self.tooltip)
            buffer.member("icon", self.icon)
            buffer.member("forId", self.forID)
            buffer.member("id", self.id)
        }
    }
}
