// A chain on arrays of its own: the optimizer without network, data or trainer. No tests.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "engine/optim/chain.hpp"
#include "tests/engine/support.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// A 4 x 7 matrix and a vector of 9 in layer 0, a 2 x 3 matrix in layer 1: 43 numbers, no multiple
/// of a vector.
inline const std::vector<Segment> kSegments = {{0, 4, 7, 0}, {28, 9, 1, 0, true}, {37, 2, 3, 1}};

class Optimizer {
 public:
  explicit Optimizer(const std::vector<Transform>& transforms, double rate = 0.1,
                     const std::vector<Segment>& segments = kSegments)
      : chain(transforms, segments), state(chain.initial_state()), learning_rate(rate) {
    params = Eigen::Map<const Flat>(uniform(static_cast<std::size_t>(chain.size()), 60).data(),
                                    chain.size());
    update = Flat::Zero(chain.size());
  }

  /// One step on the whole array, or cut at the given places, applied from the last piece on.
  bool step(const Flat& gradient, std::vector<Index> cuts = {}) {
    chain.begin_step({++steps, learning_rate, steps == 1 ? learning_rate : previous_rate}, state);
    previous_rate = learning_rate;
    cuts.insert(cuts.begin(), 0);
    cuts.push_back(chain.size());
    bool good = true;
    for (std::size_t i = cuts.size() - 1; i > 0; --i) {
      good = chain.apply({params.data(), gradient.data(), update.data()}, state, cuts[i - 1],
                         cuts[i]) &&
             good;
    }
    return good;
  }

  Chain chain;
  Chain::State state;
  double learning_rate;
  double previous_rate = 0;
  std::int64_t steps = 0;
  Flat params, update;
};

/// A seeded gradient of uniform numbers times `size`.
inline Flat gradient_of(std::uint64_t key, double size = 1, Index n = 43) {
  Flat g(n);
  for (Index i = 0; i < n; ++i) {
    g[i] = scalar(size * numbers(key).unit(static_cast<std::uint64_t>(i)));
  }
  return g;
}

inline bool all_finite(const Flat& x) {
  return std::all_of(x.data(), x.data() + x.size(), [](Scalar v) { return std::isfinite(v); });
}

inline double norm_of(const Flat& x, Index begin = 0, Index end = 43) {
  double sum = 0;
  for (Index i = begin; i < end; ++i) sum += std::pow(static_cast<double>(x[i]), 2);
  return std::sqrt(sum);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
