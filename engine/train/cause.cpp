// The sums over layers, and the largest of them.
#include "engine/train/cause.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

Blame dominant_part(std::span<const double> changes) {
  DeltaChange sum{};
  double total = 0, layers = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i] != changes[i]) continue;
    sum[i % kDeltaParts] += changes[i];
    total += changes[i];
    layers += 1.0 / kDeltaParts;
  }
  std::size_t most = 0;
  for (std::size_t i = 1; i < kDeltaParts; ++i) {
    if (total < 0 ? sum[i] < sum[most] : sum[i] > sum[most]) most = i;
  }
  return {static_cast<Cause>(most), layers > 0 ? sum[most] / layers : 0};
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
