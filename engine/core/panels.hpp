// How a batch lies in memory: samples in panels of 8, features beneath each other, so that vectors
// run along the batch and every width vectorises. Only kernels and per-layer code look inside.
//
//   panel 0: feature 0 of samples 0..7 | feature 1 of samples 0..7 | ...
//   panel 1: feature 0 of samples 8..15 | ...
//
// A batch that is no multiple of 8 is padded with copies of its last sample (see Panels::pad);
// their gradients are zero, so they contribute nothing, and they go non-finite only if a real
// sample does.
#pragma once

#include <memory>
#include <new>
#include <vector>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

inline constexpr Index kPanel = 8;

/// A view of `rows` samples x `features`; owns nothing. Panels are `stride` scalars apart.
struct Panels {
  Scalar* data = nullptr;
  Index rows = 0;
  Index features = 0;
  Index stride = 0;

  Index count() const { return (rows + kPanel - 1) / kPanel; }
  Scalar* panel(Index p) const { return data + p * stride; }
  Scalar& at(Index row, Index feature) const {
    return data[(row / kPanel) * stride + feature * kPanel + row % kPanel];
  }
  /// Samples that are real in panel p: 8, or fewer in the last one.
  Index samples_in(Index p) const {
    return rows - p * kPanel < kPanel ? rows - p * kPanel : kPanel;
  }

  /// This memory with the shape of another view, which must not be larger.
  Panels shaped_like(const Panels& other) const {
    return {data, other.rows, other.features, other.stride};
  }

  /// Overwrites the padding of the last panel: with its last real sample, or with zeros.
  void pad(bool with_zeros) const {
    const Index last = count() - 1;
    const Index real = samples_in(last);
    if (real == kPanel) return;
    for (Index f = 0; f < features; ++f) {
      Scalar* lane = panel(last) + f * kPanel;
      for (Index s = real; s < kPanel; ++s) lane[s] = with_zeros ? Scalar{0} : lane[real - 1];
    }
  }
};

/// Runs body(offset) over every vector of a set of panels of equal shape.
template <class Body>
inline void for_each_vector(const Panels& shape, Body&& body) {
  const Index size = shape.features * kPanel;
  for (Index begin = 0; begin < shape.count() * shape.stride; begin += shape.stride) {
    for (Index i = begin; i < begin + size; i += kLanes) body(i);
  }
}

/// Owns the memory of a network's panels. Everything is taken at construction, nothing in a step.
class PanelPool {
 public:
  /// Zero-filled. The stride avoids powers of two, which would pile all panels of one feature onto
  /// the same few cache sets.
  Panels make(Index rows, Index features) {
    Panels view{nullptr, rows, features, features * kPanel + kCacheLine};
    const auto size = static_cast<std::size_t>(view.count() * view.stride);
    auto& block = blocks_.emplace_back();  // first: nobody would own memory that is there before
    block.reset(new (std::align_val_t{kAlignment}) Scalar[size]());
    view.data = block.get();
    return view;
  }

 private:
  static constexpr std::size_t kAlignment = 64;
  static constexpr Index kCacheLine = kAlignment / sizeof(Scalar);
  struct Release {
    void operator()(Scalar* p) const { ::operator delete[](p, std::align_val_t{kAlignment}); }
  };
  std::vector<std::unique_ptr<Scalar[], Release>> blocks_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
