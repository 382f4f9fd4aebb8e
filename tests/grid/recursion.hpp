// The gradient of a network by the textbook, in double, from its drawn weights: what the labels of
// the grid rest on. Written apart from the engine's passes and statistics, and of no use to them.
#pragma once

#include <vector>

#include "engine/train/session.hpp"

namespace grid {

using Matrix = std::vector<std::vector<double>>;

struct LayerGradient {
  double delta = 0;     ///< Root mean square of dL/dz over samples and units.
  double gradient = 0;  ///< Euclidean norm of dL/dW.
};

/// Of the whole training set at the session's present weights, layer by layer. Knows the
/// activations, normalisations and losses that the grid uses; anything else is an error.
std::vector<LayerGradient> gradient_of(gradscope::Session& session);
/// Of `count` samples from the `begin`-th on.
std::vector<LayerGradient> gradient_of(gradscope::Session& session, std::size_t begin,
                                       std::size_t count);
/// The means over the training set cut into batches of the run's size.
std::vector<LayerGradient> gradient_of_batches(gradscope::Session& session);

/// Loss and accuracy (NaN for regression) over the whole training set, likewise; batch
/// normalization by the statistics of that set.
struct Score {
  double loss = 0;
  double accuracy = 0;
};
Score score_of(gradscope::Session& session);

/// phi and phi' by their definitions.
struct Phi {
  double (*value)(double);
  double (*slope)(double);
};
Phi phi_of(std::string_view kind);

}  // namespace grid
