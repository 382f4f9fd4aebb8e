// What each part of a backward pass does to the size of delta, on its way from a layer to the one
// below. Of no use to training.
#pragma once

#include <array>

#include "engine/core/kernels.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// In the order of the backward pass: W^T delta of the layer above, its skip connection added; then
/// back through dropout, normalisation and activation of the layer below.
enum class DeltaPart { kWeights, kSkip, kDropout, kNormalization, kActivation };
inline constexpr std::size_t kDeltaParts = 5;

/// log10 of the root mean square of delta behind each part over that before it, in decades. They
/// add up to the whole change, to rounding. All NaN where a delta is 0 or not finite.
using DeltaChange = std::array<double, kDeltaParts>;

class DeltaTrace {
 public:
  explicit DeltaTrace(const Panels& delta) : size_(rms(delta)) {}
  /// To be called behind each part that there is, with what it has made of delta.
  void look(DeltaPart part, const Panels& now);
  DeltaChange change() const;

 private:
  DeltaChange change_{};
  double size_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
