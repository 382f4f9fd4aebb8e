// Drawing weight matrices.
#include "engine/nn/initializer.hpp"

#include <Eigen/Core>
#include <utility>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

double cdf(double x) { return 0.5 * erf_erfc(-x / std::numbers::sqrt2).erfc; }
double density(double x) {
  return exp(-0.5 * x * x) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
}

/// Of the standard normal on [a, b], by Simpson's rule: where the interval is narrow, the closed
/// formula subtracts numbers that are almost equal.
double narrow_std(double a, double b) {
  constexpr int kIntervals = 64;
  const double middle = 0.5 * (a + b);
  double mass = 0, first = 0, second = 0;
  for (int i = 0; i <= kIntervals; ++i) {
    const double y = (b - a) * (static_cast<double>(i) / kIntervals - 0.5);  // x - middle
    const double weight =
        (i == 0 || i == kIntervals ? 1 : 2 + 2 * (i % 2)) * exp(-y * (middle + 0.5 * y));
    mass += weight;
    first += weight * y;
    second += weight * y * y;
  }
  const double mean = first / mass;
  return std::sqrt(second / mass - mean * mean);
}

}  // namespace

void fill_normal(Weights w, double mean, double std, const Stream& stream) {
  for (Index i = 0; i < w.size(); ++i) {
    w.data[i] = static_cast<Scalar>(mean + std * stream.normal(static_cast<std::uint64_t>(i)));
  }
}

void fill_uniform(Weights w, double lo, double hi, const Stream& stream) {
  const double centre = 0.5 * (lo + hi);
  const double half = 0.5 * (hi - lo);
  for (Index i = 0; i < w.size(); ++i) {
    w.data[i] = static_cast<Scalar>(centre + half * stream.unit(static_cast<std::uint64_t>(i)));
  }
}

void fill_constant(Weights w, double diagonal, double elsewhere) {
  for (Index i = 0; i < w.size(); ++i) {
    const bool on_diagonal = i / w.fan.in == i % w.fan.in;
    w.data[i] = static_cast<Scalar>(on_diagonal ? diagonal : elsewhere);
  }
}

void fill_truncated(Weights w, double mean, double std, double lo, double hi,
                    const Stream& stream) {
  // Rejection: from the normal if it often falls inside, otherwise from the uniform on [lo, hi].
  const bool from_normal = cdf((hi - mean) / std) - cdf((lo - mean) / std) > 0.2;
  const double mode = min(max(mean, lo), hi);
  const auto accepted = [&](double x, std::uint64_t draw) {
    if (from_normal) return x >= lo && x <= hi;
    const double log_ratio = -0.5 * (x - mode) * ((x - mean) + (mode - mean)) / (std * std);
    return stream.fraction(draw) < exp(log_ratio);
  };
  if (!from_normal) {  // from here on the density has fallen to e^-40 of the mode's: not worth a
                       // try
    const double reach = 40 * std / max(abs(mode - mean) / std, 4.0);
    lo = max(lo, mode - reach);
    hi = min(hi, mode + reach);
  }
  const auto count = static_cast<std::uint64_t>(w.size());
  for (Index i = 0; i < w.size(); ++i) {
    auto draw = static_cast<std::uint64_t>(i);
    double x;
    do {
      x = from_normal ? mean + std * stream.normal(draw) : lo + (hi - lo) * stream.fraction(~draw);
      draw += count;
    } while (!accepted(x, draw));
    w.data[i] = static_cast<Scalar>(x);
  }
}

double TruncatedNormal::std(Fan) const {
  double a = (lo - mean) / sigma;
  double b = (hi - mean) / sigma;
  if (a > 0) {  // mirrored: the lower tail's probability keeps its digits
    std::swap(a, b);
    a = -a;
    b = -b;
  }
  if (b - a < 1) return sigma * narrow_std(a, b);
  const double mass = cdf(b) - cdf(a);
  const double shift = (density(a) - density(b)) / mass;
  return sigma * std::sqrt(1 + (a * density(a) - b * density(b)) / mass - shift * shift);
}

void fill_orthogonal(Weights w, double gain, const Stream& stream) {
  // Gram-Schmidt, each vector twice (Giraud et al. 2005: as orthogonal as rounding allows). Every
  // vector keeps the direction of its own noise, which makes the draw uniform. Eigen's blocked
  // Householder QR gives the same matrix and adds 10 kB to the module; its vectors, compiled for
  // size, took 18 s for 64 layers of 256 units, where these loops take 1.4 s (Node 20).
  const Index length = max(w.fan.in, w.fan.out);
  const Index count = min(w.fan.in, w.fan.out);
  std::vector<double> q(static_cast<std::size_t>(length * count));
  for (std::size_t i = 0; i < q.size(); ++i) q[i] = stream.normal(i);
  const auto column = [&](Index c) { return q.data() + c * length; };
  const auto dot = [&](const double* x, const double* y) {
    double sum = 0;
    for (Index i = 0; i < length; ++i) sum += x[i] * y[i];
    return sum;
  };
  for (Index c = 0; c < count; ++c) {
    double* x = column(c);
    for (int pass = 0; pass < 2; ++pass) {
      for (Index k = 0; k < c; ++k) {
        const double* y = column(k);
        const double along = dot(y, x);
        for (Index i = 0; i < length; ++i) x[i] -= along * y[i];
      }
      const double norm = std::sqrt(dot(x, x));
      for (Index i = 0; i < length; ++i) x[i] /= norm;
    }
  }
  for (Index c = 0; c < count; ++c) {
    for (Index r = 0; r < length; ++r) {
      const Index at = w.fan.out >= w.fan.in ? r * w.fan.in + c : c * w.fan.in + r;
      w.data[at] = scalar(column(c)[r] * gain);
    }
  }
}

void draw_weights(const Initializer& initializer, Weights w, const Stream& stream) {
  visit_active([&](const auto& init) { init.fill(w, stream); }, initializer);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
