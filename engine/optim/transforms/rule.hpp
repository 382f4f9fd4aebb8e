// What every transform is made of. A transform turns the update direction u it receives (the first
// one receives the gradient) into another; the chain then moves params by -learning_rate * u.
//
// Element-wise transforms are structs with
//   static constexpr int kMoments      running arrays it needs, each as long as params
//   struct Rule                        this step's numbers and, on top of them,
//     T operator()(T u, T param, std::array<T, kMoments>& moments) const,   T = Scalar or Vec
//   Rule rule(const StepInfo&, double& memory) const      called once a step; `memory` starts at 0
// The others see the whole array:
//   void whole(const WholeUpdate&) const
// Optional:
//   static constexpr bool kOwnsRate    its result already contains the learning rate
//   static constexpr bool kClips       it limits the size of the update; its result is charted
//   double initial(int moment) const   what a moment starts from, if not 0
//   static Index scratch_size(std::span<const Segment>)   working memory of whole()
// Hyper-parameters are doubles and combined in double, then rounded once: 1 - 0.999F is off by
// 5e-5.
#pragma once

#include <span>

#include "engine/core/numerics.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// One tensor within the flat arrays. Vectors have one column, and so have matrices of layers with
/// one input.
struct Segment {
  Index offset;
  Index rows;
  Index columns;
  Index layer;
  bool vector = false;
  Index size() const { return rows * columns; }
};

struct StepInfo {
  std::int64_t step;  ///< t = 1, 2, ...
  double learning_rate;
  double previous_learning_rate;  ///< That of step t - 1; at t = 1 the same.
  double momentum = -1;           ///< Prescribed by the schedule (one cycle), or negative.

  double momentum_or(double own) const { return momentum >= 0 ? momentum : own; }
};

/// The arrays of one step, for transforms that need all of them.
struct WholeUpdate {
  StepInfo info;
  std::span<const Segment> segments;
  Scalar* update;
  const Scalar* params;
  Scalar* moments;  ///< kMoments arrays, one behind the other.
  Index size;
  Scalar* scratch;  ///< As much as `scratch_size(segments)` asked for.
};

inline constexpr Range kUnitRange{0, 1};
inline constexpr Range kDecayRange{0, 0.99999};
inline constexpr Range kEpsilonRange{0, 1, true};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
