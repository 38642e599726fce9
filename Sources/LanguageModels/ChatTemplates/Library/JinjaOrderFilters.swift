extension JinjaRenderer {
    /// The filters that compare a sequence's items with each other.
    func orderFilter(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue? {
        switch name {
        case "sort":
            let keys = try self.keys(
                of: try self.items(of: value),
                path: arguments[2, "attribute"],
                isCaseSensitive: arguments.flag(1, "case_sensitive") ?? false,
                severalPaths: true
            )
            return try .list(try self.sorted(keys, isReversed: arguments.flag(0, "reverse") ?? false))
        case "unique", "min", "max":
            let keys = try self.keys(
                of: try self.items(of: value),
                path: arguments[1, "attribute"],
                isCaseSensitive: arguments.flag(0, "case_sensitive") ?? false
            )
            return name == "unique" ? try self.unique(keys) : try self.extreme(keys, isMaximum: name == "max")
        case "groupby": return try self.group(value, arguments)
        case "dictsort": return try self.sortDictionary(value, arguments)
        default: return nil
        }
    }

    private typealias Keyed = (item: JinjaValue, key: JinjaValue)

    /// The items with what they are compared by.
    private func keys(
        of items: [JinjaValue],
        path: JinjaValue?,
        isCaseSensitive: Bool,
        severalPaths: Bool = false,
        default fallback: JinjaValue? = nil
    ) throws -> [Keyed] {
        var paths = [path]
        if severalPaths, case .text(let text)? = path {
            paths = text.string.split(separator: ",").map { .string(String($0)) }
        }
        func fold(_ value: JinjaValue) -> JinjaValue {
            if !isCaseSensitive, case .text(let text) = value { return .text(text.lowercased()) }
            return value
        }
        return try items.map { item in
            try self.charge()
            let parts = try paths.map { path in
                guard let path else { return fold(item) }
                if case .none = path { return fold(item) }
                return fold(try self.attribute(path, of: item, default: fallback))
            }
            // As lists, equal keys are never compared further, so that even missing ones sort.
            return (item, severalPaths ? try .list(parts) : parts[0])
        }
    }

    private func isLess(_ left: JinjaValue, _ right: JinjaValue) throws -> Bool {
        try self.charge(min(left.size.weight, right.size.weight))
        return try left.isLess(than: right)
    }

    /// Sorts stably, backwards too, as Python does.
    private func sorted(_ keyed: [Keyed], isReversed: Bool) throws -> [JinjaValue] {
        try keyed.enumerated().sorted { left, right in
            let (first, second) = isReversed ? (right, left) : (left, right)
            if try self.isLess(first.element.key, second.element.key) { return true }
            if try self.isLess(second.element.key, first.element.key) { return false }
            return left.offset < right.offset
        }.map(\.element.item)
    }

    private func unique(_ keyed: [Keyed]) throws -> JinjaValue {
        var seen: Set<JinjaKey> = []
        return try .iterator(over: keyed.filter { seen.insert(try JinjaKey($0.key)).inserted }.map(\.item))
    }

    private func extreme(_ keyed: [Keyed], isMaximum: Bool) throws -> JinjaValue {
        guard var best = keyed.first else {
            return .undefined(JinjaUndefined(message: "No aggregated item, sequence was empty."))
        }
        for candidate in keyed.dropFirst() {
            let isBetter =
                isMaximum ? try self.isLess(best.key, candidate.key) : try self.isLess(candidate.key, best.key)
            if isBetter { best = candidate }
        }
        return best.item
    }

    private func group(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        let path = try arguments.required(0, "attribute", of: "groupby")
        let isCaseSensitive = arguments.flag(2, "case_sensitive") ?? false
        let fallback = arguments[1, "default"]
        let keyed = try self.keys(
            of: try self.items(of: value),
            path: path,
            isCaseSensitive: isCaseSensitive,
            default: fallback
        )
        let sorted = try self.sorted(keyed, isReversed: false)
        let again = try self.keys(of: sorted, path: path, isCaseSensitive: isCaseSensitive, default: fallback)
        var groups: [(key: JinjaValue, items: [JinjaValue])] = []
        for (item, key) in again {
            if let last = groups.last, last.key.equals(key) {
                groups[groups.count - 1].items.append(item)
            } else {
                groups.append((key, [item]))
            }
        }
        return try .list(
            groups.map { group in
                // The group is named as its first item is, not in lower case.
                let name = try self.attribute(path, of: group.items[0], default: fallback)
                return .sequence(try JinjaSequence(.group, [name, try .list(group.items)]))
            }
        )
    }

    private func sortDictionary(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        guard case .dictionary(let dictionary) = value else {
            if case .undefined(let undefined) = value { throw JinjaFailure(undefined.message) }
            throw JinjaFailure("dictsort takes a mapping, not \(value.typeName)")
        }
        let by = try arguments.text(1, "by", of: "dictsort")?.string ?? "key"
        guard by == "key" || by == "value" else {
            throw JinjaFailure("You can only sort by either \"key\" or \"value\"")
        }
        let keyed = try self.keys(
            of: try dictionary.items(),
            path: .integer(by == "key" ? 0 : 1),
            isCaseSensitive: arguments.flag(0, "case_sensitive") ?? false
        )
        return try .list(try self.sorted(keyed, isReversed: arguments.flag(2, "reverse") ?? false))
    }
}
