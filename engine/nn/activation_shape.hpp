// An activation as a function on the line, in double in both builds: a point of it, where it bends
// sharply, whether it is homogeneous. All found by looking at the function, never at its name.
#pragma once

#include <vector>

#include "engine/nn/activation.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct ActivationPoint {
  double value;  ///< phi(z)
  double slope;  ///< phi'(z)
};

ActivationPoint point_of(const Activation& phi, double z);

/// Where phi' jumps, ascending, within |z| <= 1024. Jumps below 1e-7 of the steepest slope do not
/// count (so softplus is smooth, whose threshold makes one of 2e-9), nor does the second of two
/// kinks closer together than a fifth of their distance from 0.
std::vector<double> kinks_of(const Activation& phi);

/// True if phi(c z) = c phi(z) for every c > 0, as for the identity, ReLU and its leaky forms.
bool is_homogeneous(const Activation& phi);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
