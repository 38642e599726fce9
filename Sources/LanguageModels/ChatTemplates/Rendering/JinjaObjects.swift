/// The things of one rendering that can change, each named by its number.
///
/// Values hold numbers and not the objects themselves, so whatever a template stores where, all of it goes with the
/// renderer.
final class JinjaObjects {
    enum Object {
        case namespace([(name: String, value: JinjaValue)])
        case loop(JinjaLoopState)
        case macro(JinjaMacro, JinjaScope)
        case cycler([JinjaValue], position: Int)
        case joiner(MarkedText, isUsed: Bool)
    }

    private var objects: [Object] = []
    private var isRepresenting = false

    func add(_ object: Object) -> JinjaValue {
        self.objects.append(object)
        return .object(self.objects.count - 1)
    }

    subscript(_ number: Int) -> Object {
        get { self.objects[number] }
        set { self.objects[number] = newValue }
    }

    /// Sets an attribute of a namespace; false when the object is another.
    func set(_ name: String, to value: JinjaValue, ofNamespace number: Int) -> Bool {
        guard case .namespace(var attributes) = self.objects[number] else { return false }
        // The list is taken out while it changes, or each change would copy it.
        self.objects[number] = .namespace([])
        if let index = attributes.firstIndex(where: { $0.name == name }) {
            attributes[index].value = value
        } else {
            attributes.append((name, value))
        }
        self.objects[number] = .namespace(attributes)
        return true
    }

    /// An object as text; one inside another is only named, since they may hold each other.
    func representation(_ number: Int) -> MarkedText {
        switch self.objects[number] {
        case .namespace(let attributes):
            guard !self.isRepresenting else { return MarkedText("<Namespace>") }
            self.isRepresenting = true
            defer { self.isRepresenting = false }
            var result = MarkedText("<Namespace {")
            for (index, attribute) in attributes.enumerated() {
                if index > 0 { result.append(", ") }
                result.append(MarkedText(attribute.name).pythonRepresentation)
                result.append(": ")
                result.append(attribute.value.representation(self))
            }
            result.append("}>")
            return result
        case .loop(let loop): return MarkedText("<LoopContext \(loop.index + 1)/\(loop.items.count)>")
        case .macro(let macro, _): return MarkedText("<Macro '\(macro.name)'>")
        case .cycler: return MarkedText("<Cycler>")
        case .joiner: return MarkedText("<Joiner>")
        }
    }
}

/// Where a loop stands.
final class JinjaLoopState {
    let loop: JinjaLoop
    let scope: JinjaScope
    let items: [JinjaValue]
    let depth: Int
    var index = 0
    /// What `loop.changed` was last asked about.
    var changed: [JinjaValue]?

    init(_ loop: JinjaLoop, over items: [JinjaValue], in scope: JinjaScope, depth: Int) {
        self.loop = loop
        self.items = items
        self.scope = scope
        self.depth = depth
    }
}

/// The names that one block knows.
final class JinjaScope {
    private var variables: [String: JinjaValue]
    private let parent: JinjaScope?

    init(_ variables: [String: JinjaValue] = [:], parent: JinjaScope? = nil) {
        self.variables = variables
        self.parent = parent
    }

    subscript(_ name: String) -> JinjaValue? {
        get {
            var scope: JinjaScope? = self
            while let current = scope {
                if let value = current.variables[name] { return value }
                scope = current.parent
            }
            return nil
        }
        set { self.variables[name] = newValue }
    }
}
