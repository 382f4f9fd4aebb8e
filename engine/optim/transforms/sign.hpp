// Optimizers that keep the direction of the gradient and set the size themselves.
#pragma once

#include "engine/optim/transforms/rule.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Rprop {
  double eta_minus = 0.5;
  double eta_plus = 1.2;
  double step_min = 1e-6;
  double step_max = 50;
  static constexpr Info info{
      "rprop", "Rprop", R"(\Delta \gets \Delta\cdot\eta_\pm;\ u = \mathrm{sign}(g)\Delta)",
      "Riedmiller and Braun 1993",
      "A step size per parameter that grows while the sign of g holds. Made for full "
      "batches. The learning rate is only the first step size."};
  static constexpr int kMoments = 2;
  static constexpr bool kOwnsRate = true;
  static constexpr auto fields() {
    return std::array{real<&Rprop::eta_minus>("eta_minus", "Factor when the sign flips", {0.01, 1}),
                      real<&Rprop::eta_plus>("eta_plus", "Factor while it holds", {1, 10}),
                      real<&Rprop::step_min>("step_min", "Smallest step", {0, 1e6, true}),
                      real<&Rprop::step_max>("step_max", "Largest step", {0, 1e6, true})};
  }
  const char* fault() const {
    return step_min <= step_max ? nullptr : "step_min is above step_max";
  }
  struct Rule {
    Scalar minus, plus, least, most, first;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {  // m: the last gradient, the step size
      const T zero = splat<T>(0);
      const T agree = sign(g) * sign(m[0]);
      const T size = m[1] == zero ? zero + first : m[1];
      const T scaled = agree > zero ? size * plus : (agree < zero ? size * minus : size);
      m[1] = min(max(scaled, zero + least), zero + most);
      m[0] = agree < zero ? zero : g;
      return sign(m[0]) * m[1];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    return {scalar(eta_minus), scalar(eta_plus), scalar(step_min), scalar(step_max),
            scalar(s.learning_rate)};
  }
};

struct Lion {
  double beta1 = 0.9;
  double beta2 = 0.99;
  static constexpr Info info{
      "lion", "Lion",
      R"(u = \mathrm{sign}(\beta_1 m+(1-\beta_1)g);\ m \gets \beta_2 m+(1-\beta_2)g)",
      "Chen et al. 2023", "Every parameter moves by exactly the learning rate; sign(0) = 0."};
  static constexpr int kMoments = 1;
  static constexpr auto fields() {
    return std::array{real<&Lion::beta1>("beta1", "Share of the past in the sign", kDecayRange),
                      real<&Lion::beta2>("beta2", "Share of the past kept", kDecayRange)};
  }
  struct Rule {
    Scalar b1, rest1, b2, rest2;
    template <class T>
    T operator()(T g, T, std::array<T, 1>& m) const {
      const T u = sign(b1 * m[0] + rest1 * g);
      m[0] = b2 * m[0] + rest2 * g;
      return u;
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const double b1 = s.momentum_or(beta1);
    return {scalar(b1), scalar(1 - b1), scalar(beta2), scalar(1 - beta2)};
  }
};

inline constexpr std::array<const char*, 3> kMuonScales = {"rows_over_cols", "match_rms", "none"};

struct Muon {
  double momentum = 0.95;
  bool nesterov = true;
  std::int64_t ns_steps = 5;
  int scale = 0;
  static constexpr Info info{
      "muon", "Muon", R"(u = k\,\mathrm{NS}_5(\mu B+G),\ \mathrm{NS}_5(X)\approx UV^T)",
      "Jordan et al. 2024",
      "Momentum made nearly orthogonal by Newton-Schulz steps, matrix by matrix; a "
      "vector counts as a matrix of one column. k = sqrt(max(1, rows/columns)), "
      "0.2 sqrt(max(rows, columns)) or 1."};
  static constexpr int kMoments = 1;
  static constexpr auto fields() {
    return std::array{real<&Muon::momentum>("momentum", "Share of the past kept", kDecayRange),
                      boolean<&Muon::nesterov>("nesterov", "Look ahead (Nesterov)"),
                      integer<&Muon::ns_steps>("ns_steps", "Newton-Schulz steps", {1, 10}),
                      word<&Muon::scale>("scale", "Factor k", kMuonScales)};
  }
  static Index scratch_size(std::span<const Segment> segments);
  void whole(const WholeUpdate& w) const;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
