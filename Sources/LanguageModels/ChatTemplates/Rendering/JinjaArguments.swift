/// The arguments of a call, evaluated.
struct JinjaArguments {
    var positional: [JinjaValue]
    var named: [(name: String, value: JinjaValue)] = []

    init(_ positional: [JinjaValue] = []) {
        self.positional = positional
    }

    /// An argument by place or name.
    subscript(_ index: Int, _ name: String) -> JinjaValue? {
        if index < self.positional.count { return self.positional[index] }
        return self.named(name)
    }

    func named(_ name: String) -> JinjaValue? {
        self.named.last { $0.name == name }?.value
    }

    func required(_ index: Int, _ name: String, of function: String) throws -> JinjaValue {
        guard let value = self[index, name] else {
            throw JinjaFailure("\(function)() misses its argument '\(name)'")
        }
        return value
    }

    func text(_ index: Int, _ name: String, of function: String) throws -> MarkedText? {
        switch self[index, name] {
        case nil, .some(.none): return nil
        case .text(let text): return text
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case .some(let value):
            throw JinjaFailure("\(function)() takes text as its argument '\(name)', not \(value.typeName)")
        }
    }

    func integer(_ index: Int, _ name: String, of function: String) throws -> Int? {
        switch self[index, name] {
        case nil, .some(.none): return nil
        case .undefined(let undefined): throw JinjaFailure(undefined.message)
        case .some(let value):
            guard case .integer(let integer)? = value.number else {
                throw JinjaFailure("\(function)() takes an integer as its argument '\(name)', not \(value.typeName)")
            }
            return integer
        }
    }

    func flag(_ index: Int, _ name: String) -> Bool? { self[index, name]?.isTrue }

    /// The arguments that follow the first ones, as filters hand them on to tests.
    func dropping(_ count: Int) -> JinjaArguments {
        var rest = JinjaArguments(Array(self.positional.dropFirst(count)))
        rest.named = self.named
        return rest
    }
}
