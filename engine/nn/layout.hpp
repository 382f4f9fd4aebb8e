// The shape of a network: its layers, and where each tensor lies in the flat parameter array.
#pragma once

#include <string>
#include <vector>

#include "engine/nn/activation.hpp"
#include "engine/nn/normalization.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

/// Where the dropout masks of a layer come from: step t uses Stream(key + stride * t), number
/// row * out + unit; kept where fraction() >= rate.
struct MaskKey {
  std::uint64_t key = 0;
  std::uint64_t stride = 0;
};

/// A dense layer and what belongs to it:
///   z = W h + b;  u = norm(z) if "pre";  v = phi(u);  w = norm(v) if "post";
///   d = w * mask / (1 - dropout);  a = h + d if residual, else d
struct LayerSpec {
  Index in = 1;
  Index out = 1;
  Activation activation{};
  Normalization normalization{};
  bool bias = true;
  bool residual = false;  ///< Needs in == out.
  double dropout = 0;     ///< Probability of dropping a unit, in [0, 1).
  MaskKey mask{};
};

enum class Role { kWeight, kBias, kGamma, kBeta, kAlpha };

/// A trainable tensor: [rows][columns], row-major, at params[offset]. Vectors have one column.
struct TensorSpec {
  std::string name;  ///< "W0", "b0", "gamma0", "beta0", "alpha0", "W1", ...
  Role role;
  Index layer;
  Index rows;
  Index columns;
  Index offset;
  Index size() const { return rows * columns; }
};

class Layout {
 public:
  explicit Layout(std::vector<LayerSpec> layers);

  const std::vector<LayerSpec>& layers() const { return layers_; }
  const std::vector<TensorSpec>& tensors() const { return tensors_; }
  Index depth() const { return static_cast<Index>(layers_.size()); }
  Index parameter_count() const { return parameter_count_; }
  /// Scalars of running mean and variance, over all batch-normalised layers.
  Index running_count() const { return running_count_; }
  Index inputs() const { return layers_.front().in; }
  Index outputs() const { return layers_.back().out; }
  bool uses_batch_norm() const { return running_count_ > 0; }

  /// The tensor of that role in a layer, or null.
  const TensorSpec* find(Index layer, Role role) const {
    const Index i = index_[static_cast<std::size_t>(layer)][static_cast<std::size_t>(role)];
    return i < 0 ? nullptr : &tensors_[static_cast<std::size_t>(i)];
  }
  const TensorSpec* find(std::string_view name) const;
  const TensorSpec& weight(Index layer) const { return *find(layer, Role::kWeight); }

 private:
  std::vector<LayerSpec> layers_;
  std::vector<TensorSpec> tensors_;
  std::vector<std::array<Index, 5>> index_;  // of a layer's tensors, by role; -1: none
  Index parameter_count_ = 0;
  Index running_count_ = 0;
};

}  // namespace gradscope::inline GRADSCOPE_PRECISION
