/// A value as a template sees it, with Python's behaviour.
///
/// Lists and dictionaries cannot be changed (transformers renders in Jinja's immutable sandbox), and everything that can
/// change lives in the renderer, named by number: so no template can build a reference cycle.
enum JinjaValue {
    case undefined(JinjaUndefined)
    case none
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    case text(MarkedText)
    case sequence(JinjaSequence)
    case dictionary(JinjaDictionary)
    /// What Python's generators are: gone through once, always true, without length.
    case iterator(JinjaIterator)
    /// An object that the renderer holds: namespace, loop, macro, cycler or joiner.
    case object(Int)
    case function(JinjaFunction)
    case method(JinjaMethod)

    static func string(_ string: String) -> JinjaValue { .text(MarkedText(string)) }

    static func list(_ items: [JinjaValue]) throws -> JinjaValue { .sequence(try JinjaSequence(.list, items)) }

    static func tuple(_ items: [JinjaValue]) throws -> JinjaValue { .sequence(try JinjaSequence(.tuple, items)) }

    static func iterator(over items: [JinjaValue]) throws -> JinjaValue { .iterator(try JinjaIterator(items)) }

    /// How deep and how large the value is.
    var size: JinjaSize {
        switch self {
        case .text(let text): JinjaSize(depth: 0, weight: 1 + text.byteCount / JinjaLimits.bytesPerStep)
        case .sequence(let sequence): sequence.size
        case .dictionary(let dictionary): dictionary.size
        case .iterator(let iterator): iterator.size
        case .method(let method): method.size
        default: JinjaSize(depth: 0, weight: 1)
        }
    }
}

/// How deep and how large a value is; bounded, so that printing or comparing any value ends soon.
struct JinjaSize {
    /// How many containers lie inside one another.
    var depth: Int
    /// How many values there are in all, each counted as often as it is printed.
    var weight: Int

    init(depth: Int, weight: Int) {
        self.depth = depth
        self.weight = weight
    }

    /// The size of a container of some values.
    init(around values: some Sequence<JinjaValue>) throws {
        self.init(depth: 0, weight: 1)
        for value in values {
            let size = value.size
            self.depth = max(self.depth, size.depth)
            self.weight += size.weight
        }
        self.depth += 1
        if self.depth > JinjaLimits.valueDepth {
            throw JinjaFailure(.limit, "values lie more than \(JinjaLimits.valueDepth) levels inside one another")
        }
        if self.weight > JinjaLimits.valueWeight { throw JinjaFailure(.limit, "a value grows too large") }
    }
}

/// A value that is not there, and the sentence to say when something needs it.
struct JinjaUndefined {
    var message: String

    static func name(_ name: String) -> JinjaValue { .undefined(JinjaUndefined(message: "'\(name)' is undefined")) }
}

/// A list, tuple, range or dictionary view.
final class JinjaSequence {
    /// A `group` is a tuple that `groupby` makes: what is shared, and the list of those that share it.
    enum Kind { case list, tuple, group, range, items, keys, values }

    let kind: Kind
    let items: [JinjaValue]
    let size: JinjaSize

    init(_ kind: Kind, _ items: [JinjaValue]) throws {
        guard items.count <= JinjaLimits.items || kind != .range else {
            throw JinjaFailure(.limit, "a range of more than \(JinjaLimits.items) numbers")
        }
        self.kind = kind
        self.items = items
        self.size = try JinjaSize(around: items)
    }
}

/// What a generator has left to give.
final class JinjaIterator {
    private var items: [JinjaValue]
    let size: JinjaSize

    init(_ items: [JinjaValue]) throws {
        self.items = items
        self.size = try JinjaSize(around: items)
    }

    /// All that is left; a generator gives it once.
    func takeAll() -> [JinjaValue] {
        defer { self.items = [] }
        return self.items
    }

    /// The next item.
    func takeFirst() -> JinjaValue? { self.items.isEmpty ? nil : self.items.removeFirst() }
}

/// A method, taken from a value by its name and not yet called.
final class JinjaMethod {
    let receiver: JinjaValue
    let name: String
    let size: JinjaSize

    init(_ receiver: JinjaValue, _ name: String) throws {
        self.receiver = receiver
        self.name = name
        self.size = try JinjaSize(around: CollectionOfOne(receiver))
    }
}

/// The functions that every chat template can call.
enum JinjaFunction: String, CaseIterable {
    case range, dict, namespace, cycler, joiner
    case raiseException = "raise_exception"
    case strftimeNow = "strftime_now"
}
