import MartletCore

extension ConfigurationSchema {
    static let api = ConfigurationTable(
        "api",
        comment: "What other programs may use; these keys are Martlet's own.",
        keys: [
            .flag("enabled", \.api.isEnabled, "Serve the app's models under /v1, as OpenAI's API does."),
            ConfigurationKey(
                "keys",
                sample: "keys = []",
                """
                Keys that let a program in, which it sends as its API key; MARTLET_API_KEYS sets them too. Without one,
                programs on this machine alone are served, and only where the app listens on 127.0.0.1 or the like.
                """
            ) { node, configuration, findings in
                // The value is not repeated, for it may hold keys.
                guard let keys = node.texts, !keys.contains(where: \.isEmpty) else {
                    return findings.refuse(node.path, "keys is no list of texts; give one, such as [\"…\"].")
                }
                configuration.api.keys = keys
            },
            .flag("metrics", \.api.metrics, "Show the app's numbers to Prometheus under /metrics, by the same rule."),
        ]
    )
}
