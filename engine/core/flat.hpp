// Flat arrays of scalars. All parameters of a network lie in one, and gradient, update and moments
// have the same layout, so an optimizer never sees a network.
#pragma once

#include <Eigen/Core>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

using Flat = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
