// What a network must beat: the best answer that does not look at the input.
#pragma once

#include "engine/data/batches.hpp"
#include "engine/nn/loss.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct ConstantGuess {
  double loss = 0;      ///< The least loss that one and the same output can have on all samples.
  double accuracy = 0;  ///< The share of the most frequent class; 0 for regression.
};

/// Over all samples of a data set: the mean predictor for squares, the class prior for cross
/// entropy, and their like for the other losses. All of them are convex in the output.
ConstantGuess best_constant_guess(const Loss& loss, const Dataset& data, const Encoding& encoding);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
