#if Llama
    public import LanguageModels

    extension LlamaModel: InferenceReporting {}
#endif
