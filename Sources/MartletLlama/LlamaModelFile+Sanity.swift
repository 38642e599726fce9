#if Llama
    import LanguageModels

    extension LlamaModelFile {
        /// Checks the numbers that llama.cpp does not answer with an error but ends the process for.
        ///
        /// - Parameters:
        ///   - header: The file's header.
        ///   - path: The file's path, for the message.
        /// - Throws: A ``LanguageModelError`` that names the key and its value.
        static func checkSanity(of header: GGUFHeader, path: String) throws(LanguageModelError) {
            let architecture = header.architecture ?? ""
            func check(_ key: String, _ value: some Any, _ isSane: Bool) throws(LanguageModelError) {
                guard !isSane else { return }
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' is damaged: \(architecture).\(key) is \(value); download the file again."
                )
            }
            if let blocks = header.modelValue("block_count")?.integer {
                try check("block_count", blocks, (1...512).contains(blocks))
                let drafting = header.modelValue("nextn_predict_layers")?.integer ?? 0
                try check("nextn_predict_layers", drafting, (0...blocks).contains(drafting))
            }
            if let length = header.modelValue("embedding_length")?.integer {
                try check("embedding_length", length, length > 0)
            }
            if let scaling = header.modelValue("rope.scaling.type")?.string {
                try check("rope.scaling.type", scaling, ["none", "linear", "yarn", "longrope"].contains(scaling))
            }
            if !architecture.hasPrefix("hunyuan") {
                try Self.checkExperts(of: header, check: check)
            }
            try Self.checkVocabulary(of: header, path: path)
        }

        private static func checkExperts(
            of header: GGUFHeader,
            check: (String, Int, Bool) throws(LanguageModelError) -> Void
        ) throws(LanguageModelError) {
            let experts = header.modelValue("expert_count")?.integer ?? 0
            let value = header.modelValue("expert_used_count")
            let used = value?.integer ?? value?.array?.integers?.max() ?? 0
            let groups = header.modelValue("expert_group_count")?.integer ?? 0
            let usedGroups = header.modelValue("expert_group_used_count")?.integer ?? 0
            try check("expert_count", experts, (0...1024).contains(experts))
            try check("expert_used_count", used, experts == 0 ? used == 0 : (1...experts).contains(used))
            try check("expert_group_count", groups, experts == 0 ? groups == 0 : (0..<experts).contains(groups))
            if groups > 1 {
                try check("expert_group_count", groups, experts.isMultiple(of: groups))
                try check("expert_group_used_count", usedGroups, (1..<groups).contains(usedGroups))
            }
        }

        private static func checkVocabulary(of header: GGUFHeader, path: String) throws(LanguageModelError) {
            guard let tokens = header.metadata["tokenizer.ggml.tokens"]?.array?.strings else { return }
            // Bytes are compared, since strings that look alike are equal to Swift. llama.cpp names empty texts, and
            // different bytes that are no UTF-8 all read as U+FFFD here.
            var seen = Set<[UInt8]>(minimumCapacity: tokens.count)
            for token in tokens
            where !token.isEmpty && !token.unicodeScalars.contains("\u{FFFD}")
                && !seen.insert(Array(token.utf8)).inserted
            {
                throw LanguageModelError(
                    .notAModelFile,
                    "'\(path)' is damaged: its vocabulary has '\(token)' twice; download the file again."
                )
            }
        }
    }
#endif
