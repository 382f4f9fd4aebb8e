// Initialisers: the statistics of a draw, exact matrices, orthogonality, and the gains.
#include "engine/nn/initializer.hpp"

#include <algorithm>
#include <cmath>

#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

constexpr double kStandardErrors = 5;  // 1 draw in 1.7 million is further off
constexpr double kExact = 1e-6;        // of a number that float32 only rounds

Numbers draw(const Initializer& initializer, Fan fan) {
  std::vector<Scalar> w(static_cast<std::size_t>(fan.in * fan.out));
  const Stream stream = Stream::of(1, Purpose::kCheck);
  std::visit([&](const auto& init) { init.fill({w.data(), fan}, stream); }, initializer);
  return Numbers(w.begin(), w.end());
}

struct Moments {
  double mean = 0, std = 0;
};

Moments moments(const Numbers& w) {
  Moments m;
  const auto n = static_cast<double>(w.size());
  for (const double x : w) m.mean += x / n;
  for (const double x : w) m.std += (x - m.mean) * (x - m.mean) / n;
  m.std = std::sqrt(m.std);
  return m;
}

/// Holds that every number lies within the recorded bounds, which float32 may round.
void compare_bounds(const Reader& c, const Numbers& w, CaseReport& out) {
  const auto [least, most] = std::minmax_element(w.begin(), w.end());
  const auto excess = [](double x) { return std::max(x, 0.0); };
  if (c.has("bound_lo")) {
    const double lo = c.number("bound_lo");
    out.compare("below lo", excess(lo - *least), 0, kExact * std::abs(lo), Error::kSampling);
  }
  if (c.has("bound_hi")) {
    const double hi = c.number("bound_hi");
    out.compare("above hi", excess(*most - hi), 0, kExact * std::abs(hi), Error::kSampling);
  }
}

void compare_random(const Reader& c, const Numbers& w, CaseReport& out) {
  const Moments m = moments(w);
  out.compare("mean", m.mean, c.number("expected_mean"), kStandardErrors * c.number("se_mean"),
              Error::kSampling);
  if (!c.has("se_std")) return;
  out.compare("std", m.std, c.number("expected_std"), kStandardErrors * c.number("se_std"),
              Error::kSampling);
}

void compare_exact(const Reader& c, const Numbers& w, CaseReport& out) {
  const Moments m = moments(w);
  const double size =
      std::max({std::abs(c.number("bound_lo")), std::abs(c.number("bound_hi")), kFloor});
  out.compare("mean", m.mean, c.number("expected_mean"), kExact * size, Error::kSampling);
  out.compare("std", m.std, c.number("expected_std"), kExact * size, Error::kSampling);
  if (c.has("exact")) out.compare("matrix", w, c.numbers("exact"), kExact * size, Error::kSampling);
}

/// The shorter side against itself: W W^T, or W^T W if the matrix is tall.
void compare_gram(const Reader& c, const Numbers& w, Fan fan, CaseReport& out) {
  const bool rows = c.text("gram_side") == "W W^T";
  const Index side = rows ? fan.out : fan.in;
  const Index length = rows ? fan.in : fan.out;
  const auto at = [&](Index i, Index k) {
    return w[static_cast<std::size_t>(rows ? i * fan.in + k : k * fan.in + i)];
  };
  for (Index i = 0; i < side; ++i) {
    for (Index j = 0; j < side; ++j) {
      double dot = 0;
      for (Index k = 0; k < length; ++k) dot += at(i, k) * at(j, k);
      out.compare("gram", dot, i == j ? c.number("gram_diagonal") : 0, c.number("tol_gram"));
    }
  }
}

void replay_initializer_case(const Reader& c, CaseReport& out) {
  const Initializer initializer = read_initializer(c);
  const Fan fan{c.size("cols"), c.size("rows")};
  const std::string check = c.text("check");
  const bool known = check == "random" || check == "exact" || check == "orthogonal";
  if (!known) c.fault("the check \"" + check + "\" is unknown");
  if (!out.faults().empty()) return;
  const Numbers w = draw(initializer, fan);
  compare_bounds(c, w, out);
  if (check == "exact") return compare_exact(c, w, out);
  compare_random(c, w, out);
  if (check == "orthogonal") compare_gram(c, w, fan, out);
  const double std_ = std::visit([&](const auto& init) { return init.std(fan); }, initializer);
  const double expected = c.number("expected_std");
  out.compare("own std", std_, expected, kExact * expected, Error::kSampling);
}

/// "tanh", or "leaky_relu_0.2": an activation and its slope below 0. PyTorch calls the identity
/// linear.
Json activation_of(const std::string& name) {
  const std::size_t cut = name.find_last_of('_');
  const std::string tail = cut == std::string::npos ? "" : name.substr(cut + 1);
  char* end = nullptr;
  const double number = std::strtod(tail.c_str(), &end);
  if (tail.empty() || *end != '\0') {
    return {{"activation", name == "linear" ? "identity" : name}, {"params", Json::object()}};
  }
  return {{"activation", name.substr(0, cut)}, {"params", {{"alpha", number}}}};
}

void replay_gains(const Reader& gains, FileReport& report) {
  for (const std::string& name : gains.keys()) {
    CaseReport& out = report.cases.emplace_back("gain of " + name);
    const Json json = activation_of(name);
    const Activation activation =
        read_activation(Reader(json, out.faults()), "activation", "params");
    const double expected = gains.number(name.c_str());
    out.compare("gain", gain(activation), expected, kExact * expected);
    out.finish();
  }
}

}  // namespace

void replay_initializers(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, replay_initializer_case);
  const Reader file(document.json, report.faults);
  if (file.has("gains")) replay_gains(file.object("gains"), report);
}

}  // namespace golden
