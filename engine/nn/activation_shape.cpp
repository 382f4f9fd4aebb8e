// Scans an activation for jumps of its slope.
#include "engine/nn/activation_shape.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Halves (low, high) towards the larger change of slope. A smooth change melts away; a jump stays.
void find_kink(const Activation& phi, double low, double high, double smallest_jump,
               std::vector<double>& kinks) {
  constexpr double kFine = 1e-15;
  double at_low = point_of(phi, low).slope;
  double at_high = point_of(phi, high).slope;
  while (high - low > kFine * (abs(low) + abs(high)) + 1e-18) {
    if (!(abs(at_high - at_low) > smallest_jump)) return;
    const double middle = 0.5 * (low + high);
    const double at_middle = point_of(phi, middle).slope;
    const bool left = abs(at_middle - at_low) > abs(at_high - at_middle);
    (left ? high : low) = middle;
    (left ? at_high : at_low) = at_middle;
  }
  const double kink = abs(low) < abs(high) ? low : high;
  if (kinks.empty() || kinks.back() != kink) kinks.push_back(kink);
}

}  // namespace

ActivationPoint point_of(const Activation& phi, double z) {
  return visit_active(
      [z](const auto& f) {
        const double a = f.value(z);
        return ActivationPoint{a, f.slope(z, a)};
      },
      phi);
}

std::vector<double> kinks_of(const Activation& phi) {
  constexpr double kSmallestJump = 1e-7;
  constexpr double kNearest = 0x1p-8;
  constexpr double kFarthest = 0x1p10;
  constexpr double kGrowth = 1.189207115002721;  // 2^(1/4)
  std::vector<double> grid;
  for (double z = kFarthest; z > kNearest; z /= kGrowth) grid.push_back(-z);
  grid.push_back(0);
  for (std::size_t i = grid.size() - 1; i > 0; --i) grid.push_back(-grid[i - 1]);
  double steepest = 0;
  for (const double z : grid) steepest = max(steepest, abs(point_of(phi, z).slope));
  std::vector<double> kinks;
  for (std::size_t i = 0; i + 1 < grid.size(); ++i) {
    find_kink(phi, grid[i], grid[i + 1], kSmallestJump * steepest, kinks);
  }
  return kinks;
}

bool is_homogeneous(const Activation& phi) {
  constexpr double kRounding = 1e-14;
  const double right = point_of(phi, 1).value;
  const double left = point_of(phi, -1).value;
  for (double z = 0x1p-20; z <= 0x1p20; z *= 2) {
    if (!(abs(point_of(phi, z).value - z * right) <= kRounding * z * abs(right))) return false;
    if (!(abs(point_of(phi, -z).value - z * left) <= kRounding * z * abs(left))) return false;
  }
  return true;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
