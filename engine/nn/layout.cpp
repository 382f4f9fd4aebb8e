// Lays the tensors of a network end to end.
#include "engine/nn/layout.hpp"

#include <cassert>

namespace gradscope::inline GRADSCOPE_PRECISION {

namespace {

bool has_trainable_slope(const Activation& activation) {
  return std::visit(
      [](const auto& phi) {
        return requires { phi.parameter_slope(Scalar{}); };
      },
      activation);
}

}  // namespace

Layout::Layout(std::vector<LayerSpec> layers) : layers_(std::move(layers)) {
  for (Index l = 0; l < depth(); ++l) {
    const LayerSpec& layer = layers_[static_cast<std::size_t>(l)];
    assert(!layer.residual || layer.in == layer.out);
    index_.push_back({-1, -1, -1, -1, -1});
    const auto add = [&](const char* letter, Role role, Index rows, Index columns) {
      index_.back()[static_cast<std::size_t>(role)] = static_cast<Index>(tensors_.size());
      tensors_.push_back({letter + std::to_string(l), role, l, rows, columns, parameter_count_});
      parameter_count_ += rows * columns;
    };
    add("W", Role::kWeight, layer.out, layer.in);
    if (layer.bias) add("b", Role::kBias, layer.out, 1);
    if (!is_none(layer.normalization)) {
      add("gamma", Role::kGamma, layer.out, 1);
      add("beta", Role::kBeta, layer.out, 1);
    }
    if (has_trainable_slope(layer.activation)) add("alpha", Role::kAlpha, 1, 1);
    if (is_batch(layer.normalization)) running_count_ += 2 * layer.out;
  }
}

const TensorSpec* Layout::find(std::string_view name) const {
  for (const TensorSpec& t : tensors_) {
    if (t.name == name) return &t;
  }
  return nullptr;
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
