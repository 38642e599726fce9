extension ChatSession {
    /// Changes a custom element, as its script in the browser asks.
    ///
    /// Only name, props and where it is shown can be changed so, and only of custom elements that the app sent.
    ///
    /// - Parameters:
    ///   - id: The element.
    ///   - form: The element as the client sent it.
    /// - Returns: Whether there is such an element.
    public func changeElement(_ id: String, to form: JSONValue) -> Bool {
        guard var record = self.log.look({ $0.element(id) }), record.type == .custom else { return false }
        if case .object(let props) = form["props"] { record.props = props }
        if let display = form["display"]?.stringValue.flatMap(ElementDisplay.init(rawValue:)) {
            record.display = display
        }
        let old = record.fileID
        let props = JSONValue.object(record.props ?? [:]).encoded()
        // A new key each time, so that no client shows what it kept of the old contents.
        if let file = try? self.files.store(.data(props), name: record.name, mimeType: "application/json") {
            record.fileID = file.id
            if let old { self.files.remove(old) }
        }
        self.log.append(.element(record))
        return true
    }

    /// Takes a custom element away, as its script in the browser asks.
    ///
    /// - Parameter id: The element.
    /// - Returns: Whether there is such an element.
    public func removeElement(_ id: String) -> Bool {
        guard let record = self.log.look({ $0.element(id) }), record.type == .custom else { return false }
        self.log.append(.elementRemoved(record))
        if let file = record.fileID { self.files.remove(file) }
        return true
    }
}
