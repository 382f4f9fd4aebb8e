// Losses: value and gradient with respect to the network's output. All are means over the batch.
//
// An element-wise member is a struct with
//   static constexpr Target kTarget          what it compares the output with
//   double scale(Index n, Index d) const       the factor of the sum over n samples x d outputs
//   double value(double y, double t) const     one element, before scaling; in double, so that the
//                                              square of 1e30 is a number
//   T slope(T y, T t) const                    d value / d y, for T = double and Vec
//   static constexpr double kThreshold         the output that parts two classes, if it is not 0.5
// Cross entropy looks at whole rows instead: its functions are in loss.cpp and loss_value.cpp.
#pragma once

#include <variant>

#include "engine/core/numerics.hpp"
#include "engine/core/panels.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// How a task's answers are written for a loss.
enum class Target {
  kValue,         ///< Numbers: regression, or classes one-hot.
  kZeroOne,       ///< Two classes as 0 and 1.
  kPlusMinusOne,  ///< Two classes as -1 and +1; more classes: +1 for the right one.
  kLabel,         ///< The number of the class, one per sample.
};

namespace detail {
inline double one_over(Index a, Index b = 1) { return 1 / static_cast<double>(a * b); }
}  // namespace detail

struct Mse {
  static constexpr Info info{"mse", "Mean squared error", R"(\tfrac{1}{nd}\sum (y-t)^2)",
                             "Gauss 1809", "Mean over samples and outputs, as torch.nn.MSELoss."};
  static constexpr Target kTarget = Target::kValue;
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const { return (y - t) * (y - t); }
  template <class T>
  T slope(T y, T t) const {
    return splat<T>(2) * (y - t);
  }
};

struct HalfMse {
  static constexpr Info info{"half_mse", "Half squared error", R"(\tfrac{1}{2nd}\sum (y-t)^2)",
                             "articles 001 and 003",
                             "The articles' 1/(2n) form: its gradient has no factor 2."};
  static constexpr Target kTarget = Target::kValue;
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const { return 0.5 * (y - t) * (y - t); }
  template <class T>
  T slope(T y, T t) const {
    return y - t;
  }
};

struct MseBatch {
  static constexpr Info info{"mse_batch", "Squared error per sample", R"(\tfrac{1}{n}\sum (y-t)^2)",
                             "", "Summed over outputs, mean over samples."};
  static constexpr Target kTarget = Target::kValue;
  double scale(Index n, Index) const { return detail::one_over(n); }
  double value(double y, double t) const { return (y - t) * (y - t); }
  template <class T>
  T slope(T y, T t) const {
    return splat<T>(2) * (y - t);
  }
};

struct Mae {
  static constexpr Info info{"mae", "Mean absolute error", R"(\tfrac{1}{nd}\sum |y-t|)",
                             "Laplace 1774",
                             "Robust to outliers; the gradient is a sign, and 0 at a tie."};
  static constexpr Target kTarget = Target::kValue;
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const { return abs(y - t); }
  template <class T>
  T slope(T y, T t) const {
    return sign(y - t);
  }
};

struct Huber {
  double delta = 1;
  static constexpr Info info{
      "huber", "Huber", R"(|e|<\delta\;?\;\tfrac12 e^2 : \delta(|e|-\tfrac{\delta}{2}))",
      "Huber 1964", "Squared near 0, absolute beyond delta: gradients stay bounded."};
  static constexpr Target kTarget = Target::kValue;
  static constexpr auto fields() {
    return std::array{real<&Huber::delta>("delta", "Where it turns linear", {1e-6, 1e6, true})};
  }
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const {
    const double e = abs(y - t);
    return e < delta ? 0.5 * e * e : delta * (e - 0.5 * delta);
  }
  template <class T>
  T slope(T y, T t) const {
    return max(min(y - t, splat<T>(delta)), splat<T>(-delta));
  }
};

struct SmoothL1 {
  double beta = 1;
  static constexpr Info info{"smooth_l1", "Smooth L1", R"(\mathrm{Huber}_{\beta}/\beta)",
                             "Girshick 2015",
                             "Huber divided by its threshold: slope 1 far out, whatever beta is."};
  static constexpr Target kTarget = Target::kValue;
  static constexpr auto fields() {
    return std::array{real<&SmoothL1::beta>("beta", "Where it turns linear", {1e-6, 1e6, true})};
  }
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const { return Huber{beta}.value(y, t) / beta; }
  template <class T>
  T slope(T y, T t) const {
    return Huber{beta}.slope(y, t) / splat<T>(beta);
  }
};

struct BceLogits {
  double pos_weight = 1;
  static constexpr Info info{"bce_logits", "Binary cross entropy on logits",
                             R"(-\tfrac1N\sum\,[w\,t\ln\sigma(y) + (1-t)\ln(1-\sigma(y))])",
                             "Cox 1958",
                             "The output is a logit; computed without overflow for any logit."};
  static constexpr Target kTarget = Target::kZeroOne;
  static constexpr double kThreshold = 0;
  static constexpr auto fields() {
    return std::array{
        real<&BceLogits::pos_weight>("pos_weight", "Weight of class 1", {1e-6, 1e6, true})};
  }
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const {
    return pos_weight * t * softplus(-y) + (1 - t) * softplus(y);
  }
  template <class T>
  T slope(T y, T t) const {
    return (splat<T>(1) - t) * sigmoid(y) - splat<T>(pos_weight) * t * sigmoid(-y);
  }
};

