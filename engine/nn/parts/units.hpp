// What the units of a layer make of z, and the skip connection around them: shared by all layers
// that have such units.
//
//   u = norm(z) if "pre";  v = phi(u);  w = norm(v) if "post";  d = w * mask / (1 - dropout)
//   a = h + d with a skip connection, else d
#pragma once

#include "engine/nn/parts/activator.hpp"
#include "engine/nn/parts/delta_trace.hpp"
#include "engine/nn/parts/dropout.hpp"
#include "engine/nn/parts/normalizer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct LayerSpec;

/// From z to d and back.
class Units {
 public:
  static void tensors(const LayerSpec& spec, TensorList& list);
  /// Makes in, z, u, v, w, d and delta of `x`.
  Units(const LayerSpec& spec, LayerMemory& memory, LayerValues& x);

  /// In evaluation u, v, w and d may be the same panel as z. False if some u is not finite.
  bool forward(const LayerValues& x, Mode mode) const;
  /// x.delta and the gradients of the parts' tensors from dL/dd, which may be the same panels.
  void backward(const LayerValues& x, Panels dd, DeltaTrace* trace = nullptr) const;
  /// phi'(u), into panels of z's shape.
  void slopes(const LayerValues& x, const Panels& out) const { activator_.slopes(x.u, x.v, out); }
  void update_running(const LayerValues& x) const { normalizer_.update_running(x.z.rows); }

 private:
  Normalizer normalizer_;
  Activator activator_;
  Dropout dropout_;
};

/// The identity around a layer (He et al. 2016), or nothing.
class Skip {
 public:
  /// Makes a and da of `x`, whose d is there.
  Skip(const LayerSpec& spec, const LayerMemory& memory, LayerValues& x);

  void forward(const LayerValues& x) const;
  /// dL/dh as far as it comes around the layer; null if nothing does.
  const Panels* backward(const LayerValues& x) const { return identity_ ? &x.da : nullptr; }

 private:
  bool identity_;
};

inline bool Units::forward(const LayerValues& x, Mode mode) const {
  if (normalizer_.sits(NormPlace::kPre)) normalizer_.forward(x.z, x.u, mode.training);
  const bool good = activator_.forward(x.u, x.v);
  if (normalizer_.sits(NormPlace::kPost)) normalizer_.forward(x.v, x.w, mode.training);
  if (dropout_ && mode.training) dropout_.forward(x.w, x.d, mode.step);
  return good;
}

// One copy, for the trace too.
[[gnu::noinline]] inline void Units::backward(const LayerValues& x, Panels dd,
                                              DeltaTrace* trace) const {
  const auto look = [&](DeltaPart part) {
    if (trace != nullptr) trace->look(part, x.delta);
  };
  const auto into_delta = [&](const auto& part, DeltaPart name) {
    part.backward(dd, x.delta);
    dd = x.delta;
    look(name);
  };
  if (dropout_) into_delta(dropout_, DeltaPart::kDropout);
  if (normalizer_.sits(NormPlace::kPost)) into_delta(normalizer_, DeltaPart::kNormalization);
  activator_.backward(x.u, x.v, dd, x.delta);
  dd = x.delta;
  look(DeltaPart::kActivation);
  if (normalizer_.sits(NormPlace::kPre)) into_delta(normalizer_, DeltaPart::kNormalization);
}

inline void Skip::forward(const LayerValues& x) const {
  if (!identity_) return;
  for_each_vector(x.a,
                  [&](Index i) { store(x.a.data + i, load(x.in.data + i) + load(x.d.data + i)); });
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
