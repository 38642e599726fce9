extension JinjaValue {
    /// Python's name of the value's type.
    var typeName: String {
        switch self {
        case .undefined: "Undefined"
        case .none: "NoneType"
        case .boolean: "bool"
        case .integer: "int"
        case .float: "float"
        case .text(let text): text.isMarkup ? "Markup" : "str"
        case .dictionary: "dict"
        case .iterator: "generator"
        case .object: "object"
        case .function: "function"
        case .method: "builtin_function_or_method"
        case .sequence(let sequence):
            switch sequence.kind {
            case .list: "list"
            case .tuple, .group: "tuple"
            case .range: "range"
            case .items: "dict_items"
            case .keys: "dict_keys"
            case .values: "dict_values"
            }
        }
    }

    /// Python's `bool()`.
    var isTrue: Bool {
        switch self {
        case .undefined, .none: false
        case .boolean(let boolean): boolean
        case .integer(let integer): integer != 0
        case .float(let float): float != 0
        case .text(let text): !text.isEmpty
        case .sequence(let sequence): !sequence.items.isEmpty
        case .dictionary(let dictionary): dictionary.count > 0
        case .iterator, .object, .function, .method: true
        }
    }

    /// The value as a number, where Python's arithmetic takes it for one.
    var number: JinjaNumber? {
        switch self {
        case .boolean(let boolean): .integer(boolean ? 1 : 0)
        case .integer(let integer): .integer(integer)
        case .float(let float): .float(float)
        default: nil
        }
    }

    /// Python's `==`.
    func equals(_ other: JinjaValue) -> Bool {
        if let left = self.number, let right = other.number { return left == right }
        switch (self, other) {
        case (.undefined, .undefined), (.none, .none): return true
        case (.text(let left), .text(let right)): return left == right
        case (.object(let left), .object(let right)): return left == right
        case (.function(let left), .function(let right)): return left == right
        case (.iterator(let left), .iterator(let right)): return left === right
        case (.method(let left), .method(let right)):
            return left.name == right.name && left.receiver.equals(right.receiver)
        case (.sequence(let left), .sequence(let right)):
            return left.kind == right.kind && left.items.count == right.items.count
                && zip(left.items, right.items).allSatisfy { $0.equals($1) }
        case (.dictionary(let left), .dictionary(let right)):
            guard left.count == right.count else { return false }
            return left.pairs.allSatisfy { key, value in
                (try? right[key]).flatMap { $0 }.map { value.equals($0) } ?? false
            }
        default: return false
        }
    }

    /// Python's `<`; throws where Python would.
    func isLess(than other: JinjaValue, _ symbol: String = "<") throws -> Bool {
        if let left = self.number, let right = other.number { return left < right }
        switch (self, other) {
        case (.undefined(let undefined), _), (_, .undefined(let undefined)): throw JinjaFailure(undefined.message)
        case (.text(let left), .text(let right)): return left < right
        case (.sequence(let left), .sequence(let right))
        where left.kind == right.kind && (left.kind == .list || left.kind == .tuple):
            for (first, second) in zip(left.items, right.items) where !first.equals(second) {
                return try first.isLess(than: second, symbol)
            }
            return left.items.count < right.items.count
        default:
            throw JinjaFailure(
                "'\(symbol)' not supported between instances of '\(self.typeName)' and '\(other.typeName)'"
            )
        }
    }

    /// Python's `in`: whether this container holds a value.
    func contains(_ value: JinjaValue) throws -> Bool {
        switch self {
        case .undefined: return false
        case .text(let text):
            guard case .text(let part) = value else {
                if case .undefined(let undefined) = value { throw JinjaFailure(undefined.message) }
                throw JinjaFailure("'in <string>' requires string as left operand, not \(value.typeName)")
            }
            return text.contains(part)
        case .sequence(let sequence): return sequence.items.contains { $0.equals(value) }
        case .dictionary(let dictionary): return try dictionary[value] != nil
        case .iterator(let iterator):
            while let item = iterator.takeFirst() { if item.equals(value) { return true } }
            return false
        default: throw JinjaFailure("argument of type '\(self.typeName)' is not iterable")
        }
    }
}

/// A number, as arithmetic and comparison take it.
enum JinjaNumber: Comparable {
    case integer(Int)
    case float(Double)

    var double: Double {
        switch self {
        case .integer(let integer): Double(integer)
        case .float(let float): float
        }
    }

    static func == (left: JinjaNumber, right: JinjaNumber) -> Bool {
        if case .integer(let left) = left, case .integer(let right) = right { return left == right }
        return left.double == right.double
    }

    static func < (left: JinjaNumber, right: JinjaNumber) -> Bool {
        if case .integer(let left) = left, case .integer(let right) = right { return left < right }
        return left.double < right.double
    }
}
