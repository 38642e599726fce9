/// How a model is told of the form that its answer must have.
enum SchemaPrompt {
    /// What is added to a prompt.
    static func text(_ schema: JSONSchema) -> String {
        "\n\nAnswer with nothing but JSON that this schema describes:\n\(schema.text)"
    }
}
