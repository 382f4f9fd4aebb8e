// Gradients of the losses over a batch: part of every step. Their values are in loss_value.cpp.
// Hot: -O2 in the module.
#include "engine/nn/loss.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class L>
void gradient(const L& loss, const Panels& y, const Panels& t, const Panels& out) {
  const Vec scale = splat<Vec>(loss.scale(y.rows, y.features));
  const Index size = y.features * kPanel;
  for (Index p = 0; p < y.count(); ++p) {
    const Scalar* from = y.panel(p);
    const Scalar* target = t.panel(p);
    Scalar* to = out.panel(p);
    for (Index i = 0; i < size; i += kLanes) {
      store(to + i, scale * loss.slope(load(from + i), load(target + i)));
    }
  }
}

void gradient(const CrossEntropy& loss, const Panels& y, const Panels& t, const Panels& out) {
  const Vec scale = splat<Vec>(detail::one_over(y.rows));
  const Vec off = splat<Vec>(loss.label_smoothing / static_cast<double>(y.features));
  const Vec on = off + splat<Vec>(1 - loss.label_smoothing);
  for (Index p = 0; p < y.count(); ++p) {
    for (Index s = 0; s < kPanel; s += kLanes) {
      const Scalar* logits = y.panel(p) + s;
      Scalar* result = out.panel(p) + s;
      Vec top = load(logits);
      for (Index c = 1; c < y.features; ++c) top = max(load(logits + c * kPanel), top);
      Vec partition = {};
      for (Index c = 0; c < y.features; ++c) {
        const Vec e = exp(load(logits + c * kPanel) - top);
        partition += e;
        store(result + c * kPanel, e);
      }
      const Vec label = load(t.panel(p) + s);
      for (Index c = 0; c < y.features; ++c) {
        const Vec q = label == splat<Vec>(static_cast<double>(c)) ? on : off;
        store(result + c * kPanel, scale * (load(result + c * kPanel) / partition - q));
      }
    }
  }
}

/// x - x is 0 for every finite x and NaN otherwise, and NaN survives any sum.
bool all_finite(const Panels& values) {
  Vec sum = {};
  for (Index p = 0; p < values.count(); ++p) {
    for (Index i = 0; i < values.features * kPanel; i += kLanes) {
      const Vec v = load(values.panel(p) + i);
      sum += v - v;
    }
  }
  for (Index i = 0; i < kLanes; ++i) {
    if (sum[i] != 0) return false;
  }
  return true;
}

}  // namespace

bool loss_gradient(const Loss& loss, const Panels& outputs, const Panels& targets,
                   const Panels& out) {
  visit_active([&](const auto& l) { gradient(l, outputs, targets, out); }, loss);
  out.pad(true);
  return all_finite(outputs) && all_finite(out);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
