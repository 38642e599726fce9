extension JinjaRenderer {
    /// The items that a loop goes through.
    func items(of value: JinjaValue) throws -> [JinjaValue] {
        switch value {
        case .undefined: return []
        case .sequence(let sequence):
            try self.charge(sequence.items.count)
            return sequence.items
        case .dictionary(let dictionary):
            try self.charge(dictionary.count)
            return dictionary.keys
        case .iterator(let iterator):
            let items = iterator.takeAll()
            try self.charge(items.count)
            return items
        case .text(let text):
            try self.charge(text.byteCount)
            return text.characters.map { .text($0) }
        case .object(let number):
            if case .loop(let state) = self.objects[number] {
                return try state.items.enumerated().dropFirst(state.index + 1).map { try .tuple([$0.element, value]) }
            }
            throw JinjaFailure("'\(self.typeName(of: value))' object is not iterable")
        default: throw JinjaFailure("'\(value.typeName)' object is not iterable")
        }
    }

    /// Runs a `for` block.
    func run(_ loop: JinjaLoop) throws {
        let sequence = try self.evaluate(loop.sequence)
        try self.run(loop, over: sequence, in: self.scope, depth: 1)
    }

    func run(_ loop: JinjaLoop, over sequence: JinjaValue, in scope: JinjaScope, depth: Int) throws {
        var items = try self.items(of: sequence)
        if let condition = loop.condition {
            items = try items.filter { item in
                try self.inScope(scope) {
                    try self.assign(item, to: loop.target)
                    return try self.evaluate(condition).isTrue
                }
            }
        }
        guard !items.isEmpty else {
            _ = try self.inScope(scope) { try self.execute(loop.otherwise) }
            return
        }
        let state = JinjaLoopState(loop, over: items, in: scope, depth: depth)
        let object = self.objects.add(.loop(state))
        for index in items.indices {
            self.position = loop.position
            try self.charge()
            state.index = index
            let flow = try self.inScope(scope) {
                self.scope["loop"] = object
                try self.assign(items[index], to: loop.target)
                return try self.execute(loop.body)
            }
            if flow == .breakLoop { break }
        }
    }

    /// An attribute of `loop`.
    func attribute(_ name: String, of state: JinjaLoopState, _ object: JinjaValue) throws -> JinjaValue? {
        let index = state.index
        switch name {
        case "index": return .integer(index + 1)
        case "index0": return .integer(index)
        case "revindex": return .integer(state.items.count - index)
        case "revindex0": return .integer(state.items.count - index - 1)
        case "first": return .boolean(index == 0)
        case "last": return .boolean(index == state.items.count - 1)
        case "length": return .integer(state.items.count)
        case "depth": return .integer(state.depth)
        case "depth0": return .integer(state.depth - 1)
        case "previtem":
            if index > 0 { return state.items[index - 1] }
            return .undefined(JinjaUndefined(message: "there is no previous item"))
        case "nextitem":
            if index + 1 < state.items.count { return state.items[index + 1] }
            return .undefined(JinjaUndefined(message: "there is no next item"))
        case "cycle", "changed": return .method(try JinjaMethod(object, name))
        default: return nil
        }
    }

    /// Calls `loop.cycle` or `loop.changed`.
    func callLoopMethod(_ name: String, _ object: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        guard case .object(let number) = object, case .loop(let state) = self.objects[number] else { return .none }
        if name == "cycle" {
            guard !arguments.positional.isEmpty else { throw JinjaFailure("no items for cycling given") }
            return arguments.positional[state.index % arguments.positional.count]
        }
        let same = state.changed.map { last in
            last.count == arguments.positional.count && zip(last, arguments.positional).allSatisfy { $0.equals($1) }
        }
        state.changed = arguments.positional
        return .boolean(same != true)
    }

    /// Calls `loop(…)` in a recursive loop: runs it over other items and gives what it writes.
    func recur(_ state: JinjaLoopState, _ arguments: JinjaArguments) throws -> JinjaValue {
        guard state.loop.isRecursive else {
            throw JinjaFailure("the loop must be marked 'recursive' to be called")
        }
        let sequence = try arguments.required(0, "iterable", of: "loop")
        return .text(
            try self.captured { try self.run(state.loop, over: sequence, in: state.scope, depth: state.depth + 1) }
        )
    }
}
