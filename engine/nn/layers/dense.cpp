// The passes of a dense layer.
// Hot: -O2 in the module.
#include "engine/nn/layers/dense.hpp"

#include "engine/nn/layout.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

[[gnu::cold]] void Dense::tensors(const LayerSpec& spec, TensorList& list) const {
  list.weights("W", {spec.in, spec.out});
  if (spec.bias) list.biases("b");
  Units::tensors(spec, list);
}

const char* Dense::outside_mean_field(const LayerSpec& spec) const {
  if (!is_none(spec.normalization)) return "normalization";
  if (spec.residual) return "residual";
  return spec.dropout > 0 ? "dropout" : nullptr;
}

[[gnu::cold]] Dense::Pass::Pass(const Dense&, const LayerSpec& spec, LayerMemory& memory)
    : units_(spec, memory, values_),
      skip_(spec, memory, values_),
      product_(memory, "W", "b", values_.in, values_.delta),
      signals_{
          {{"z", values_.z}, {"u", values_.u}, {"a", values_.a}, {"delta", values_.delta, true}}} {}

bool Dense::Pass::run(const LayerValues& x, Mode mode) const {
  product_.forward(x.in, x.z);
  const bool good = units_.forward(x, mode);
  skip_.forward(x);
  return good;
}

void Dense::Pass::predict(const Panels& in, const Panels& out) const {
  run(in_place(in, out), {false, 0});
}

std::span<const Product> Dense::Pass::backward(const Panels* below) const {
  units_.backward(values_, values_.da);
  if (below != nullptr) product_.backward(skip_.backward(values_), *below);
  product_.backward_bias();
  return {&product_, 1};
}

[[gnu::cold]] void Dense::Pass::trace_down(const Panels& x, DeltaTrace& trace) const {
  product_.backward(nullptr, x);
  trace.look(DeltaPart::kWeights, x);
  const Panels* around = skip_.backward(values_);
  if (around == nullptr) return;
  product_.backward(around, x);
  trace.look(DeltaPart::kSkip, x);
}

[[gnu::cold]] void Dense::Pass::trace_units(const Panels& x, DeltaTrace& trace) const {
  LayerValues copy = values_;
  copy.delta = x;
  units_.backward(copy, x, &trace);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
