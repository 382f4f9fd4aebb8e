// Expectations over a normal number, by adaptive quadrature in double. Knows no activation.
#pragma once

#include <array>
#include <functional>
#include <span>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Several integrands at once: they share their points. Unused ones stay 0.
using Integrands = std::array<double, 6>;

/// E[f(x)] for x normal with this mean and standard deviation (0: f at the mean). `breaks`
/// (ascending) are the places where f may bend or jump; they are never inside a panel, and panels
/// between them are halved until the rule (Gauss-Legendre, 10 points) agrees with itself to about
/// `precision` times the size of the integral's parts, or times `scale` where that is larger. So a
/// kink costs nothing, and a bend far narrower than the normal density is found if a break is near.
/// With precision 1 nothing is halved: some per cent of error, at a third of the points. NaN where
/// f is NaN.
Integrands expectation(const std::function<Integrands(double)>& f, double mean, double deviation,
                       std::span<const double> breaks, double precision,
                       const Integrands& scale = {});

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
