// Sums over panels that are no hot loops themselves.
// Hot: -O2 in the module.
#include "engine/core/kernels.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

double rms(const Panels& values) {
  double sum = 0;
  for (Index p = 0; p < values.count(); ++p) {
    if (values.samples_in(p) == kPanel) {
      sum += sum_of_squares(values.panel(p), values.features * kPanel);
      continue;
    }
    for (Index f = 0; f < values.features; ++f) {
      sum += sum_of_squares(values.panel(p) + f * kPanel, values.samples_in(p));
    }
  }
  return std::sqrt(sum / static_cast<double>(values.rows * values.features));
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
