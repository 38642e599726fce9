extension JinjaRenderer {
    /// Python's type name, objects of the renderer included.
    func typeName(of value: JinjaValue) -> String {
        guard case .object(let number) = value else { return value.typeName }
        switch self.objects[number] {
        case .namespace: return "Namespace"
        case .loop: return "LoopContext"
        case .macro: return "Macro"
        case .cycler: return "Cycler"
        case .joiner: return "Joiner"
        }
    }

    /// `value.name`: a method or attribute first, then an item.
    func attribute(_ name: String, of value: JinjaValue) throws -> JinjaValue {
        if let attribute = try self.ownAttribute(name, of: value) { return attribute }
        if case .dictionary(let dictionary) = value, let item = dictionary[name] { return item }
        return self.missing(name, of: value)
    }

    /// `value[key]`: an item first, then for a name a method or attribute.
    func item(_ key: JinjaValue, of value: JinjaValue) throws -> JinjaValue {
        switch value {
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case .dictionary(let dictionary):
            if let item = try? dictionary[key] { return item }
        case .sequence(let sequence) where sequence.isConcrete || sequence.kind == .range:
            if let index = Self.index(key, count: sequence.items.count) { return sequence.items[index] }
        case .text(let text):
            if case .integer? = key.number {
                try self.charge(text.byteCount / JinjaLimits.bytesPerStep)
                guard let index = Self.index(key, count: text.scalarCount) else { break }
                let start = text.byteOffset(ofScalar: index)
                var end = start + 1
                while end < text.byteCount, MarkedText.isContinuation(text.bytes[end]) { end += 1 }
                return .text(text[start..<end])
            }
        default: break
        }
        if case .text(let name) = key {
            return try self.ownAttribute(name.string, of: value) ?? self.missing(name.string, of: value)
        }
        let shown = try self.text(of: key).string
        return .undefined(JinjaUndefined(message: "\(Self.shownType(value)) has no element \(shown)"))
    }

    private static func index(_ key: JinjaValue, count: Int) -> Int? {
        guard case .integer(let index)? = key.number else { return nil }
        if (0..<count).contains(index) { return index }
        return (-count..<0).contains(index) ? count + index : nil
    }

    private func missing(_ name: String, of value: JinjaValue) -> JinjaValue {
        .undefined(JinjaUndefined(message: "'\(Self.shownType(value))' has no attribute '\(name)'"))
    }

    private static func shownType(_ value: JinjaValue) -> String {
        if case .none = value { return "None" }
        return value.typeName + " object"
    }

    private func ownAttribute(_ name: String, of value: JinjaValue) throws -> JinjaValue? {
        switch value {
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case .text:
            return JinjaStringMethod(rawValue: name) == nil ? nil : .method(try JinjaMethod(value, name))
        case .dictionary:
            if ["items", "keys", "values", "get", "copy"].contains(name) {
                return .method(try JinjaMethod(value, name))
            }
            return Self.refused(name, ["clear", "pop", "popitem", "setdefault", "update"], of: value)
        case .sequence(let sequence) where sequence.isConcrete || sequence.kind == .range:
            if name == "index" || name == "count" || (name == "copy" && sequence.kind == .list) {
                return .method(try JinjaMethod(value, name))
            }
            if sequence.kind == .group, name == "grouper" || name == "list" {
                return sequence.items[name == "list" ? 1 : 0]
            }
            guard sequence.kind == .list else { return nil }
            let changing: Set = ["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"]
            return Self.refused(name, changing, of: value)
        case .float where name == "is_integer": return .method(try JinjaMethod(value, name))
        case .object(let number): return try self.ownAttribute(name, of: number, value)
        default: return nil
        }
    }

    /// A method that would change a value, which Jinja's sandbox lets nobody use.
    private static func refused(_ name: String, _ names: Set<String>, of value: JinjaValue) -> JinjaValue? {
        guard names.contains(name) else { return nil }
        let message = "access to attribute '\(name)' of '\(value.typeName)' object is unsafe"
        return .undefined(JinjaUndefined(message: message))
    }

    private func ownAttribute(_ name: String, of number: Int, _ value: JinjaValue) throws -> JinjaValue? {
        switch self.objects[number] {
        case .namespace(let attributes): return attributes.first { $0.name == name }?.value
        case .loop(let state): return try self.attribute(name, of: state, value)
        case .macro(let macro, _):
            if name == "name" { return .string(macro.name) }
            return name == "arguments" ? try .tuple(macro.parameters.map { .string($0.name) }) : nil
        case .cycler(let items, let position):
            if name == "current" { return items[position] }
            return name == "next" || name == "reset" ? .method(try JinjaMethod(value, name)) : nil
        case .joiner: return nil
        }
    }

    // MARK: Slices

    /// Python's `value[start:stop:step]`.
    func slice(_ value: JinjaValue, _ start: Int?, _ stop: Int?, _ step: Int?) throws -> JinjaValue {
        if step == 0 { throw JinjaFailure("slice step cannot be zero") }
        switch value {
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case .text(let text):
            try self.charge(text.byteCount / JinjaLimits.bytesPerStep)
            if step ?? 1 == 1 {
                let range = Self.range(start, stop, count: text.scalarCount)
                return .text(
                    text[text.byteOffset(ofScalar: range.lowerBound)..<text.byteOffset(ofScalar: range.upperBound)]
                )
            }
            let characters = text.characters
            try self.charge(characters.count)
            var result = MarkedText()
            for index in Self.indices(start, stop, step ?? 1, count: characters.count) {
                result.append(characters[index])
            }
            return .text(result)
        case .sequence(let sequence) where sequence.isConcrete || sequence.kind == .range:
            let indices = Self.indices(start, stop, step ?? 1, count: sequence.items.count)
            try self.charge(indices.count)
            return .sequence(try JinjaSequence(sequence.kind, indices.map { sequence.items[$0] }))
        default:
            return .undefined(JinjaUndefined(message: "\(Self.shownType(value)) has no slice"))
        }
    }

    private static func range(_ start: Int?, _ stop: Int?, count: Int) -> Range<Int> {
        func bound(_ value: Int) -> Int { value < 0 ? max(0, value < -count ? 0 : value + count) : min(value, count) }
        let first = start.map(bound) ?? 0
        return first..<max(first, stop.map(bound) ?? count)
    }

    private static func indices(_ start: Int?, _ stop: Int?, _ step: Int, count: Int) -> [Int] {
        if step > 0 {
            let range = Self.range(start, stop, count: count)
            return Array(stride(from: range.lowerBound, to: range.upperBound, by: min(step, count + 1)))
        }
        func bound(_ value: Int) -> Int {
            value < 0 ? (value < -count ? -1 : value + count) : min(value, count - 1)
        }
        let first = start.map(bound) ?? count - 1
        let last = stop.map(bound) ?? -1
        return Array(stride(from: first, to: last, by: max(step, -count - 1)))
    }
}
