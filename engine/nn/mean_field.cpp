// Fixed points of the maps of q and of the correlation.
#include "engine/nn/mean_field.hpp"

#include <limits>

#include "engine/nn/activation_shape.hpp"
#include "engine/nn/expectation.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kPrecision = 1e-13;
constexpr double kPairPrecision = 1e-7;

double square(double x) { return x * x; }

/// 0 and powers of 16: activations bend where |z| is within a few powers of 1, however large q is.
constexpr std::array kBends = {-64.0, -4.0, -0.25, -0.015625, 0.0, 0.015625, 0.25, 4.0, 64.0};

double depth_scale(double chi) {
  const bool defined = chi > 0 && !(abs(chi - 1) < 1e-9);
  return defined ? -1 / log(chi) : kUndefined;
}

struct Length {
  MeanField::Status status;
  double q;
};

/// The map of q: q' = sigma_w^2 E[phi(sqrt(q) x)^2] + sigma_b^2.
class LengthMap {
 public:
  LengthMap(const ActivationMoments& phi, double sigma_w, double sigma_b)
      : phi_(phi), w2_(square(sigma_w)), b2_(square(sigma_b)) {}

  /// Where the iteration from q = 1 ends. The map grows with q, so that is the nearest fixed point
  /// on the side to which the first step goes. Steps are Newton's as long as the map is flatter
  /// than the diagonal, at most a factor of 2 at a time, until a fixed point is passed; from then
  /// on Newton's within the bracket.
  Length settle() const {
    constexpr double kNothing = 1e-12;
    constexpr double kInfinity = 1e12;
    constexpr int kMostSteps = 500;
    double q = 1;
    double low = 0;  // growth > 0 here, once passed
    double high = std::numeric_limits<double>::infinity();
    for (int i = 0; i < kMostSteps; ++i) {
      if (q > kInfinity) return {MeanField::Status::kDiverges, kUndefined};
      if (q < kNothing && b2_ == 0) return {MeanField::Status::kZero, 0};
      const ActivationMoments::Single m = phi_.single(q);
      const double growth = w2_ * m.value2 + b2_ - q;
      const double slope = w2_ * m.growth - 1;
      (growth > 0 ? low : high) = q;
      double next = slope < 0 ? q - growth / slope : (growth > 0 ? 2 * q : q / 2);
      if (!(abs(next - q) > kRounding * q)) return {MeanField::Status::kFinite, next};
      next = max(min(next, 2 * q), q / 2);
      if (low > 0 && !(next > low && next < high)) next = 0.5 * (low + min(high, 2 * low));
      if (next == q) break;
      q = next;
    }
    return {MeanField::Status::kFinite, q};
  }

 private:
  static constexpr double kRounding = 1e-15;
  const ActivationMoments& phi_;
  double w2_;
  double b2_;
};

/// For a homogeneous activation the map is a line: q' = k q + sigma_b^2.
Length settle_line(double k, double sigma_b) {
  if (abs(k - 1) < 1e-12) {
    const bool free = sigma_b == 0;
    return {free ? MeanField::Status::kMarginal : MeanField::Status::kDiverges, kUndefined};
  }
  if (k > 1) return {MeanField::Status::kDiverges, kUndefined};
  if (sigma_b == 0) return {MeanField::Status::kZero, 0};
  return {MeanField::Status::kFinite, square(sigma_b) / (1 - k)};
}

/// The correlation c' = C(c) is a power series in c with no negative coefficient and C(1) = 1. If
/// chi_1 = C'(1) > 1 there is one fixed point below 1. Newton's method on C(c) - c climbs to it
/// from 0, but slowly when it lies close to 1; so from the second step on the fixed point at 1 is
/// divided out: (C(c) - c) / (1 - c) falls ever more steeply, and once passed, its root is
/// approached from above.
void settle_correlation(const ActivationMoments& phi, double w2, double b2, MeanField& m) {
  constexpr int kMostSteps = 60;
  double c = 0;
  for (int i = 0; i < kMostSteps; ++i) {
    const ActivationMoments::Pair pair = phi.pair(m.q_star, c, kPairPrecision);
    m.chi_c = w2 * pair.slopes;
    const double growth = (w2 * pair.values + b2) / m.q_star - c;
    const double fall = (1 - m.chi_c) - (i == 0 ? 0 : growth / (1 - c));
    const double step = min(growth / fall, 0.5 * (1 - c));
    if (!(abs(step) > 1e-12)) break;
    c += step;
  }
  m.c_star = c;
}

// Sine oscillates faster than any rule can follow, but its expectations are known, with
// a = omega^2 q and u = 1 - e^(-2a):

ActivationMoments::Single sine_single(double omega, double q) {
  const double w2 = square(omega);
  const double u = -expm1_negative(-2 * w2 * q);
  const double rest = 1 - u;
  const double rest4 = square(square(rest));
  return {0.5 * u,
          0.5 * w2 * (1 + rest),
          w2 * rest,
          square(u) * (6 - 4 * u + square(u)) / 8,
          square(w2) * (3 + 4 * rest + rest4) / 8,
          w2 * u * (4 - 6 * u + 4 * square(u) - u * square(u)) / 8};
}

