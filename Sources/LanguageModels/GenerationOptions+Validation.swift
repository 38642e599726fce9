extension GenerationOptions {
    /// Checks every value against its range.
    ///
    /// - Throws: A ``LanguageModelError`` of code `invalidOption` that names the option, the value and the range.
    public func validate() throws(LanguageModelError) {
        try self.validateLimits()
        try self.validateChoice()
        try self.validatePenalties()
        try self.validateBiases()
        try self.validateForm()
        try self.validateTemplateArguments()
    }

    private func validateLimits() throws(LanguageModelError) {
        if let maxNewTokens = self.maxNewTokens {
            try Self.check("maxNewTokens", maxNewTokens, maxNewTokens >= 0, "at least 0, or nil for no limit")
        }
        if self.stop.contains("") {
            throw LanguageModelError(
                .invalidOption,
                "A stop text is empty; give texts of at least one character, or leave it out."
            )
        }
        if case .shift(let keep) = self.overflow {
            try Self.check("overflow's number of tokens to keep", keep, keep >= 0, "at least 0")
        }
        if let timeLimit = self.timeLimit {
            try Self.check("timeLimit", timeLimit, timeLimit > .zero, "above 0, or nil for no limit")
        }
    }

    private func validateChoice() throws(LanguageModelError) {
        try Self.check("temperature", self.temperature, 0...100, "from 0 (greedy) to 100")
        try Self.check("dynamicTemperatureRange", self.dynamicTemperatureRange, 0...100, "from 0 (off) to 100")
        try Self.check(
            "dynamicTemperatureExponent",
            self.dynamicTemperatureExponent,
            self.dynamicTemperatureExponent > 0 && self.dynamicTemperatureExponent <= 100,
            "above 0 and at most 100"
        )
        try Self.check("topP", self.topP, 0...1, "from 0 to 1 (1 switches it off)")
        try Self.check("topK", self.topK, self.topK >= 0 && self.topK <= Int(Int32.max), "at least 0 (off)")
        try Self.check("topNSigma", self.topNSigma, 0...100, "from 0 (off) to 100")
        try Self.check("minP", self.minP, 0...1, "from 0 (off) to 1")
        try Self.check(
            "typicalP",
            self.typicalP,
            self.typicalP > 0 && self.typicalP <= 1,
            "above 0 and at most 1 (off)"
        )
        try Self.check("xtcProbability", self.xtcProbability, 0...1, "from 0 (off) to 1")
        try Self.check("xtcThreshold", self.xtcThreshold, 0...1, "from 0 to 1 (above 0.5 nothing happens)")
        guard let mirostat = self.mirostat else { return }
        try Self.check("mirostat.version", mirostat.version, (1...2).contains(mirostat.version), "of 1 or 2")
        try Self.check(
            "mirostat.tau",
            mirostat.tau,
            mirostat.tau > 0 && mirostat.tau <= 100,
            "above 0 and at most 100"
        )
        try Self.check("mirostat.eta", mirostat.eta, mirostat.eta > 0 && mirostat.eta <= 1, "above 0 and at most 1")
    }

    private func validatePenalties() throws(LanguageModelError) {
        try Self.check(
            "repetitionPenalty",
            self.repetitionPenalty,
            self.repetitionPenalty > 0 && self.repetitionPenalty <= 100,
            "above 0 and at most 100 (1 switches it off)"
        )
        try Self.check("lastNTokens", self.lastNTokens, self.lastNTokens >= -1, "at least -1 (the whole context)")
        try Self.check("frequencyPenalty", self.frequencyPenalty, -2...2, "from -2 to 2 (0 is off)")
        try Self.check("presencePenalty", self.presencePenalty, -2...2, "from -2 to 2 (0 is off)")
        try Self.check("dryMultiplier", self.dryMultiplier, 0...100, "from 0 (off) to 100")
        try Self.check("dryBase", self.dryBase, 1...100, "from 1 to 100")
        try Self.check("dryAllowedLength", self.dryAllowedLength, self.dryAllowedLength >= 0, "at least 0")
        try Self.check(
            "dryLastNTokens",
            self.dryLastNTokens,
            self.dryLastNTokens >= -1,
            "at least -1 (the whole context)"
        )
        let count = self.drySequenceBreakers.count
        try Self.check("The number of drySequenceBreakers", count, count <= 64, "of at most 64")
        for breaker in self.drySequenceBreakers {
            let isValid = (1...40).contains(breaker.utf8.count) && !breaker.contains("\0")
            try Self.check(
                "A text of drySequenceBreakers",
                breaker.debugDescription,
                isValid,
                "of 1 to 40 bytes without a zero"
            )
        }
    }

    private func validateBiases() throws(LanguageModelError) {
        for (token, bias) in self.logitBias {
            try Self.check("A token of logitBias", token, token >= 0, "at least 0")
            try Self.check(
                "The logitBias of token \(token)",
                bias,
                bias.isFinite || bias == -.infinity,
                "that is a finite number, or minus infinity to forbid the token"
            )
        }
    }

    static func check<Value>(
        _ name: String,
        _ value: Value,
        _ isValid: Bool,
        _ range: String
    ) throws(LanguageModelError) {
        guard isValid else {
            throw LanguageModelError(.invalidOption, "\(name) is \(value); give a value \(range).")
        }
    }

    private static func check(
        _ name: String,
        _ value: Double,
        _ bounds: ClosedRange<Double>,
        _ range: String
    ) throws(LanguageModelError) {
        try Self.check(name, value, bounds.contains(value), range)
    }
}
