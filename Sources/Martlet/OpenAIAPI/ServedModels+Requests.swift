import LanguageModels

extension ServedModels {
    /// The model that a request asks for, to answer prompts.
    func chat(_ fields: APIFields) throws -> (name: String, model: Chat) {
        let name = try self.name(in: fields) { $0.isChat }
        guard case .chat(let model)? = self[name] else { throw self.wrongKind(name, "answer prompts") }
        return (name, model)
    }

    /// The model that a request asks for, to turn texts into vectors.
    func embeddings(_ fields: APIFields) throws -> (name: String, open: @Sendable () async throws -> any EmbeddingModel)
    {
        let name = try self.name(in: fields) { if case .embeddings = $0 { true } else { false } }
        guard case .embeddings(let open)? = self[name] else { throw self.wrongKind(name, "make embeddings") }
        return (name, open)
    }

    /// The model that a request asks for, to score documents.
    func reranker(_ fields: APIFields) throws -> (name: String, open: @Sendable () async throws -> any RerankModel) {
        let name = try self.name(in: fields) { if case .reranker = $0 { true } else { false } }
        guard case .reranker(let open)? = self[name] else { throw self.wrongKind(name, "score documents") }
        return (name, open)
    }

    /// There is no model of a name.
    func notFound(_ name: String) -> APIFailure {
        let known = self.names.map { "'\($0)'" }.joined(separator: ", ")
        return APIFailure(
            status: 404,
            message: "The model '\(name.prefix(80))' does not exist; "
                + (known.isEmpty ? "this app serves none." : "this app serves \(known)."),
            parameter: "model",
            code: "model_not_found"
        )
    }

    /// The name that a request gives; it may be left out where there is no choice.
    private func name(in fields: APIFields, fits: (Entry) -> Bool) throws -> String {
        if let name = try fields.text("model"), !name.isEmpty {
            guard self[name] != nil else { throw self.notFound(name) }
            return name
        }
        let fitting = self.names.filter { self[$0].map(fits) ?? false }
        guard fitting.count == 1, let name = fitting.first else { throw fields.missing("model") }
        return name
    }

    private func wrongKind(_ name: String, _ work: String) -> APIFailure {
        .invalid("model", "The model '\(name)' does not \(work); ask for another one.")
    }
}
