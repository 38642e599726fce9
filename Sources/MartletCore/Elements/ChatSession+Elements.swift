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
        guard let known = self.log.look({ $0.element(id) }), known.type == .custom else { return false }
        let name = form["name"]?.stringValue.flatMap { Self.isElementName($0) ? $0 : nil }
        let display = form["display"]?.stringValue.flatMap(ElementDisplay.init(rawValue:))
        let props = form["props"]?.objectValue
        // A new key each time, so that no client shows what it kept of the old contents.
        let file = props.flatMap { props in
            try? self.files.store(
                .data(JSONValue.object(props).encoded()),
                name: name ?? known.name,
                mimeType: "application/json"
            )
        }
        // In one go, for of two changes at once each would take the other's file for the one that is in use.
        let replaced = self.log.replaceElement(id) { current in
            guard var record = current, record.type == .custom else { return nil }
            if let name { record.name = name }
            if let display { record.display = display }
            if let props { record.props = props }
            if let file { record.fileID = file.id }
            return record
        }
        let unused = replaced == nil ? file?.id : file == nil ? nil : replaced?.old?.fileID
        if let unused { self.files.remove(unused) }
        return replaced != nil
    }

    /// Names are shown, and become the name of the page's script that draws the element.
    private static func isElementName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 128 && !name.contains("/") && !name.hasPrefix(".")
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
