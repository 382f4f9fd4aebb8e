// Activation functions a = phi(z): the one list of them, with value and slope. Not their gradients
// through a network (parts/activator.cpp) and not their statistics.
//
// A member is a struct with
//   T value(T z)            phi(z)
//   T slope(T z, T a)       phi'(z), given a = phi(z) where that is cheaper
// for T = Scalar, double and Vec; lanes never depend on each other. At a kink the slope is
// PyTorch's convention (named in `summary`). NaN in, NaN out. Optional members:
//   static constexpr double kSteepest   the largest slope, if phi is bounded on both sides ("can
//                                       saturate"); used for the share of saturated units
//   static constexpr double kGain       torch.nn.init.calculate_gain: std of z over std of a
//   T parameter_slope(T z)              d phi / d alpha, if alpha trains (PReLU)
#pragma once

#include <variant>

#include "engine/core/numerics.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Identity {
  static constexpr Info info{"identity", "Identity", "z", "linear algebra",
                             "No activation: the network stays a linear model of any depth."};
  template <class T>
  T value(T z) const {
    return z;
  }
  template <class T>
  T slope(T, T) const {
    return splat<T>(1);
  }
};

struct Sigmoid {
  static constexpr Info info{
      "sigmoid", "Sigmoid", R"(\frac{1}{1+e^{-z}})", "Rumelhart et al. 1986",
      "Squashes to (0, 1); its slope is at most 1/4, so deep stacks vanish."};
  static constexpr double kSteepest = 0.25;
  template <class T>
  T value(T z) const {
    return sigmoid(z);
  }
  template <class T>
  T slope(T, T a) const {
    return a * (splat<T>(1) - a);
  }
};

struct Tanh {
  static constexpr Info info{"tanh", "Tanh", R"(\tanh z)", "LeCun et al. 1998",
                             "Zero-centred squashing to (-1, 1); slope 1 at 0."};
  static constexpr double kSteepest = 1;
  static constexpr double kGain = 5.0 / 3;
  template <class T>
  T value(T z) const {
    return tanh(z);
  }
  template <class T>
  T slope(T, T a) const {
    return splat<T>(1) - a * a;
  }
};

struct Relu {
  static constexpr Info info{"relu", "ReLU", R"(\max(0, z))", "Nair and Hinton 2010",
                             "Passes positive values; slope 0 at and below 0, so units can die."};
  static constexpr double kGain = std::numbers::sqrt2;
  template <class T>
  T value(T z) const {
    return max(z, splat<T>(0));
  }
  template <class T>
  T slope(T z, T) const {
    return z > splat<T>(0) ? splat<T>(1) : splat<T>(0);
  }
};

struct LeakyRelu {
  double alpha = 0.01;
  static constexpr Info info{"leaky_relu", "Leaky ReLU", R"(\max(z, \alpha z))", "Maas et al. 2013",
                             "ReLU with a small slope below 0, so no unit dies. Slope alpha at 0."};
  static constexpr auto fields() {
    return std::array{real<&LeakyRelu::alpha>("alpha", "Slope below 0", {0, 1})};
  }
  double gain() const { return std::sqrt(2 / (1 + alpha * alpha)); }
  template <class T>
  T value(T z) const {
    return z > splat<T>(0) ? z : splat<T>(alpha) * z;
  }
  template <class T>
  T slope(T z, T) const {
    return z > splat<T>(0) ? splat<T>(1) : splat<T>(alpha);
  }
};

struct Prelu {
  double alpha = 0.25;  ///< Where training starts; each layer then has its own.
  static constexpr Info info{
      "prelu", "PReLU", R"(\max(0, z) + \alpha \min(0, z))", "He et al. 2015",
      "Leaky ReLU whose slope below 0 trains, one per layer. Slope alpha at 0."};
  static constexpr auto fields() {
    return std::array{real<&Prelu::alpha>("alpha", "Initial slope below 0", {-1, 1})};
  }
  double gain() const { return std::sqrt(2 / (1 + alpha * alpha)); }
  template <class T>
  T value(T z) const {
    return z > splat<T>(0) ? z : splat<T>(alpha) * z;
  }
  template <class T>
  T slope(T z, T) const {
    return z > splat<T>(0) ? splat<T>(1) : splat<T>(alpha);
  }
  template <class T>
  T parameter_slope(T z) const {
    return min(z, splat<T>(0));
  }
};