ActivationMoments::Pair sine_pair(double omega, double q, double c) {
  const double a = square(omega) * q;
  const double odd = -0.5 * exp(-a * (1 - abs(c))) * expm1_negative(-2 * a * abs(c));
  return {copysign(odd, c), 0.5 * square(omega) * (exp(-a * (1 - c)) + exp(-a * (1 + c)))};
}

}  // namespace

ActivationMoments::ActivationMoments(const Activation& phi) : phi_(phi) {
  const std::vector<double> kinks = kinks_of(phi);
  std::size_t next = 0;
  for (const double x : kBends) {
    while (next < kinks.size() && kinks[next] < x) breaks_.push_back(kinks[next++]);
    breaks_.push_back(x);
  }
}

ActivationMoments::Single ActivationMoments::single(double q) const {
  if (const auto* sine = std::get_if<Sine>(&phi_)) return sine_single(sine->omega, q);
  if (q == 0) {
    constexpr double kNear = 1e-100;
    const double left = point_of(phi_, -kNear).slope;
    const double right = point_of(phi_, kNear).slope;
    const double slope2 = 0.5 * (square(left) + square(right));
    const double value2 = square(point_of(phi_, 0).value);
    const double slope4 = 0.5 * (square(square(left)) + square(square(right)));
    return {value2, slope2, slope2, square(value2), slope4, value2 * slope2};
  }
  const Integrands e = expectation(
      [this](double z) {
        const ActivationPoint p = point_of(phi_, z);
        const double v2 = square(p.value);
        const double s2 = square(p.slope);
        return Integrands{v2, s2, p.value * p.slope * z, v2 * v2, s2 * s2, v2 * s2};
      },
      0, std::sqrt(q), breaks_, kPrecision);
  return {e[0], e[1], e[2] / q, e[3], e[4], e[5]};
}

/// z = m + y and z' = m' + y' share m = m' (or m = -m' for c < 0), of variance |c| q: given m they
/// are independent, so the inner expectations multiply.
ActivationMoments::Pair ActivationMoments::pair(double q, double c, double precision) const {
  if (const auto* sine = std::get_if<Sine>(&phi_)) return sine_pair(sine->omega, q, c);
  constexpr double kInnerShare = 1e-3;  // the outer rule must not mistake its error for structure
  const double own = std::sqrt(q * (1 - abs(c)));
  const Single all = single(q);
  const auto given = [&](double m) {
    return expectation(
        [this](double z) {
          const ActivationPoint p = point_of(phi_, z);
          return Integrands{p.value, p.slope};
        },
        m, own, breaks_, kInnerShare * precision, {std::sqrt(all.value2), std::sqrt(all.slope2)});
  };
  const Integrands e = expectation(
      [&](double m) {
        const Integrands a = given(m);
        const Integrands b = c < 0 ? given(-m) : a;
        return Integrands{a[0] * b[0], a[1] * b[1]};
      },
      0, std::sqrt(q * abs(c)), breaks_, precision, {all.value2, all.slope2});
  return {e[0], e[1]};
}

MeanField mean_field(const Activation& phi, double sigma_w, double sigma_b) {
  const ActivationMoments moments(phi);
  const double w2 = square(sigma_w);
  const bool line = is_homogeneous(phi);
  const double k = w2 * moments.single(0).slope2;
  const Length length =
      line ? settle_line(k, sigma_b) : LengthMap(moments, sigma_w, sigma_b).settle();
  MeanField m{length.status, length.q,   kUndefined, kUndefined, kUndefined,
              kUndefined,    kUndefined, kUndefined, kUndefined};
  if (line) {
    m.chi_1 = m.chi_q = k;
  } else if (m.q_star == m.q_star) {
    const ActivationMoments::Single s = moments.single(m.q_star);
    m.chi_1 = w2 * s.slope2;
    m.chi_q = w2 * s.growth;
  }
  if (m.q_star > 0 && m.chi_1 <= 1) {
    m.c_star = 1;
    m.chi_c = m.chi_1;
  } else if (m.q_star > 0) {
    settle_correlation(moments, w2, square(sigma_b), m);
  }
  if (m.q_star == m.q_star) m.xi_q = depth_scale(m.chi_q);
  m.xi_c = depth_scale(m.chi_c);
  m.xi_grad = depth_scale(m.chi_1);
  return m;
}

double critical_sigma_w(const Activation& phi, double sigma_b) {
  const ActivationMoments moments(phi);
  const bool line = is_homogeneous(phi);
  // Above the line q may diverge: that counts as chi_1 > 1.
  const auto excess = [&](double sigma_w) -> double {
    const double w2 = square(sigma_w);
    if (line) return w2 * moments.single(0).slope2 - 1;
    const Length length = LengthMap(moments, sigma_w, sigma_b).settle();
    return length.q == length.q ? w2 * moments.single(length.q).slope2 - 1 : 1;
  };
  double low = 1e-3;
  double high = 1e3;
  if (!(excess(low) < 0 && excess(high) > 0)) return kUndefined;
  while (high / low > 1 + 1e-14) {
    const double middle = std::sqrt(low * high);
    if (middle == low || middle == high) break;
    (excess(middle) < 0 ? low : high) = middle;
  }
  return std::sqrt(low * high);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
