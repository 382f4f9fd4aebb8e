// Flat arrays of scalars. All parameters of a network lie in one, and gradient, update and moments
// have the same layout, so an optimizer never sees a network.
#pragma once

#include <Eigen/Core>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

using Flat = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

/// Row-major matrix view of a piece of a flat array.
using MatrixView =
    Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