struct Elu {
  double alpha = 1;
  static constexpr Info info{"elu", "ELU", R"(z > 0\;?\; z : \alpha(e^z - 1))",
                             "Clevert et al. 2016",
                             "Smooth below 0 (for alpha = 1), where it saturates at -alpha."};
  static constexpr auto fields() {
    return std::array{real<&Elu::alpha>("alpha", "Saturation below 0", {0, 10})};
  }
  template <class T>
  T value(T z) const {
    return z > splat<T>(0) ? z : splat<T>(alpha) * expm1_negative(min(z, splat<T>(0)));
  }
  template <class T>
  T slope(T z, T) const {
    return z > splat<T>(0) ? splat<T>(1) : splat<T>(alpha) * exp(min(z, splat<T>(0)));
  }
};

struct Selu {
  static constexpr Info info{
      "selu", "SELU", R"(\lambda\,\mathrm{ELU}_{\alpha}(z),\ \lambda=1.0507,\ \alpha=1.6733)",
      "Klambauer et al. 2017",
      "ELU scaled so that mean 0 and variance 1 are a fixed point (LeCun init)."};
  static constexpr double kScale = 1.0507009873554804934, kAlpha = 1.6732632423543772848;
  static constexpr double kGain = 0.75;
  template <class T>
  T value(T z) const {
    return z > splat<T>(0) ? splat<T>(kScale) * z
                           : splat<T>(kScale * kAlpha) * expm1_negative(min(z, splat<T>(0)));
  }
  template <class T>
  T slope(T z, T) const {
    return z > splat<T>(0) ? splat<T>(kScale)
                           : splat<T>(kScale * kAlpha) * exp(min(z, splat<T>(0)));
  }
};

struct Gelu {
  static constexpr Info info{"gelu", "GELU", R"(z\,\Phi(z))", "Hendrycks and Gimpel 2016",
                             "z times the normal distribution function, exact (by erf)."};
  template <class T>
  T value(T z) const {
    return z * normal_cdf(z);
  }
  template <class T>
  T slope(T z, T) const {
    const T density =
        splat<T>(std::numbers::inv_sqrtpi / std::numbers::sqrt2) * exp(splat<T>(-0.5) * z * z);
    return normal_cdf(z) + z * density;
  }

 private:
  template <class T>
  static T normal_cdf(T z) {
    return splat<T>(0.5) * erf_erfc(z * splat<T>(-1 / std::numbers::sqrt2)).erfc;
  }
};

struct GeluTanh {
  static constexpr Info info{
      "gelu_tanh", "GELU (tanh form)", R"(\tfrac{z}{2}(1+\tanh(\sqrt{2/\pi}(z+0.044715z^3))))",
      "Hendrycks and Gimpel 2016", "The approximation of GELU by tanh; off by up to 5e-4."};
  static constexpr double kFactor = std::numbers::sqrt2 * std::numbers::inv_sqrtpi,
                          kCubic = 0.044715;
  template <class T>
  T value(T z) const {
    return splat<T>(0.5) * z * (splat<T>(1) + tanh(inner(z)));
  }
  template <class T>
  T slope(T z, T) const {
    const T one = splat<T>(1);
    const T near = max(min(z, splat<T>(50)), splat<T>(-50));  // beyond, the last term is 0
    const T t = tanh(inner(near));
    const T inner_slope = splat<T>(kFactor) * (one + splat<T>(3 * kCubic) * near * near);
    return splat<T>(0.5) * (one + t) + splat<T>(0.5) * near * (one - t * t) * inner_slope;
  }