struct Bce {
  static constexpr Info info{"bce", "Binary cross entropy on probabilities",
                             R"(-\tfrac1N\sum\,[t\ln y + (1-t)\ln(1-y)])", "article 002",
                             "For a sigmoid output. As PyTorch: logarithms stop at -100, y(1-y) in "
                             "the gradient at 1e-12; Keras clips y at 1e-7 instead."};
  static constexpr Target kTarget = Target::kZeroOne;
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const {
    const auto log_from_minus_100 = [](double x) { return max(log(max(x, 1e-300)), -100.0); };
    const double result = -(t * log_from_minus_100(y) + (1 - t) * log_from_minus_100(1 - y));
    return y == y ? result : y;
  }
  template <class T>
  T slope(T y, T t) const {
    return (y - t) / max(y * (splat<T>(1) - y), splat<T>(1e-12));
  }
};

struct CrossEntropy {
  double label_smoothing = 0;
  static constexpr Info info{"cross_entropy", "Softmax cross entropy",
                             R"(-\tfrac1n\sum_i\sum_c q_{ic}\ln\mathrm{softmax}(y_i)_c)",
                             "Bridle 1990; Szegedy et al. 2016",
                             "For classes. With smoothing s, q = (1-s) one-hot + s/C."};
  static constexpr Target kTarget = Target::kLabel;
  static constexpr auto fields() {
    return std::array{real<&CrossEntropy::label_smoothing>("label_smoothing",
                                                           "Share given to all classes", {0, 1})};
  }
};

struct Hinge {
  double margin = 1;
  static constexpr Info info{"hinge", "Hinge", R"(\tfrac1N\sum\max(0, m-ty))",
                             "Cortes and Vapnik 1995",
                             "Targets -1 and +1; nothing to learn once the margin is kept."};
  static constexpr Target kTarget = Target::kPlusMinusOne;
  static constexpr double kThreshold = 0;
  static constexpr auto fields() {
    return std::array{real<&Hinge::margin>("margin", "Margin", {0, 1e6})};
  }
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const { return max(margin - t * y, 0.0); }
  template <class T>
  T slope(T y, T t) const {
    return splat<T>(margin) - t * y <= splat<T>(0) ? splat<T>(0) : -t;
  }
};

struct SquaredHinge {
  double margin = 1;
  static constexpr Info info{"squared_hinge", "Squared hinge", R"(\tfrac1N\sum\max(0, m-ty)^2)",
                             "Lee and Mangasarian 2001",
                             "Hinge with a gradient that grows with the violation."};
  static constexpr Target kTarget = Target::kPlusMinusOne;
  static constexpr double kThreshold = 0;
  static constexpr auto fields() {
    return std::array{real<&SquaredHinge::margin>("margin", "Margin", {0, 1e6})};
  }
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double t) const {
    const double m = max(margin - t * y, 0.0);
    return m * m;
  }
  template <class T>
  T slope(T y, T t) const {
    return splat<T>(-2) * t * max(splat<T>(margin) - t * y, splat<T>(0));
  }
};

struct ArticleLog1pSigmoid {
  static constexpr Info info{"article_log1p_sigmoid",
                             "The article's loss",
                             R"(\tfrac1N\sum\ln(1+\sigma(y)))",
                             "article 002, section 4.4",
                             "Has no labels: it is minimised by pushing every output down.",
                             true};
  static constexpr Target kTarget = Target::kZeroOne;
  double scale(Index n, Index d) const { return detail::one_over(n, d); }
  double value(double y, double) const { return log1p_unit(sigmoid(y)); }
  template <class T>
  T slope(T y, T) const {
    const T s = sigmoid(y);
    return s * sigmoid(-y) / (splat<T>(1) + s);
  }
};

/// The one list. Append only: menus show this order.
using Loss = std::variant<Mse, HalfMse, MseBatch, Mae, Huber, SmoothL1, BceLogits, Bce,
                          CrossEntropy, Hinge, SquaredHinge, ArticleLog1pSigmoid>;

template <>
inline constexpr const char* kFamilyKey<Loss> = "loss";

inline Target target_of(const Loss& loss) {
  return of_active_type(loss, []<class L>() { return L::kTarget; });
}

/// Where one output tells two classes apart: above this it names class 1.
inline double threshold_of(const Loss& loss) {
  return of_active_type(loss, []<class L>() {
    if constexpr (requires { L::kThreshold; }) {
      return L::kThreshold;
    } else {
      return 0.5;
    }
  });
}

/// Columns of the targets of a network with so many outputs.
inline Index target_columns(const Loss& loss, Index outputs) {
  return target_of(loss) == Target::kLabel ? 1 : outputs;
}

/// The loss of a batch, accumulated in double. `targets` has the outputs' shape, or one column of
/// class numbers for Target::kLabel.
double loss_value(const Loss& loss, const Panels& outputs, const Panels& targets);

/// Writes dL/d(output) into `gradient`, zeros into its padding. Returns false if an output or a
/// gradient is not finite.
bool loss_gradient(const Loss& loss, const Panels& outputs, const Panels& targets,
                   const Panels& gradient);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
