// From the names of the recorded data to the engine's own choices: the one place where they differ.
// Parameters pass through the registry, so keys and ranges are the engine's.
#pragma once

#include "engine/nn/activation.hpp"
#include "engine/nn/initializer.hpp"
#include "engine/nn/loss.hpp"
#include "engine/nn/normalization.hpp"
#include "engine/optim/schedule.hpp"
#include "engine/optim/transform.hpp"
#include "tests/golden/reader.hpp"

namespace golden {

// Each reads from the reader of a case. What the engine cannot do becomes a fault of the case; the
// result is then only a placeholder.

gradscope::Activation read_activation(const Reader& c, const char* kind_key,
                                      const char* params_key);
gradscope::Loss read_loss(const Reader& c, const char* kind_key, const char* params_key);
gradscope::Initializer read_initializer(const Reader& c);
/// The normalisation of a layer.
gradscope::Normalization read_normalization(const Reader& layer);

/// An algorithm with its parameters as a chain: coupled weight decay in front, decoupled behind.
std::vector<gradscope::Transform> read_optimizer(const Reader& c);
/// True if PyTorch keeps a number of that optimizer in float32, even where all else is float64.
bool keeps_float32_state(const Reader& optimizer);
/// True for optimizers that step by the sign of each gradient alone, so that rounding noise moves
/// a parameter as far as a gradient does.
bool takes_sign(const Reader& optimizer);
/// A clipping; none for "none".
std::vector<gradscope::Transform> read_clip(const Reader& c, const char* kind_key);
/// A schedule with its base rate. "warmup" is the engine's warm-up in front of another schedule.
gradscope::LearningRate read_schedule(const Reader& c, const char* kind_key, double base);

}  // namespace golden
