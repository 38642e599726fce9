/// Where in a schema the compiler is, and how it came there.
struct SchemaPlace {
    /// The place as a JSON pointer after `#`.
    private(set) var path = "#"
    /// How many schemas lie around it.
    private(set) var depth = 0
    /// How many references to schemas that refer to themselves were followed.
    private(set) var level = 0
    /// The references followed since the last object or array began.
    private(set) var open: [String] = []

    /// The place of a keyword's schema that describes the same value, such as a branch of `anyOf`.
    func beside(_ name: String) -> SchemaPlace {
        var place = self
        place.path += "/\(name)"
        place.depth += 1
        return place
    }

    /// The place of a schema for a member or an item.
    func inside(_ name: String) -> SchemaPlace {
        var place = self.beside(name)
        place.open = []
        return place
    }

    /// The place that a reference leads to.
    func following(_ pointer: String, isRecursive: Bool) -> SchemaPlace {
        var place = self
        place.path = pointer
        place.depth += 1
        place.level += isRecursive ? 1 : 0
        place.open.append(pointer)
        return place
    }

    /// Takes over what was followed on the way to another place that describes the same value.
    mutating func absorb(_ other: SchemaPlace) {
        self.level = max(self.level, other.level)
        self.open += other.open.filter { !self.open.contains($0) }
    }
}
