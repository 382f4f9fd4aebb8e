// Normalisation as a part of a layer: its tensors, its tape and its running statistics. The
// arithmetic stands in normalization.cpp.
#pragma once

#include "engine/nn/normalization.hpp"
#include "engine/nn/parts/memory.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

class Normalizer {
 public:
  static void tensors(const Normalization& kind, Index features, TensorList& list);
  Normalizer(const Normalization& kind, Index features, LayerMemory& memory);

  /// True if the layer is normalised, and there.
  bool sits(NormPlace place) const { return place_ == place; }

  /// In evaluation: one panel. x and y may then be the same.
  void forward(const Panels& x, const Panels& y, bool training) const;
  /// dx from dy, which may be the same panels; overwrites the gradients of gamma and beta.
  void backward(const Panels& dy, const Panels& dx) const;
  /// Moves the running statistics towards those of the last forward pass.
  void update_running(Index rows) const;

 private:
  NormPlace place_;
  bool batch_ = false;
  double epsilon_ = 0;
  double momentum_ = 0;
  Index features_;
  BoundTensor gamma_, beta_;
  NormTape tape_{};
  NormTape evaluation_tape_{};
  Scalar* running_mean_ = nullptr;  // and the variance behind it
  std::vector<Scalar> inverse_std_;
  std::vector<double> statistics_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
