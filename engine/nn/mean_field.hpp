// Mean-field theory of wide random networks (Poole et al. 2016; Schoenholz et al. 2017), for any
// activation. Weights have variance sigma_w^2 / fan_in, biases sigma_b^2. Always in double. Theory
// only: nothing here looks at a network.
#pragma once

#include <vector>

#include "engine/nn/activation.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct MeanField {
  enum class Status {
    kFinite,
    kZero,      ///< q shrinks to 0.
    kMarginal,  ///< Every q is a fixed point.
    kDiverges   ///< q grows without bound.
  };
  // Every number is NaN where it is not defined.
  Status status;
  double q_star;   ///< The variance of z that layers settle on, coming from 1.
  double chi_1;    ///< sigma_w^2 E[phi'(sqrt(q*) x)^2]: growth of delta^2 per layer.
  double chi_q;    ///< Slope of the map of q at q*.
  double c_star;   ///< The correlation that two inputs settle on; 1 if chi_1 <= 1.
  double chi_c;    ///< Slope of the map of the correlation at c*.
  double xi_q;     ///< Depth scales -1/ln chi, in layers: over which q settles,
  double xi_c;     ///< over which two inputs become equally alike,
  double xi_grad;  ///< over which delta^2 shrinks e-fold towards the input; negative: it grows.
};

MeanField mean_field(const Activation& phi, double sigma_w, double sigma_b);

/// The sigma_w in [1e-3, 1e3] at which chi_1 = 1 for this sigma_b, or NaN if there is none.
double critical_sigma_w(const Activation& phi, double sigma_b);

/// Expectations of an activation over z normal with variance q, and over pairs of them.
class ActivationMoments {
 public:
  explicit ActivationMoments(const Activation& phi);

  /// Over one z. At q = 0 the limit from above.
  struct Single {
    double value2;         ///< E[phi^2]
    double slope2;         ///< E[phi'^2]
    double growth;         ///< d E[phi^2] / d q = E[phi phi' z] / q
    double value4;         ///< E[phi^4]
    double slope4;         ///< E[phi'^4]
    double value2_slope2;  ///< E[phi^2 phi'^2]
  };
  Single single(double q) const;

  /// Over two z with correlation c in [-1, 1]; at 1 they are one.
  struct Pair {
    double values;  ///< E[phi(z) phi(z')]
    double slopes;  ///< E[phi'(z) phi'(z')]
  };
  Pair pair(double q, double c, double precision) const;

 private:
  Activation phi_;
  std::vector<double> breaks_;  // where phi may bend, whatever q is
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
