extension JinjaRenderer {
    /// Evaluates the call of a call block, whose body is handed over as `caller`.
    func evaluate(_ call: JinjaExpression, caller: JinjaMacro) throws -> JinjaValue {
        guard case .postfix(let base, let suffixes) = call, let last = suffixes.last,
            case .call(var arguments) = last.kind
        else { throw JinjaFailure("a call block needs a call") }
        let outer = self.scope
        self.scope = JinjaScope(parent: outer)
        defer { self.scope = outer }
        // No template can write this name, so it hides none of the block's own.
        let name = "<caller>"
        self.scope[name] = self.objects.add(.macro(caller, outer))
        arguments.named.append(("caller", .name(name)))
        let suffix = JinjaSuffix(kind: .call(arguments), position: last.position)
        return try self.evaluate(.postfix(base, suffixes.dropLast() + [suffix]))
    }

    /// Calls a value.
    func call(_ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
        switch value {
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case .function(let function): return try self.call(function, arguments)
        case .method(let method): return try self.call(method, arguments)
        case .object(let number):
            switch self.objects[number] {
            case .macro(let macro, let scope): return try self.call(macro, in: scope, arguments)
            case .loop(let state): return try self.recur(state, arguments)
            case .joiner(let separator, let isUsed):
                self.objects[number] = .joiner(separator, isUsed: true)
                return .text(isUsed ? separator : MarkedText())
            case .namespace, .cycler: break
            }
        default: break
        }
        throw JinjaFailure("'\(self.typeName(of: value))' object is not callable")
    }

    private func call(
        _ macro: JinjaMacro,
        in scope: JinjaScope,
        _ arguments: JinjaArguments
    ) throws -> JinjaValue {
        let outer = self.position
        defer { self.position = outer }
        let text = try self.inScope(scope) {
            try self.bind(macro, arguments)
            return try self.capture(macro.body)
        }
        return .text(text)
    }

    private func bind(_ macro: JinjaMacro, _ arguments: JinjaArguments) throws {
        var named = arguments.named
        for (index, parameter) in macro.parameters.enumerated() {
            if index < arguments.positional.count {
                guard !named.contains(where: { $0.name == parameter.name }) else {
                    throw JinjaFailure("macro '\(macro.name)' got two values for its argument '\(parameter.name)'")
                }
                self.scope[parameter.name] = arguments.positional[index]
            } else if let place = named.lastIndex(where: { $0.name == parameter.name }) {
                self.scope[parameter.name] = named.remove(at: place).value
            } else if let fallback = parameter.fallback {
                self.scope[parameter.name] = try self.evaluate(fallback)
            } else {
                let message = "parameter '\(parameter.name)' was not provided"
                self.scope[parameter.name] = .undefined(JinjaUndefined(message: message))
            }
        }
        if !macro.parameters.contains(where: { $0.name == "caller" }) {
            let caller = named.last { $0.name == "caller" }?.value
            self.scope["caller"] = caller ?? .undefined(JinjaUndefined(message: "No caller defined"))
            named.removeAll { $0.name == "caller" }
        }
        self.scope["varargs"] = try .tuple(Array(arguments.positional.dropFirst(macro.parameters.count)))
        self.scope["kwargs"] = .dictionary(try JinjaDictionary(named.map { (.string($0.name), $0.value) }))
    }

    private func call(_ method: JinjaMethod, _ arguments: JinjaArguments) throws -> JinjaValue {
        switch method.receiver {
        case .text(let text):
            guard let name = JinjaStringMethod(rawValue: method.name) else { break }
            return try self.call(name, of: text, arguments)
        case .dictionary(let dictionary): return try self.call(method.name, of: dictionary, arguments)
        case .sequence(let sequence): return try self.call(method.name, of: sequence, arguments)
        case .float(let float): return .boolean(float.rounded() == float)
        case .object(let number):
            guard case .cycler(let items, let position) = self.objects[number] else {
                return try self.callLoopMethod(method.name, method.receiver, arguments)
            }
            let isNext = method.name == "next"
            self.objects[number] = .cycler(items, position: isNext ? (position + 1) % items.count : 0)
            return isNext ? items[position] : .none
        default: break
        }
        throw JinjaFailure("'\(method.receiver.typeName)' has no method '\(method.name)'")
    }

