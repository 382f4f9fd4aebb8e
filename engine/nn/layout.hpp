// The shape of a network: its layers, and where each tensor lies in the flat parameter array.
#pragma once

#include "engine/nn/layers/layer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// A layer and what belongs to it. What is made of it stands in nn/layers/ and nn/parts/.
struct LayerSpec {
  Index in = 1;
  Index out = 1;
  Layer kind{};
  Activation activation{};
  Normalization normalization{};
  bool bias = true;
  bool residual = false;  ///< Needs in == out.
  double dropout = 0;     ///< Probability of dropping a unit, in [0, 1).
  MaskKey mask{};
};

class Layout {
 public:
  explicit Layout(std::vector<LayerSpec> layers);

  const std::vector<LayerSpec>& layers() const { return layers_; }
  const std::vector<TensorSpec>& tensors() const { return tensors_; }
  /// Those of one layer.
  std::span<const TensorSpec> tensors(Index layer) const {
    const auto l = static_cast<std::size_t>(layer);
    return std::span(tensors_).subspan(first_[l], first_[l + 1] - first_[l]);
  }
  Index depth() const { return static_cast<Index>(layers_.size()); }
  Index parameter_count() const { return parameter_count_; }
  /// Scalars of running mean and variance, over all batch-normalised layers.
  Index running_count() const { return running_count_; }
  Index inputs() const { return layers_.front().in; }
  Index outputs() const { return layers_.back().out; }
  /// Units of the widest layer, the inputs included.
  Index widest() const;
  /// Parameters of the largest layer.
  Index largest() const;

  /// The tensor of that name, or null.
  const TensorSpec* find(std::string_view name) const;
  /// z of a layer is the product of this matrix ...
  const TensorSpec& weight(Index layer) const { return tensors(layer).front(); }
  /// ... plus these biases, or none (null).
  const TensorSpec* bias(Index layer) const {
    const std::span<const TensorSpec> of = tensors(layer);
    return of.size() > 1 && of[1].start == Start::kBiases ? &of[1] : nullptr;
  }

 private:
  std::vector<LayerSpec> layers_;
  std::vector<TensorSpec> tensors_;
  std::vector<std::size_t> first_{0};  // of each layer's tensors, and the end
  Index parameter_count_ = 0;
  Index running_count_ = 0;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
