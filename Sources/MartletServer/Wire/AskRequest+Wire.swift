import MartletCore

extension AskRequest {
    /// Writes the question and its spec (wire protocol §5.4).
    ///
    /// - Parameter buffer: Where to write.
    func write(to buffer: inout JSONBuffer) {
        buffer.object { buffer in
            buffer.key("msg")
            self.message.write(to: &buffer)
            buffer.key("spec")
            buffer.object { buffer in
                buffer.member("timeout", Int(self.timeout.components.seconds))
                self.writeKind(to: &buffer)
                buffer.member("step_id", self.message.id)
            }
        }
    }

    private func writeKind(to buffer: inout JSONBuffer) {
        switch self.kind {
        case .text: buffer.member("type", "text")
        case .files(let rule):
            buffer.member("type", "file")
            buffer.member("accept", rule.accept.wireForm)
            buffer.member("max_files", rule.maxFiles)
            buffer.member("max_size_mb", rule.maxSizeMB)
        case .action(let keys):
            buffer.member("type", "action")
            buffer.member("keys", keys)
        case .element(let id):
            buffer.member("type", "element")
            buffer.member("element_id", id)
        }
    }
}

extension FileTypes {
    /// The types as clients take them: a list, or an object of endings by type.
    var wireForm: JSONValue {
        switch self {
        case .any: ["*/*"]
        case .mimeTypes(let types): .array(types.map(JSONValue.string))
        case .extensions(let endings): .object(endings.mapValues { .array($0.map(JSONValue.string)) })
        }
    }
}
