// Dropout as a part of a layer (Srivastava et al. 2014, inverted: what is kept is scaled up).
#pragma once

#include "engine/core/rng.hpp"
#include "engine/nn/parts/memory.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Where the dropout masks of a layer come from: step t uses Stream(key + stride * t), number
/// row * out + unit; kept where fraction() >= rate.
struct MaskKey {
  std::uint64_t key = 0;
  std::uint64_t stride = 0;
};

class Dropout {
 public:
  /// `rate` in [0, 1): the probability of dropping a unit; 0 is no dropout.
  Dropout(double rate, MaskKey key, Index features, const LayerMemory& memory)
      : rate_(rate), key_(key) {
    if (rate > 0) mask_ = memory.make(features);
  }

  explicit operator bool() const { return rate_ > 0; }

  /// d = w * mask / (1 - rate), with the mask of a step.
  void forward(const Panels& w, const Panels& d, std::int64_t step) const;
  /// dw = dd * mask / (1 - rate); both may be the same panels.
  void backward(const Panels& dd, const Panels& dw) const;

 private:
  void draw_mask(std::int64_t step) const;

  double rate_;
  MaskKey key_;
  Panels mask_;  // 0 or 1 / (1 - rate)
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