 private:
  template <class T>
  static T inner(T z) {
    return splat<T>(kFactor) * (z + splat<T>(kCubic) * z * z * z);
  }
};

struct Silu {
  double beta = 1;
  static constexpr Info info{"silu", "SiLU (Swish)", R"(z\,\sigma(\beta z))",
                             "Elfwing et al. 2018; Ramachandran et al. 2017",
                             "z gated by its own sigmoid; smooth, with a small dip below 0."};
  static constexpr auto fields() {
    return std::array{real<&Silu::beta>("beta", "Steepness of the gate", {0, 100})};
  }
  template <class T>
  T value(T z) const {
    return z * sigmoid(splat<T>(beta) * z);
  }
  template <class T>
  T slope(T z, T) const {
    const T u = splat<T>(beta) * z;  // may overflow, where z s does not
    const T s = sigmoid(u);
    return s + splat<T>(beta) * (z * s * sigmoid(-u));
  }
};

struct Mish {
  static constexpr Info info{"mish", "Mish", R"(z\tanh(\ln(1+e^z)))", "Misra 2019",
                             "Like SiLU, with the gate tanh(softplus(z))."};
  template <class T>
  T value(T z) const {
    return z * tanh(softplus(z));
  }
  template <class T>
  T slope(T z, T) const {
    const T t = tanh(softplus(z));
    return t + z * sigmoid(z) * (splat<T>(1) - t * t);
  }
};

struct Softplus {
  double beta = 1;
  double threshold = 20;
  static constexpr Info info{"softplus", "Softplus", R"(\tfrac{1}{\beta}\ln(1+e^{\beta z}))",
                             "Dugas et al. 2001",
                             "A smooth ReLU. Above the threshold it is z itself, as in PyTorch."};
  static constexpr auto fields() {
    return std::array{
        real<&Softplus::beta>("beta", "Sharpness", {0.01, 100, true}),
        real<&Softplus::threshold>("threshold", "beta z from which it is linear", {0, 1000})};
  }
  template <class T>
  T value(T z) const {
    const T u = splat<T>(beta) * z;
    return u > splat<T>(threshold) ? z : softplus(u) / splat<T>(beta);
  }
  template <class T>
  T slope(T z, T) const {
    const T u = splat<T>(beta) * z;
    return u > splat<T>(threshold) ? splat<T>(1) : sigmoid(u);
  }
};

struct Softsign {
  static constexpr Info info{"softsign", "Softsign", R"(\frac{z}{1+|z|})", "Bergstra et al. 2009",
                             "Squashes like tanh, but saturates slowly (polynomially)."};
  static constexpr double kSteepest = 1;
  template <class T>
  T value(T z) const {
    return z / (splat<T>(1) + abs(z));
  }
  template <class T>
  T slope(T z, T) const {
    const T root = splat<T>(1) / (splat<T>(1) + abs(z));
    return root * root;
  }
};

struct HardTanh {
  double min = -1;
  double max = 1;
  static constexpr Info info{"hard_tanh", "Hard tanh", R"(\min(\max(z, a), b))", "Collobert 2004",
                             "Linear between two limits, flat outside; slope 0 at the limits."};
  static constexpr double kSteepest = 1;
  static constexpr auto fields() {
    return std::array{real<&HardTanh::min>("min", "Lower limit", {-100, 0}),
                      real<&HardTanh::max>("max", "Upper limit", {0, 100})};
  }
  template <class T>
  T value(T z) const {
    return gradscope::min(gradscope::max(z, splat<T>(min)), splat<T>(max));
  }
  template <class T>
  T slope(T z, T) const {
    const T zero = splat<T>(0);
    return z > splat<T>(min) ? (z < splat<T>(max) ? splat<T>(1) : zero) : zero;
  }
};

