// The adaptive rule.
#include "engine/nn/expectation.hpp"

#include <numbers>
#include <vector>

#include "engine/core/numerics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr std::size_t kCount = std::tuple_size_v<Integrands>;

class OverNormal {
 public:
  OverNormal(const std::function<Integrands(double)>& f, double mean, double deviation)
      : f_(f), mean_(mean), inverse_(1 / deviation) {}

  /// f times the density over [a, b] by 10 points.
  Integrands rule(double a, double b) const {
    constexpr std::array kNodes = {0.14887433898163122, 0.4333953941292472, 0.6794095682990244,
                                   0.8650633666889845, 0.9739065285171717};
    constexpr std::array kWeights = {0.2955242247147529, 0.26926671930999635, 0.21908636251598204,
                                     0.1494513491505806, 0.06667134430868814};
    const double middle = 0.5 * (a + b);
    const double half = 0.5 * (b - a);
    Integrands sum{};
    for (std::size_t i = 0; i < kNodes.size(); ++i) {
      for (const double side : {-half, half}) {
        const double x = middle + side * kNodes[i];
        const double z = (x - mean_) * inverse_;
        const double weight = half * kWeights[i] * exp(-0.5 * z * z) * inverse_ *
                              (std::numbers::inv_sqrtpi / std::numbers::sqrt2);
        const Integrands values = f_(x);
        for (std::size_t k = 0; k < kCount; ++k) sum[k] += weight * values[k];
      }
    }
    return sum;
  }

  /// Adds the integral over [a, b], whose rule gave `whole`, to `sum`. A difference that is NaN
  /// stops the halving.
  void refine(double a, double b, const Integrands& whole, int level, const Integrands& tolerance,
              Integrands& sum) const {
    const double middle = 0.5 * (a + b);
    const Integrands left = rule(a, middle);
    const Integrands right = rule(middle, b);
    bool good = true;
    for (std::size_t k = 0; k < kCount; ++k) {
      good = good && !(abs(left[k] + right[k] - whole[k]) > tolerance[k]);
    }
    if (!good && level > 0) {
      refine(a, middle, left, level - 1, tolerance, sum);
      refine(middle, b, right, level - 1, tolerance, sum);
      return;
    }
    for (std::size_t k = 0; k < kCount; ++k) sum[k] += left[k] + right[k];
  }

 private:
  const std::function<Integrands(double)>& f_;
  double mean_;
  double inverse_;
};

}  // namespace

Integrands expectation(const std::function<Integrands(double)>& f, double mean, double deviation,
                       std::span<const double> breaks, double precision, const Integrands& scale) {
  constexpr double kReach = 9;  // the normal mass beyond is 2e-19
  constexpr int kMostLevels = 40;
  if (!(deviation > 0)) return f(mean);
  const OverNormal normal(f, mean, deviation);
  struct Panel {
    double a, b;
    Integrands whole;
  };
  std::vector<Panel> panels;
  Integrands tolerance{};
  double a = mean - kReach * deviation;
  const double end = mean + kReach * deviation;
  const auto close = [&](double b) {
    if (!(b > a)) return;
    panels.push_back({a, b, normal.rule(a, b)});
    for (std::size_t k = 0; k < kCount; ++k) {
      tolerance[k] += abs(panels.back().whole[k]);
    }
    a = b;
  };
  bool passed_mean = false;
  for (const double x : breaks) {
    if (x >= mean && !passed_mean) {
      close(mean);
      passed_mean = true;
    }
    if (x < end) close(x);
  }
  if (!passed_mean) close(mean);
  close(end);
  for (std::size_t k = 0; k < kCount; ++k) {
    tolerance[k] = precision * max(tolerance[k], scale[k]);
  }
  Integrands sum{};
  for (const Panel& p : panels) normal.refine(p.a, p.b, p.whole, kMostLevels, tolerance, sum);
  return sum;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
