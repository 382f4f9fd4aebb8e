// What the errors of a gradient check over its step sizes say. Judges gradients only: an optimizer
// that uses a right gradient wrongly has a right gradient.
#include "engine/train/gradient_check.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// How well a step size can see: an error below what rounding makes is luck.
double reach(const Difference& d) { return max(d.error, d.noise); }

/// The step with the fewest kinks, and there with the best view.
std::size_t foot_of(const LayerCheck& layer) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < layer.sweep.size(); ++i) {
    const Difference& d = layer.sweep[i];
    const Difference& least = layer.sweep[best];
    const bool better = d.kinks == least.kinks && !(reach(d) >= reach(least));
    if (d.kinks < least.kinks || (better && reach(d) == reach(d))) best = i;
  }
  return best;
}

/// True if neither rounding nor truncation makes the error at step i of the sweep: truncation falls
/// by 100 from one step to the next.
bool unexplained(const LayerCheck& layer, std::size_t i) {
  constexpr double kTolerance = 1e-7;  // of CS231n, for doubles
  constexpr double kRounding = 10, kTruncation = 3.0 / 100;
  const Difference& d = layer.sweep[i];
  const double larger = i > 0 ? layer.sweep[i - 1].error : 1;
  return d.error > max(kTolerance, kRounding * d.noise) + kTruncation * larger;
}

/// Somewhere along the foot of the V, where the error is about the least.
bool foot_is_unexplained(const LayerCheck& layer) {
  constexpr double kAbout = 3;
  const Difference& foot = layer.sweep[layer.best];
  for (std::size_t i = 0; i < layer.sweep.size(); ++i) {
    const Difference& d = layer.sweep[i];
    const bool about = d.kinks == foot.kinks && d.error <= kAbout * foot.error;
    if (about && unexplained(layer, i)) return true;
  }
  return false;
}

}  // namespace

void judge(LayerCheck& layer) {
  constexpr double kPrecise = 1e-5;
  layer.best = foot_of(layer);
  const Difference& foot = layer.sweep[layer.best];
  if (foot.error != foot.error && foot.kinks < layer.entries) {
    layer.agreement = Agreement::kNotFinite;
  } else if (foot_is_unexplained(layer)) {
    layer.agreement = Agreement::kWrong;
  } else {
    layer.agreement = reach(foot) < kPrecise ? Agreement::kRight : Agreement::kUnclear;
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
