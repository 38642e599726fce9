// Loading a model and asking it about itself.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

// llama.cpp replaced two switches by one mode in summer 2026; both kinds of library are served.
template <typename Params>
void set_load_mode(Params & params, bool map, bool lock, bool direct) {
    if constexpr (requires { params.load_mode; }) {
        using mode = decltype(params.load_mode);
        params.load_mode = static_cast<mode>(direct ? 4 : (map ? 1 : 0) | (lock ? 2 : 0));
    } else {
        params.use_mmap = map && !direct;
        params.use_mlock = lock;
        if constexpr (requires { params.use_direct_io; }) params.use_direct_io = direct;
    }
}

llama_split_mode split_mode(int32_t split) {
    switch (split) {
    case MARTLET_SPLIT_NONE: return LLAMA_SPLIT_MODE_NONE;
    case MARTLET_SPLIT_ROWS: return LLAMA_SPLIT_MODE_ROW;
    default: return LLAMA_SPLIT_MODE_LAYER;
    }
}

int64_t metadata_number(const martlet_model * model, const std::string & key) {
    char text[32] = {};
    const int32_t length = llama_model_meta_val_str(model->model, key.c_str(), text, sizeof text);
    return length > 0 ? std::strtoll(text, nullptr, 10) : 0;
}

struct progress_relay {
    martlet_progress_callback callback;
    void * user;
    bool cancelled;
};

bool relay_progress(float progress, void * user) {
    auto * relay = static_cast<progress_relay *>(user);
    if (relay->callback != nullptr && !relay->callback(progress, relay->user)) relay->cancelled = true;
    return !relay->cancelled;
}

bool contains(const std::string & text, const char * part) { return text.find(part) != std::string::npos; }

int32_t explain_failed_load(const std::string & log, martlet_error * error) {
    const size_t name = log.find("unknown model architecture: '");
    if (name != std::string::npos) {
        const size_t start = name + std::strlen("unknown model architecture: '");
        const std::string architecture = log.substr(start, log.find('\'', start) - start);
        return martlet::fail(error, MARTLET_UNKNOWN_ARCHITECTURE, "%s", architecture.c_str());
    }
    if (contains(log, "failed to allocate") || contains(log, "unable to allocate") || contains(log, "bad_alloc")) {
        return martlet::fail(error, MARTLET_OUT_OF_MEMORY, "%s", log.c_str());
    }
    return martlet::fail(error, MARTLET_FAILED, "%s", log.empty() ? "llama.cpp gave no reason" : log.c_str());
}

}  // namespace

namespace martlet {

ggml_type cache_type(int32_t kind) {
    switch (kind) {
    case MARTLET_CACHE_F16: return GGML_TYPE_F16;
    case MARTLET_CACHE_F32: return GGML_TYPE_F32;
    case MARTLET_CACHE_BF16: return GGML_TYPE_BF16;
    case MARTLET_CACHE_Q8_0: return GGML_TYPE_Q8_0;
    case MARTLET_CACHE_Q4_0: return GGML_TYPE_Q4_0;
    case MARTLET_CACHE_Q4_1: return GGML_TYPE_Q4_1;
    case MARTLET_CACHE_Q5_0: return GGML_TYPE_Q5_0;
    case MARTLET_CACHE_Q5_1: return GGML_TYPE_Q5_1;
    case MARTLET_CACHE_IQ4_NL: return GGML_TYPE_IQ4_NL;
    default: return GGML_TYPE_COUNT;
    }
}

int64_t head_length(const martlet_model * model, bool keys) {
    char architecture[128] = {};
    llama_model_meta_val_str(model->model, "general.architecture", architecture, sizeof architecture);
    const char * name = keys ? ".attention.key_length" : ".attention.value_length";
    const int64_t told = metadata_number(model, architecture + std::string(name));
    if (told > 0) return told;
    const int64_t heads = llama_model_n_head(model->model);
    return heads > 0 ? llama_model_n_embd(model->model) / heads : 0;
}

}  // namespace martlet

