import ArgumentParser

/// `martlet model`: what is on this machine, and what is on the hub.
struct ModelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Download, list, inspect and remove GGUF models.",
        discussion: """
            Models are kept in the cache of the Hugging Face tools, so what they have downloaded is found here and the \
            other way round. HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_TOKEN and HF_HUB_OFFLINE are obeyed.

            A model is named like this:
              hf:owner/repo/file.gguf             a file
              hf:owner/repo@revision/file.gguf    a file of a branch, a tag or a commit
              hf:owner/repo:Q4_K_M                the file of that quantisation
              hf:owner/repo                       the smallest GGUF file
            """,
        subcommands: [
            ModelPullCommand.self, ModelListCommand.self, ModelInfoCommand.self, ModelRemoveCommand.self,
        ]
    )
}

/// What several of the commands say of a model that is written on the command line.
enum ModelArgument {
    /// Takes a reference with or without `hf:` before it.
    static func withPrefix(_ text: String) -> String {
        let isPlainPath = text.hasPrefix("/") || text.hasPrefix(".") || text.hasPrefix("~")
        let hasPrefix = text.hasPrefix("hf:") || text.contains("://")
        return hasPrefix || isPlainPath || !text.contains("/") ? text : "hf:" + text
    }
}
