// Sizes and their logarithms.
#include "engine/nn/parts/delta_trace.hpp"

#include <limits>

#include "engine/core/numerics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

void DeltaTrace::look(DeltaPart part, const Panels& now) {
  const double before = size_;
  size_ = rms(now);
  change_[static_cast<std::size_t>(part)] += before > 0 && size_ > 0
                                                 ? log(size_ / before) / std::numbers::ln10
                                                 : std::numeric_limits<double>::quiet_NaN();
}

DeltaChange DeltaTrace::change() const {
  DeltaChange result = change_;
  double total = 0;
  for (const double part : change_) total += part;
  if (total - total != 0) result.fill(total - total);
  return result;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
