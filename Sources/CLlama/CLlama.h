// Nothing of llama.cpp is shown to Swift: this target only carries its compiler and linker flags to CMartletLlama.
