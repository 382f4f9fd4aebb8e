// What the passes of a layer are built from, and what they leave to be looked at. No arithmetic.
#pragma once

#include "engine/core/panels.hpp"
#include "engine/nn/tensor.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// The values of one layer on the current batch. Without normalisation, dropout or a skip
/// connection several of them are the same memory.
struct LayerValues {
  Panels in;     ///< h: what the layer receives.
  Panels z;      ///< W h + b.
  Panels u;      ///< What the activation sees: z, or its normalisation.
  Panels v;      ///< phi(u).
  Panels w;      ///< v, or its normalisation.
  Panels d;      ///< w, or what dropout left of it.
  Panels a;      ///< What the layer passes on.
  Panels da;     ///< dL/da. Only apart from delta if asked for or if a skip connection needs it.
  Panels delta;  ///< dL/dz.
};

/// A forward pass of which nothing but the result is kept.
inline LayerValues in_place(const Panels& in, const Panels& out) {
  return {in, out, out, out, out, out, out, {}, {}};
}

/// Values of a layer that can be asked for by name.
struct Signal {
  const char* name;  ///< "z", "u", "a" or "delta", or one of the layer's own.
  Panels values;
  bool backward = false;  ///< Computed by the backward pass.
};

/// What a pass is for.
struct Mode {
  bool training;      ///< Batch statistics and dropout; otherwise running statistics and none.
  std::int64_t step;  ///< Chooses the dropout masks.
};

/// A tensor in the arrays of a network; null pointers if the layer has none of that name.
struct BoundTensor {
  const TensorSpec* spec = nullptr;
  Scalar* param = nullptr;
  Scalar* gradient = nullptr;
};

/// Flat arrays of one network, owned by the trainer.
struct NetworkArrays {
  Scalar* params;
  Scalar* gradient;
  Scalar* running;  ///< Running mean and variance of each batch-normalised layer, in turn.
};

/// Hands a layer its place in all of it, once, when a network is made.
struct LayerMemory {
  PanelPool& pool;
  Index batch;
  bool keep_da;
  Panels in;  ///< The batch, or a of the layer below.
  const Scalar*
      zeros;  ///< As many as the tensor with the most rows has: biases of a layer without.
  NetworkArrays& arrays;                ///< `running` moves on behind what a layer takes.
  std::span<const TensorSpec> tensors;  ///< Of this layer.

  Panels make(Index features) const { return pool.make(batch, features); }

  BoundTensor find(const char* letter) const;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