    private func call(_ name: String, of dictionary: JinjaDictionary, _ arguments: JinjaArguments) throws -> JinjaValue
    {
        switch name {
        case "get":
            let key = try arguments.required(0, "key", of: "get")
            return try dictionary[key] ?? arguments[1, "default"] ?? .none
        case "items":
            try self.charge(dictionary.count)
            return .sequence(try JinjaSequence(.items, dictionary.items()))
        case "keys": return .sequence(try JinjaSequence(.keys, dictionary.keys))
        case "values": return .sequence(try JinjaSequence(.values, dictionary.values))
        default: return .dictionary(dictionary)
        }
    }

    private func call(_ name: String, of sequence: JinjaSequence, _ arguments: JinjaArguments) throws -> JinjaValue {
        if name == "copy" { return .sequence(sequence) }
        let value = try arguments.required(0, "value", of: name)
        try self.charge(sequence.size.weight)
        if name == "count" { return .integer(sequence.items.count { $0.equals(value) }) }
        guard let index = sequence.items.firstIndex(where: { $0.equals(value) }) else {
            throw JinjaFailure("\(try self.text(of: value).string.prefix(80)) is not in the \(sequence.kind)")
        }
        return .integer(index)
    }

    // MARK: Functions

    private func call(_ function: JinjaFunction, _ arguments: JinjaArguments) throws -> JinjaValue {
        switch function {
        case .range: return try self.makeRange(arguments)
        case .dict: return .dictionary(try JinjaDictionary(try self.pairs(of: arguments)))
        case .namespace:
            let attributes = try JinjaDictionary(try self.pairs(of: arguments)).pairs
            return self.objects.add(.namespace(try attributes.map { (try self.text(of: $0.0).string, $0.1) }))
        case .cycler:
            guard !arguments.positional.isEmpty else { throw JinjaFailure("cycler() needs at least one item") }
            return self.objects.add(.cycler(arguments.positional, position: 0))
        case .joiner:
            let separator = try arguments.text(0, "sep", of: "joiner") ?? MarkedText(", ")
            return self.objects.add(.joiner(separator, isUsed: false))
        case .raiseException:
            let message = try self.text(of: try arguments.required(0, "message", of: "raise_exception"))
            throw JinjaFailure(.raised, message.string, at: self.position)
        case .strftimeNow:
            guard let format = try arguments.text(0, "format", of: "strftime_now") else {
                throw JinjaFailure("strftime_now() misses its argument 'format'")
            }
            return .string(try self.now.formatted(pythonFormat: format.string))
        }
    }

    /// The pairs that `dict` and `namespace` take: a dictionary or a list of pairs, then named ones.
    private func pairs(of arguments: JinjaArguments) throws -> [(JinjaValue, JinjaValue)] {
        var pairs: [(JinjaValue, JinjaValue)] = []
        if let first = arguments.positional.first {
            if case .dictionary(let dictionary) = first {
                pairs = dictionary.pairs
            } else {
                for item in try self.items(of: first) {
                    let pair = try self.items(of: item)
                    guard pair.count == 2 else { throw JinjaFailure("a dictionary is made of pairs") }
                    pairs.append((pair[0], pair[1]))
                }
            }
        }
        return pairs + arguments.named.map { (.string($0.name), $0.value) }
    }

    private func makeRange(_ arguments: JinjaArguments) throws -> JinjaValue {
        let numbers = try arguments.positional.indices.map { index in
            guard let number = try arguments.integer(index, "number \(index + 1)", of: "range") else {
                throw JinjaFailure("range() takes integers, not None")
            }
            return number
        }
        guard (1...3).contains(numbers.count) else { throw JinjaFailure("range() takes one to three numbers") }
        let start = numbers.count > 1 ? numbers[0] : 0
        let stop = numbers.count > 1 ? numbers[1] : numbers[0]
        let step = numbers.count > 2 ? numbers[2] : 1
        guard step != 0 else { throw JinjaFailure("range() takes no step of zero") }
        var items: [JinjaValue] = []
        for number in stride(from: start, to: stop, by: step) {
            items.append(.integer(number))
            guard items.count <= JinjaLimits.items else {
                throw JinjaFailure(.limit, "a range of more than \(JinjaLimits.items) numbers")
            }
        }
        try self.charge(items.count)
        return .sequence(try JinjaSequence(.range, items))
    }
}
