// The activation as a part of a layer: phi on panels, its slope, and its own parameter if it trains
// one. The functions stand in activation.hpp.
#pragma once

#include "engine/nn/activation.hpp"
#include "engine/nn/parts/memory.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

class Activator {
 public:
  static void tensors(const Activation& phi, TensorList& list);
  Activator(const Activation& phi, const LayerMemory& memory)
      : phi_(phi), alpha_(memory.find("alpha")) {}

  /// v = phi(u); u and v may be the same panels. False if some u is not finite.
  bool forward(const Panels& u, const Panels& v) const;
  /// delta = dv * phi'(u), given v = phi(u); delta and dv may be the same panels.
  void backward(const Panels& u, const Panels& v, const Panels& dv, const Panels& delta) const;
  /// out = phi'(u)
  void slopes(const Panels& u, const Panels& v, const Panels& out) const;

 private:
  void multiply_by_slope(const Panels& u, const Panels& v, const Panels& dv,
                         const Panels& delta) const;

  Activation phi_;
  BoundTensor alpha_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
