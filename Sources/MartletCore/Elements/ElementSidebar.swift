/// The side bar of a chat.
///
/// Chainlit: `cl.ElementSidebar`.
public struct ElementSidebar: Sendable {
    let core: ChatSession

    /// Gives the side bar a title, and opens it.
    ///
    /// Chainlit: `ElementSidebar.set_title`. The title "canvas" makes a wide side bar without a frame.
    ///
    /// - Parameter title: The title.
    public func setTitle(_ title: String) async throws {
        self.core.log.append(.sidebarTitle(title))
    }

    /// Shows elements in the side bar; none closes it.
    ///
    /// Chainlit: `ElementSidebar.set_elements`.
    ///
    /// - Parameters:
    ///   - elements: The elements.
    ///   - key: What the app calls this content; content of the same key is not shown anew.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed`.
    public func setElements(_ elements: [Element], key: String? = nil) async throws {
        var records: [ElementRecord] = []
        for element in elements {
            let record = try element.live.prepare(in: self.core, forID: nil)
            self.core.log.append(.element(record))
            records.append(record)
        }
        self.core.log.append(.sidebarElements(records, key: key))
    }

    /// Closes the side bar.
    public func close() async throws {
        self.core.log.append(.sidebarElements([], key: nil))
    }
}
