extension JinjaRenderer {
    /// The filters that go through a sequence in its order.
    func sequenceFilter(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue? {
        switch name {
        case "length", "count": return .integer(try self.length(of: value))
        case "first":
            if case .iterator(let iterator) = value, let first = iterator.takeFirst() { return first }
            let message = "No first item, sequence was empty."
            return try self.items(of: value).first ?? .undefined(JinjaUndefined(message: message))
        case "last":
            if case .iterator = value { throw JinjaFailure("'generator' object is not reversible") }
            let message = "No last item, sequence was empty."
            return try self.items(of: value).last ?? .undefined(JinjaUndefined(message: message))
        case "list": return try .list(try self.items(of: value))
        case "items":
            if case .undefined = value { return try .iterator(over: []) }
            guard case .dictionary(let dictionary) = value else {
                throw JinjaFailure("Can only get item pairs from a mapping.")
            }
            return try .iterator(over: dictionary.items())
        case "join": return .text(try self.join(value, arguments))
        case "reverse":
            if case .text(let text) = value {
                return try self.slice(.text(text), nil, nil, -1)
            }
            return try .iterator(over: try self.items(of: value).reversed())
        case "map": return try self.map(value, arguments)
        case "select", "reject", "selectattr", "rejectattr": return try self.select(name, value, arguments)
        case "sum": return try self.sum(value, arguments)
        case "batch", "slice": return try self.cut(name, value, arguments)
        default: return nil
        }
    }

    private func length(of value: JinjaValue) throws -> Int {
        switch value {
        case .undefined: return 0
        case .text(let text): return text.scalarCount
        case .sequence(let sequence): return sequence.items.count
        case .dictionary(let dictionary): return dictionary.count
        case .object(let number):
            if case .loop(let state) = self.objects[number] { return state.items.count }
            fallthrough
        default: throw JinjaFailure("object of type '\(self.typeName(of: value))' has no len()")
        }
    }

    // MARK: Attributes

    /// What an attribute such as `function.name` or `0` gives for an item.
    func attribute(_ path: JinjaValue, of item: JinjaValue, default fallback: JinjaValue? = nil) throws -> JinjaValue {
        guard case .text(let text) = path else { return try self.item(path, of: item) }
        var value = item
        for part in text.string.split(separator: ".", omittingEmptySubsequences: false) {
            let key = Int(part).map { JinjaValue.integer($0) } ?? .string(String(part))
            value = try self.item(key, of: value)
            if let fallback, case .undefined = value { value = fallback }
        }
        return value
    }

    // MARK: Joining

    private func join(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> MarkedText {
        let separator = try arguments[0, "d"].map { try self.text(of: $0) } ?? MarkedText()
        guard let path = arguments[1, "attribute"] else {
            return try self.join(value, separator: separator, strict: false)
        }
        let items = try self.items(of: value).map { try self.attribute(path, of: $0) }
        return try self.join(try .list(items), separator: separator, strict: false)
    }

    /// Joins items; strictly, as `str.join` does, they must be texts.
    func join(_ value: JinjaValue, separator: MarkedText, strict: Bool) throws -> MarkedText {
        var result = MarkedText()
        for (index, item) in try self.items(of: value).enumerated() {
            if index > 0 { result.append(separator) }
            if strict {
                guard case .text = item else {
                    throw JinjaFailure("sequence item \(index): expected str instance, \(item.typeName) found")
                }
            }
            let text = try self.text(of: item)
            try self.chargeText(bytes: result.byteCount + text.byteCount + separator.byteCount)
            try self.charge()
            result.append(text)
        }
        return result
    }

    // MARK: Mapping and selecting

    private func map(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        // Jinja looks whether the value is true first, so that even None maps to nothing.
        guard value.isTrue else { return try .iterator(over: []) }
        let items = try self.items(of: value)
        if arguments.positional.isEmpty, let path = arguments.named("attribute") {
            let fallback = arguments.named("default")
            return try .iterator(over: items.map { try self.attribute(path, of: $0, default: fallback) })
        }
        guard case .text(let name)? = arguments.positional.first else {
            throw JinjaFailure("map requires a filter argument")
        }
        let rest = arguments.dropping(1)
        return try .iterator(over: items.map { try self.filter(name.string, $0, rest) })
    }

    private func select(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        guard value.isTrue else { return try .iterator(over: []) }
        var rest = arguments
        var path: JinjaValue?
        if name.hasSuffix("attr") {
            path = try arguments.required(0, "attribute", of: name)
            rest = arguments.dropping(1)
        }
        var test: String?
        if case .text(let name)? = rest.positional.first {
            test = name.string
            rest = rest.dropping(1)
        }
        let keeps = name.hasPrefix("select")
        let items = try self.items(of: value).filter { item in
            try self.charge()
            let tested = try path.map { try self.attribute($0, of: item) } ?? item
            return try (test.map { try self.test($0, tested, rest) } ?? tested.isTrue) == keeps
        }
        return try .iterator(over: items)
    }

    private func sum(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        var total = arguments[1, "start"] ?? .integer(0)
        for item in try self.items(of: value) {
            let item = try arguments[0, "attribute"].map { try self.attribute($0, of: item) } ?? item
            try self.charge(total.size.weight)
            total = try total.combined(.plus, item)
        }
        return total
    }

    /// `batch` makes lists of a length, `slice` a number of lists.
    private func cut(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        let items = try self.items(of: value)
        guard let count = try arguments.integer(0, "count", of: name), (1...JinjaLimits.items).contains(count) else {
            throw JinjaFailure("\(name) takes a number from 1 to \(JinjaLimits.items)")
        }
        try self.charge(count)
        let filler = arguments[1, "fill_with"]
        var lists: [[JinjaValue]] = []
        if name == "batch" {
            for start in stride(from: 0, to: items.count, by: count) {
                lists.append(Array(items[start..<min(start + count, items.count)]))
            }
            if let filler, !lists.isEmpty {
                let missing = count - lists[lists.count - 1].count
                if case .none = filler {} else { lists[lists.count - 1] += Array(repeating: filler, count: missing) }
            }
        } else {
            let (length, longer) = items.count.quotientAndRemainder(dividingBy: count)
            var start = 0
            for index in 0..<count {
                let end = start + length + (index < longer ? 1 : 0)
                lists.append(Array(items[start..<end]))
                if let filler, index >= longer { lists[index].append(filler) }
                start = end
            }
        }
        return try .iterator(over: lists.map { try .list($0) })
    }
}
