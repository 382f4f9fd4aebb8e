// The parts of a layer in their order. What runs once is cold: the compiler then keeps it small.
// Hot: -O2 in the module.
#include "engine/nn/parts/units.hpp"

#include "engine/nn/layout.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

void Dropout::draw_mask(std::int64_t step) const {
  const Stream stream(key_.key + key_.stride * static_cast<std::uint64_t>(step));
  const auto keep = static_cast<Scalar>(1 / (1 - rate_));
  for (Index row = 0; row < mask_.rows; ++row) {
    for (Index f = 0; f < mask_.features; ++f) {
      const auto i = static_cast<std::uint64_t>(row * mask_.features + f);
      mask_.at(row, f) = stream.fraction(i) >= rate_ ? keep : Scalar{0};
    }
  }
  mask_.pad(false);
}

void Dropout::forward(const Panels& w, const Panels& d, std::int64_t step) const {
  draw_mask(step);
  backward(w, d);  // the same product
}

void Dropout::backward(const Panels& dd, const Panels& dw) const {
  for_each_vector(dd,
                  [&](Index i) { store(dw.data + i, load(dd.data + i) * load(mask_.data + i)); });
}

void Units::tensors(const LayerSpec& spec, TensorList& list) {
  Normalizer::tensors(spec.normalization, spec.out, list);
  Activator::tensors(spec.activation, list);
}

[[gnu::cold]] Units::Units(const LayerSpec& spec, LayerMemory& memory, LayerValues& x)
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

[[gnu::cold]] Skip::Skip(const LayerSpec& spec, const LayerMemory& memory, LayerValues& x)
    : identity_(spec.residual) {
  const bool own = identity_ && spec.dropout == 0;  // d of dropout is read by nobody else
  x.a = own ? memory.make(spec.out) : x.d;
  x.da = memory.keep_da || identity_ ? memory.make(spec.out) : x.delta;
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
