// W h + b: one product of a layer, forwards and backwards. Knows nothing of what becomes of it.
#pragma once

#include "engine/core/kernels.hpp"
#include "engine/nn/parts/memory.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Rows of dL/dW are finished in blocks of about this many scalars, so that a block, its parameters
/// and its moments meet in the first-level cache.
inline constexpr Index kGradientBlock = 2048;

class Product {
 public:
  /// With the names of its tensors; `bias` may be missing. `in` is what it multiplies in the batch,
  /// `delta` the gradient of its result.
  Product(const LayerMemory& memory, const char* weights, const char* bias, const Panels& in,
          const Panels& delta)
      : in_(in), delta_(delta) {
    const BoundTensor w = memory.find(weights);
    const BoundTensor b = memory.find(bias);
    weights_ = w.param;
    gradient_ = w.gradient;
    bias_ = b.spec == nullptr ? memory.zeros : b.param;
    bias_gradient_ = b.gradient;
    offset_ = w.spec->offset;
    rows_ = w.spec->rows;
    columns_ = w.spec->columns;
    block_ = max(Index{2}, kGradientBlock / columns_ / 2 * 2);
  }

  void forward(const Panels& in, const Panels& out) const {
    for (Index p = 0; p < out.count(); ++p) {
      dense_forward(weights_, bias_, columns_, rows_, in.panel(p), out.panel(p));
    }
  }

  /// below = W^T delta, plus `start` unless it is null; both may be the same panels.
  void backward(const Panels* start, const Panels& below) const {
    for (Index p = 0; p < delta_.count(); ++p) {
      dense_backward_data(weights_, columns_, rows_, delta_.panel(p),
                          start == nullptr ? nullptr : start->panel(p), below.panel(p));
    }
  }

  void backward_bias() const {
    if (bias_gradient_ != nullptr) feature_sums(delta_, bias_gradient_);
  }

  /// dL/dW, its last rows first. `ready(begin, end)` is called for each block of params that is
  /// final and no longer read.
  template <class Ready>
  void backward_weights(Ready&& ready) const {
    for (Index end = rows_; end > 0;) {
      const Index begin = (end - 1) / block_ * block_;
      dense_backward_weights(delta_, in_, begin, end, gradient_);
      ready(offset_ + begin * columns_, offset_ + end * columns_);
      end = begin;
    }
  }

 private:
  const Scalar* weights_;
  const Scalar* bias_;
  Scalar* gradient_;
  Scalar* bias_gradient_;
  Panels in_, delta_;
  Index offset_, rows_, columns_, block_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
