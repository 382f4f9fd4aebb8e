// What is behind a finding: a part of the backward pass, or something apart from it.
#pragma once

#include <span>

#include "engine/nn/parts/delta_trace.hpp"
#include "engine/train/findings.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// First the parts of the backward pass, in the order of DeltaPart.
enum class Cause {
  kWeights,
  kSkip,
  kDropout,
  kNormalization,
  kActivation,
  kNone,
  kLearningRate,
  kPenalty,
  kFormula,
  kZeroRate
};

inline constexpr std::array kCauses = {
    Named<Cause>{Cause::kWeights, "weights", "The weights: each layer's scale delta."},
    Named<Cause>{Cause::kSkip, "skip", "The skip connections."},
    Named<Cause>{Cause::kDropout, "dropout", "Dropout."},
    Named<Cause>{Cause::kNormalization, "normalization", "The normalisation."},
    Named<Cause>{Cause::kActivation, "activation", "The slope of the activation."},
    Named<Cause>{Cause::kNone, "none", "Nothing is wrong."},
    Named<Cause>{Cause::kLearningRate, "learning_rate",
                 "The learning rate or the optimizer: the gradient was usable at step 0."},
    Named<Cause>{Cause::kPenalty, "penalty", "The penalty on the weights outweighs the data."},
    Named<Cause>{Cause::kFormula, "formula", "A formula that is printed wrong."},
    Named<Cause>{Cause::kZeroRate, "zero_rate",
                 "The learning rate is 0: no step changes a weight."},
};

/// A cause and, if it is a part of the backward pass, what that part does to delta from one hidden
/// layer to the one below: the mean of its changes, in decades.
struct Blame {
  Cause cause = Cause::kNone;
  double decades = 0;
};

/// The part that does most of what all of them do together, over the hidden layers: changes
/// [layer][part]. Layers that are NaN count for nothing.
Blame dominant_part(std::span<const double> changes);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
