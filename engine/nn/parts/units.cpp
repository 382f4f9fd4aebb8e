// What a layer takes for its parts, in their order. Runs once, when a network is made.
#include "engine/nn/parts/units.hpp"

#include "engine/nn/layout.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

void Units::tensors(const LayerSpec& spec, TensorList& list) {
  Normalizer::tensors(spec.normalization, spec.out, list);
  Activator::tensors(spec.activation, list);
}

Units::Units(const LayerSpec& spec, LayerMemory& memory, LayerValues& x)
    : normalizer_(spec.normalization, spec.out, memory),
      activator_(spec.activation, memory),
      dropout_(spec.dropout, spec.mask, spec.out, memory) {
  x.in = memory.in;
  x.z = memory.make(spec.out);
  x.u = normalizer_.sits(NormPlace::kPre) ? memory.make(spec.out) : x.z;
  x.v = memory.make(spec.out);
  x.w = normalizer_.sits(NormPlace::kPost) ? memory.make(spec.out) : x.v;
  x.d = dropout_ ? memory.make(spec.out) : x.w;
  x.delta = memory.make(spec.out);
}

Skip::Skip(const LayerSpec& spec, const LayerMemory& memory, LayerValues& x)
    : identity_(spec.residual) {
  const bool own = identity_ && spec.dropout == 0;  // d of dropout is read by nobody else
  x.a = own ? memory.make(spec.out) : x.d;
  x.da = memory.keep_da || identity_ ? memory.make(spec.out) : x.delta;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
