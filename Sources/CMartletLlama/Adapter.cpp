// LoRA adapters: small files that change what a model computes.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <cmath>
#include <mutex>

namespace {

// llama.cpp keeps a model's adapters in a set that it does not guard.
std::mutex & adapters_mutex() {
    static std::mutex mutex;
    return mutex;
}

// The setter's name and arguments changed when a call came to replace all adapters at once.
template <typename Context>
int32_t set_adapters(
    Context * context, std::vector<llama_adapter_lora *> & adapters, std::vector<float> & scales) {
    if constexpr (requires { llama_set_adapters_lora(context, adapters.data(), adapters.size(), scales.data()); }) {
        return llama_set_adapters_lora(context, adapters.data(), adapters.size(), scales.data());
    } else {
        llama_clear_adapter_lora(context);
        int32_t status = 0;
        for (size_t i = 0; i < adapters.size(); ++i) status |= llama_set_adapter_lora(context, adapters[i], scales[i]);
        return status;
    }
}

}  // namespace

extern "C" {

martlet_adapter * martlet_adapter_load(const martlet_model * model, const char * path, martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_adapter *>(nullptr), [&]() -> martlet_adapter * {
        if (model == nullptr || model->vocabulary_only || path == nullptr) {
            martlet::fail(error, MARTLET_INVALID_ARGUMENT, "an adapter needs a path, and a model with its weights");
            return nullptr;
        }
        auto adapter = std::make_unique<martlet_adapter>();
        martlet::log_capture log;
        {
            const std::lock_guard lock(adapters_mutex());
            adapter->adapter = llama_adapter_lora_init(model->model, path);
        }
        if (adapter->adapter == nullptr) {
            martlet::fail(
                error, MARTLET_FAILED, "%s", log.text().empty() ? "llama.cpp gave no reason" : log.text().c_str());
            return nullptr;
        }
        adapter->model = model;
        return adapter.release();
    });
}

void martlet_adapter_free(martlet_adapter * adapter) {
    if (adapter == nullptr) return;
    martlet::guarded(nullptr, 0, [&] {
        const std::lock_guard lock(adapters_mutex());
        llama_adapter_lora_free(adapter->adapter);
        return 0;
    });
    delete adapter;
}

int32_t martlet_context_set_adapters(
    martlet_context * context, martlet_adapter * const * adapters, const float * scales, size_t count,
    martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        std::vector<llama_adapter_lora *> pointers;
        std::vector<float> weights;
        for (size_t i = 0; i < count; ++i) {
            if (adapters[i] == nullptr || adapters[i]->model != context->model) {
                return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the adapter was loaded for another model");
            }
            if (!std::isfinite(scales[i])) {
                return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "an adapter's weight is not a number");
            }
            pointers.push_back(adapters[i]->adapter);
            weights.push_back(scales[i]);
        }
        if (set_adapters(context->context, pointers, weights) == 0) return MARTLET_OK;
        return martlet::fail(error, MARTLET_FAILED, "llama.cpp refused the adapters");
    });
}

}
#endif