extern "C" {

martlet_model * martlet_model_load(
    const char * path, martlet_model_options options, martlet_progress_callback progress, void * user,
    martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_model *>(nullptr), [&]() -> martlet_model * {
        if (path == nullptr) {
            martlet::fail(error, MARTLET_INVALID_ARGUMENT, "no path was given");
            return nullptr;
        }
        progress_relay relay{progress, user, false};
        llama_model_params params = llama_model_default_params();
        params.n_gpu_layers = options.gpu_layers;
        params.vocab_only = options.vocabulary_only;
        params.progress_callback = relay_progress;
        params.progress_callback_user_data = &relay;
        set_load_mode(
            params, options.memory_map && llama_supports_mmap(), options.memory_lock && llama_supports_mlock(),
            options.direct_io);
        params.check_tensors = options.check_tensors;
        params.split_mode = split_mode(options.split);
        params.main_gpu = options.main_gpu;
        // llama.cpp reads as many shares as there can be devices.
        std::vector<float> shares(llama_max_devices(), 0.0F);
        if (options.tensor_split != nullptr && options.tensor_split_count > 0) {
            if (options.tensor_split_count > shares.size()) {
                martlet::fail(
                    error, MARTLET_INVALID_ARGUMENT, "%zu shares were given, and %zu devices are possible",
                    options.tensor_split_count, shares.size());
                return nullptr;
            }
            std::copy_n(options.tensor_split, options.tensor_split_count, shares.begin());
            params.tensor_split = shares.data();
        }
        // A list that is empty means the CPU alone.
        ggml_backend_dev_t no_devices[] = {nullptr};
        if (options.gpu_layers == 0) params.devices = no_devices;

        martlet::log_capture log;
        llama_model * loaded = llama_model_load_from_file(path, params);
        if (loaded == nullptr) {
            if (relay.cancelled) {
                martlet::fail(error, MARTLET_CANCELLED, "loading was cancelled");
            } else {
                explain_failed_load(log.text(), error);
            }
            return nullptr;
        }
        std::unique_ptr<llama_model, void (*)(llama_model *)> owner(loaded, llama_model_free);
        auto model = std::make_unique<martlet_model>();
        model->model = loaded;
        model->vocabulary = llama_model_get_vocab(loaded);
        model->vocabulary_size = llama_vocab_n_tokens(model->vocabulary);
        model->vocabulary_only = options.vocabulary_only;
        model->training_context = llama_model_n_ctx_train(loaded);
        owner.release();
        return model.release();
    });
}

void martlet_model_free(martlet_model * model) {
    if (model == nullptr) return;
    martlet::guarded(nullptr, 0, [&] {
        martlet::forget_dry(model->vocabulary);
        martlet::forget_grammars(model->vocabulary);
        llama_model_free(model->model);
        return 0;
    });
    delete model;
}

int32_t martlet_model_training_context(const martlet_model * model) { return model->training_context; }
int32_t martlet_model_embedding_length(const martlet_model * model) { return llama_model_n_embd(model->model); }
int32_t martlet_model_layer_count(const martlet_model * model) { return llama_model_n_layer(model->model); }
int32_t martlet_model_sliding_window(const martlet_model * model) { return llama_model_n_swa(model->model); }
uint64_t martlet_model_size(const martlet_model * model) { return llama_model_size(model->model); }
uint64_t martlet_model_parameter_count(const martlet_model * model) { return llama_model_n_params(model->model); }
bool martlet_model_has_encoder(const martlet_model * model) { return llama_model_has_encoder(model->model); }
bool martlet_model_has_decoder(const martlet_model * model) { return llama_model_has_decoder(model->model); }
bool martlet_model_is_recurrent(const martlet_model * model) { return llama_model_is_recurrent(model->model); }
bool martlet_model_is_hybrid(const martlet_model * model) { return llama_model_is_hybrid(model->model); }
bool martlet_model_is_diffusion(const martlet_model * model) { return llama_model_is_diffusion(model->model); }

uint64_t martlet_model_cache_bytes_per_token(const martlet_model * model, int32_t key_type, int32_t value_type) {
    return martlet::guarded(nullptr, uint64_t{0}, [&]() -> uint64_t {
        const int64_t layers = llama_model_n_layer(model->model);
        const int64_t heads = llama_model_n_head_kv(model->model);
        const auto row = [&](int32_t kind, bool keys) -> uint64_t {
            const ggml_type type = martlet::cache_type(kind);
            const int64_t width = heads * martlet::head_length(model, keys);
            // ggml aborts on rows that are no whole number of blocks.
            if (type == GGML_TYPE_COUNT || width <= 0 || width % ggml_blck_size(type) != 0) return 0;
            return ggml_row_size(type, width);
        };
        const uint64_t keys = row(key_type, true);
        const uint64_t values = row(value_type, false);
        return layers <= 0 || keys == 0 || values == 0 ? 0 : static_cast<uint64_t>(layers) * (keys + values);
    });
}

int64_t martlet_model_description(const martlet_model * model, char * buffer, size_t capacity) {
    return martlet::guarded(nullptr, int64_t{-1}, [&] {
        char text[256] = {};
        llama_model_desc(model->model, text, sizeof text);
        return martlet::copy_out(text, std::strlen(text), buffer, capacity);
    });
}

int64_t martlet_model_metadata(const martlet_model * model, const char * key, char * buffer, size_t capacity) {
    return martlet::guarded(nullptr, int64_t{-1}, [&]() -> int64_t {
        const int32_t length = llama_model_meta_val_str(model->model, key, nullptr, 0);
        if (length < 0) return -1;
        std::vector<char> text(static_cast<size_t>(length) + 1);
        llama_model_meta_val_str(model->model, key, text.data(), text.size());
        return martlet::copy_out(text.data(), static_cast<size_t>(length), buffer, capacity);
    });
}

int64_t martlet_model_chat_template(const martlet_model * model, const char * name, char * buffer, size_t capacity) {
    return martlet::guarded(nullptr, int64_t{-1}, [&]() -> int64_t {
        const char * text = llama_model_chat_template(model->model, name);
        return text == nullptr ? -1 : martlet::copy_out(text, std::strlen(text), buffer, capacity);
    });
}

}
#endif
