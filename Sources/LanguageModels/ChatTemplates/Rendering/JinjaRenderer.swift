import Foundation

/// Renders one template once: walks its tree, within bounds on work, depth and output.
final class JinjaRenderer {
    /// How a body ended.
    enum Flow { case normal, breakLoop, continueLoop }

    let objects = JinjaObjects()
    let now: Date
    var scope: JinjaScope
    /// The text written so far: the prompt's, or a captured block's.
    var output = MarkedText()
    /// Where the statement or suffix at work stands, for errors.
    var position = JinjaPosition(line: 1, column: 1)
    private let stepLimit: Int
    private var steps = 0
    private var depth = 0

    init(variables: [String: JinjaValue], now: Date, stepLimit: Int = JinjaLimits.steps) {
        self.now = now
        self.stepLimit = stepLimit
        self.scope = JinjaScope(variables, parent: JinjaScope(Self.globals))
    }

    private static var globals: [String: JinjaValue] {
        Dictionary(uniqueKeysWithValues: JinjaFunction.allCases.map { ($0.rawValue, .function($0)) })
    }

    /// Renders a template's nodes.
    func render(_ nodes: [JinjaNode]) throws -> MarkedText {
        do {
            _ = try self.execute(nodes)
            return self.output
        } catch var failure as JinjaFailure {
            if failure.position == nil { failure.position = self.position }
            throw failure
        }
    }

    // MARK: Bounds

    /// Counts work, and stops a template that does too much.
    func charge(_ steps: Int = 1) throws {
        // Capped, so that no sum overflows.
        self.steps += min(max(steps, 0), self.stepLimit + 1)
        guard self.steps <= self.stepLimit else {
            throw JinjaFailure(.limit, "more than \(self.stepLimit) steps")
        }
    }

    /// Counts the work of making a text, before it is made.
    func chargeText(bytes: Int) throws {
        guard bytes <= JinjaLimits.textBytes else {
            throw JinjaFailure(.limit, "a text of more than \(JinjaLimits.textBytes >> 20) MiB")
        }
        try self.charge(bytes / JinjaLimits.bytesPerStep)
    }

    /// Goes one level deeper; every call is paired with `leave`.
    func enter() throws {
        self.depth += 1
        guard self.depth <= JinjaLimits.evaluationDepth else {
            throw JinjaFailure(.limit, "more than \(JinjaLimits.evaluationDepth) evaluations lie inside one another")
        }
        try self.charge()
    }

    func leave() {
        self.depth -= 1
    }

    /// A value's text, its making counted.
    func text(of value: JinjaValue) throws -> MarkedText {
        if case .text(let text) = value { return text }
        try self.charge(value.size.weight)
        return value.text(self.objects)
    }

    private func write(_ text: MarkedText) throws {
        guard self.output.byteCount + text.byteCount <= JinjaLimits.textBytes else {
            throw JinjaFailure(.limit, "more than \(JinjaLimits.textBytes >> 20) MiB of output")
        }
        try self.charge(text.byteCount / JinjaLimits.bytesPerStep)
        self.output.append(text)
    }

    // MARK: Statements

    func execute(_ nodes: [JinjaNode]) throws -> Flow {
        try self.enter()
        defer { self.leave() }
        for node in nodes {
            let flow = try self.execute(node)
            if flow != .normal { return flow }
        }
        return .normal
    }

    private func execute(_ node: JinjaNode) throws -> Flow {
        switch node {
        case .text(let text): try self.write(text)
        case .output(let expression, let position):
            self.position = position
            try self.write(try self.text(of: try self.evaluate(expression)))
        case .branch(let branches, let otherwise, let position):
            self.position = position
            return try self.execute(branches, otherwise)
        case .loop(let loop):
            self.position = loop.position
            try self.run(loop)
        case .assign(let target, let expression, let position):
            self.position = position
            try self.assign(try self.evaluate(expression), to: target)
        case .capture(let target, let filters, let body, let position):
            self.position = position
            let text = try self.inScope { try self.capture(body) }
            try self.assign(try self.apply(filters, to: .text(text)), to: target)
        case .macro(let macro):
            self.scope[macro.name] = self.objects.add(.macro(macro, self.scope))
        case .call(let call, let caller, let position):
            self.position = position
            try self.write(try self.text(of: try self.evaluate(call, caller: caller)))
        case .filter(let filters, let body, let position):
            self.position = position
            let text = try self.inScope { try self.capture(body) }
            try self.write(try self.text(of: try self.apply(filters, to: .text(text))))
        case .scope(let assignments, let body, let position):
            self.position = position
            return try self.execute(assignments, body)
        case .breakLoop: return .breakLoop
        case .continueLoop: return .continueLoop
        }
        return .normal
    }

    private func execute(
        _ branches: [(condition: JinjaExpression, body: [JinjaNode])],
        _ otherwise: [JinjaNode]
    ) throws -> Flow {
        for branch in branches where try self.evaluate(branch.condition).isTrue {
            return try self.execute(branch.body)
        }
        return try self.execute(otherwise)
    }

    private func execute(
        _ assignments: [(target: JinjaTarget, value: JinjaExpression)],
        _ body: [JinjaNode]
    ) throws -> Flow {
        // The values are taken before the new names exist.
        let values = try assignments.map { try self.evaluate($0.value) }
        return try self.inScope {
            for (assignment, value) in zip(assignments, values) { try self.assign(value, to: assignment.target) }
            return try self.execute(body)
        }
    }

    private func apply(_ filters: [JinjaSuffix], to value: JinjaValue) throws -> JinjaValue {
        try filters.reduce(value) { try self.apply($1, to: $0) }
    }

    /// Runs something with new names that end with it.
    func inScope<Result>(_ parent: JinjaScope? = nil, _ run: () throws -> Result) throws -> Result {
        let outer = self.scope
        self.scope = JinjaScope(parent: parent ?? outer)
        defer { self.scope = outer }
        return try run()
    }

    /// What a body writes.
    func capture(_ body: [JinjaNode]) throws -> MarkedText {
        try self.captured { _ = try self.execute(body) }
    }

    /// What is written while something runs.
    func captured(_ run: () throws -> Void) throws -> MarkedText {
        let outer = self.output
        self.output = MarkedText()
        defer { self.output = outer }
        try run()
        return self.output
    }

    func assign(_ value: JinjaValue, to target: JinjaTarget) throws {
        switch target {
        case .name(let name): self.scope[name] = value
        case .attribute(let object, let name):
            guard case .object(let number)? = self.scope[object],
                self.objects.set(name, to: value, ofNamespace: number)
            else { throw JinjaFailure("'\(object)' is not a namespace, so '\(object).\(name)' cannot be set") }
        case .tuple(let targets):
            let items = try self.items(of: value)
            guard items.count == targets.count else {
                throw JinjaFailure("\(targets.count) values are expected to unpack, not \(items.count)")
            }
            for (target, item) in zip(targets, items) { try self.assign(item, to: target) }
        }
    }
}
