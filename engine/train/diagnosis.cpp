// Running averages over rows, and the rules of the verdict: level first, then slope.
#include "engine/train/diagnosis.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Finite for every input: a zero norm counts as the smallest double's.
double log10_of(double x) { return log(max(x, 1e-300)) / std::numbers::ln10; }
double power_of_ten(double x) { return exp(x * std::numbers::ln10); }

constexpr std::size_t kLoss = place_of(kStepColumns, "loss");

}  // namespace

void Diagnostician::see(std::span<const double> row) {
  seen_ = min(seen_ + 1, kMemory);
  const double share = 1 / seen_;
  const auto blend = [&](double& mean, double value, auto scale) {
    if (value != value) return;  // not measured
    const double x = scale(value);
    mean = mean == mean ? mean + share * (x - mean) : x;
  };
  const auto linear = [](double x) { return x; };
  if (first_loss_ != first_loss_) first_loss_ = row[kLoss];
  blend(loss_, row[kLoss], linear);
  const double* layer = row.data() + kStepColumns.size();
  for (Layer& m : mean_) {
    blend(m.log_gradient, layer[place_of(kLayerColumns, "gradient_norm")], log10_of);
    blend(m.log_delta, layer[place_of(kLayerColumns, "delta_rms")], log10_of);
    blend(m.saturated, layer[place_of(kLayerColumns, "saturated")], linear);
    blend(m.dead, layer[place_of(kLayerColumns, "dead")], linear);
    layer += kLayerColumns.size();
  }
}

void Diagnostician::forget() { *this = Diagnostician(layers_); }

std::vector<double> Diagnostician::memory() const {
  std::vector<double> numbers;
  each(*this, [&](double x) { numbers.push_back(x); });
  return numbers;
}

bool Diagnostician::remember(std::span<const double> memory) {
  std::size_t count = 0;
  each(*this, [&](double) { ++count; });
  if (memory.size() != count) return false;
  each(*this, [&, next = memory.begin()](double& x) mutable { x = *next++; });
  return true;
}

Diagnosis Diagnostician::diagnose(const std::optional<Trouble>& trouble) const {
  Diagnosis d;
  const double span = mean_.front().log_delta - mean_.back().log_delta;
  d.delta_ratio = power_of_ten(span);
  d.gradient_ratio = power_of_ten(mean_.front().log_gradient - mean_.back().log_gradient);
  if (layers_ > 1) d.decades_per_layer = span / static_cast<double>(layers_ - 1);
  d.loss_ratio = loss_ / first_loss_;
  Index largest = 0;
  Index worst = 0;
  const auto at = [&](Index l) -> const Layer& { return mean_[static_cast<std::size_t>(l)]; };
  const auto share = [&](Index l) { return max(at(l).saturated, at(l).dead); };
  for (Index l = 0; l < layers_; ++l) {
    if (at(l).log_gradient > at(largest).log_gradient) largest = l;
    if (share(l) > share(worst)) worst = l;
  }
  d.largest_norm = power_of_ten(at(largest).log_gradient);
  d.share = share(worst);
  const auto verdict = [&](Verdict v, Index layer) {
    d.verdict = v;
    d.layer = layer;
    return d;
  };
  if (trouble) return verdict(Verdict::kDiverged, trouble->layer);
  if (d.loss_ratio > kDivergedLoss.value) return verdict(Verdict::kDiverged, largest);
  if (d.largest_norm > kExplodingNorm.value) return verdict(Verdict::kExploding, largest);
  if (d.delta_ratio > kExplodingRatio.value) return verdict(Verdict::kExploding, 0);
  if (d.loss_ratio < kLearnedLoss.value) return verdict(Verdict::kHealthy, 0);
  if (at(worst).dead > kDeadShare.value) return verdict(Verdict::kDead, worst);
  // Next to nothing everywhere is starved, even if delta shrinks: so do the activations beside it.
  const bool sloped = d.gradient_ratio < kVanishingRatio.value;
  if (d.largest_norm < kStarvedNorm.value && !sloped) return verdict(Verdict::kStarved, largest);
  if (d.delta_ratio < kVanishingRatio.value || sloped) return verdict(Verdict::kVanishing, 0);
  if (at(worst).saturated > kSaturatedShare.value) return verdict(Verdict::kSaturated, worst);
  return verdict(Verdict::kHealthy, 0);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