struct HardSigmoid {
  static constexpr Info info{
      "hard_sigmoid", "Hard sigmoid", R"(\min(\max(z+3, 0), 6)/6)", "Howard et al. 2019",
      "Sigmoid of straight lines. Older Keras uses clip(0.2 z + 0.5) instead."};
  static constexpr double kSteepest = 1.0 / 6;
  template <class T>
  T value(T z) const {
    return min(max(z + splat<T>(3), splat<T>(0)), splat<T>(6)) * splat<T>(1.0 / 6);
  }
  template <class T>
  T slope(T z, T) const {
    return abs(z) < splat<T>(3) ? splat<T>(1.0 / 6) : splat<T>(0);
  }
};

struct HardSwish {
  static constexpr Info info{"hard_swish", "Hard swish", R"(z\min(\max(z+3, 0), 6)/6)",
                             "Howard et al. 2019",
                             "SiLU of straight lines; slope 0 at -3, 1 at 3."};
  template <class T>
  T value(T z) const {
    return z * (min(max(z + splat<T>(3), splat<T>(0)), splat<T>(6)) * splat<T>(1.0 / 6));
  }
  template <class T>
  T slope(T z, T) const {
    const T inside = z * splat<T>(1.0 / 3) + splat<T>(0.5);
    return z > splat<T>(-3) ? (z < splat<T>(3) ? inside : splat<T>(1)) : splat<T>(0);
  }
};

struct Relu6 {
  static constexpr Info info{"relu6", "ReLU6", R"(\min(\max(0, z), 6))", "Krizhevsky 2010",
                             "ReLU that saturates at 6; slope 0 at 0 and at 6."};
  static constexpr double kSteepest = 1;
  template <class T>
  T value(T z) const {
    return min(max(z, splat<T>(0)), splat<T>(6));
  }
  template <class T>
  T slope(T z, T) const {
    const T zero = splat<T>(0);
    return z > zero ? (z < splat<T>(6) ? splat<T>(1) : zero) : zero;
  }
};

struct Sine {
  double omega = 1;
  static constexpr Info info{"sin", "Sine", R"(\sin(\omega z))", "Sitzmann et al. 2020",
                             "Periodic; needs its own initialisation to train deep."};
  static constexpr auto fields() {
    return std::array{real<&Sine::omega>("omega", "Angular frequency", {0.01, 100, true})};
  }
  template <class T>
  T value(T z) const {
    return sin(splat<T>(omega) * z);
  }
  template <class T>
  T slope(T z, T) const {
    return splat<T>(omega) * cos(splat<T>(omega) * z);
  }
};

struct Erf {
  static constexpr Info info{"erf", "Erf", R"(\mathrm{erf}(z))", "Cho and Saul 2009",
                             "The error function: tanh's cousin with closed mean-field formulas."};
  static constexpr double kSteepest = 2 * std::numbers::inv_sqrtpi;
  template <class T>
  T value(T z) const {
    return erf_erfc(z).erf;
  }
  template <class T>
  T slope(T z, T) const {
    return splat<T>(kSteepest) * exp(-(z * z));
  }
};

/// The one list. Append only: menus show this order.
using Activation =
    std::variant<Identity, Sigmoid, Tanh, Relu, LeakyRelu, Prelu, Elu, Selu, Gelu, GeluTanh, Silu,
                 Mish, Softplus, Softsign, HardTanh, HardSigmoid, HardSwish, Relu6, Sine, Erf>;

template <>
inline constexpr const char* kFamilyKey<Activation> = "activation";

/// torch.nn.init.calculate_gain, and 1 where PyTorch defines none.
inline double gain(const Activation& activation) {
  return visit_active(
      [](const auto& phi) -> double {
        using Phi = std::decay_t<decltype(phi)>;
        if constexpr (requires { phi.gain(); }) {
          return phi.gain();
        } else if constexpr (requires { Phi::kGain; }) {
          return Phi::kGain;
        } else {
          return 1;
        }
      },
      activation);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
