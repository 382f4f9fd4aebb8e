// Mean-field theory: fixed points, slopes and critical lines, and signals through real random nets.
#include "engine/nn/mean_field.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/kernels.hpp"
#include "engine/core/rng.hpp"
#include "engine/nn/network.hpp"
#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

constexpr double kQuadrature = 1e-6;  // relative; what the data ask of a quadrature in double

const char* name_of(MeanField::Status status) {
  switch (status) {
    case MeanField::Status::kFinite:
      return "finite";
    case MeanField::Status::kZero:
      return "zero";
    case MeanField::Status::kMarginal:
      return "marginal";
    case MeanField::Status::kDiverges:
      return "diverges";
  }
  return "unknown";
}

/// Null: not recorded, so not comparable; the caller knows when null says "undefined" instead.
void compare_slope(const Reader& c, const char* key, double got, CaseReport& out) {
  if (!c.has(key)) return;
  const double expected = c.number(key);
  out.compare(key, got, expected, kQuadrature * std::max(std::abs(expected), 1e-2));
}

/// A depth scale -1/ln chi: an error of chi of share e is one of share e |xi| of xi.
void compare_depth(const Reader& c, const char* key, double got, CaseReport& out) {
  if (!c.has(key)) return;
  const double xi = std::abs(c.number(key));
  out.compare(key, got, c.number(key), kQuadrature * std::max(xi, xi * xi));
}

void replay_point(const Reader& c, CaseReport& out) {
  const Activation phi = read_activation(c, "activation", "activation_params");
  const double sigma_w = c.number("sigma_w");
  const double sigma_b = c.number("sigma_b");
  if (!out.faults().empty()) return;
  const MeanField field = mean_field(phi, sigma_w, sigma_b);
  out.equal("status", name_of(field.status), c.text("q_status"));
  if (c.has("q_star")) {
    const double q = c.number("q_star");
    out.compare("q_star", field.q_star, q, kQuadrature * std::max(q, kFloor));
  } else if (!std::isnan(field.q_star)) {
    c.fault("q_star is " + std::to_string(field.q_star) + " where none exists");
  }
  compare_slope(c, "chi_1", field.chi_1, out);
  compare_slope(c, "chi_q", field.chi_q, out);
  compare_slope(c, "c_star", field.c_star, out);
  compare_slope(c, "chi_c", field.chi_c, out);
  compare_depth(c, "xi_q", field.xi_q, out);
  compare_depth(c, "xi_c", field.xi_c, out);
  compare_depth(c, "xi_grad", field.xi_grad, out);
}

/// Lines do not record the parameters of their activation; the points of the same file do.
Json activation_of_line(const Json& document, const std::string& activation) {
  for (const Json& point : document["cases"]) {
    if (point["activation"] == activation) return point;
  }
  return {{"activation", activation}, {"activation_params", Json::object()}};
}

void replay_critical_line(const Json& document, const Reader& c, CaseReport& out) {
  const Json named = activation_of_line(document, c.text("activation"));
  const Reader reader(named, out.faults());
  const Activation phi = read_activation(reader, "activation", "activation_params");
  if (!out.faults().empty()) return;
  const double expected = c.number("sigma_w_critical");
  const double sigma_b = c.number("sigma_b");
  out.compare("sigma_w", critical_sigma_w(phi, sigma_b), expected, kQuadrature * expected);
  if (!c.has("q_star")) return;
  const double q = c.number("q_star");
  out.compare("q_star", mean_field(phi, expected, sigma_b).q_star, q, kQuadrature * q);
}

/// One random net: its layers, and where its recipe takes the numbers from.
struct RandomNet {
  Activation phi;
  Index width;
  Index depth;
  std::uint64_t seed;
  double x_magnitude, weight_scale, bias_scale;

  Layout layout() const {
    LayerSpec layer;
    layer.in = layer.out = width;
    layer.activation = phi;
    return Layout(std::vector<LayerSpec>(static_cast<std::size_t>(depth), layer));
  }
  static double sign(std::uint64_t seed, Index i) {
    return (Stream(seed).bits(static_cast<std::uint64_t>(i)) >> 63) != 0 ? 1 : -1;
  }
  Flat params(const Layout& layout) const {
    Flat params(layout.parameter_count());
    for (const TensorSpec& t : layout.tensors()) {
      const bool weight = t.is_matrix();
      const auto part = static_cast<std::uint64_t>(2 * t.layer + (weight ? 1 : 2));
      const Stream stream(seed + part);
      const double scale = weight ? weight_scale : bias_scale;
      for (Index i = 0; i < t.size(); ++i) {
        const double unit = stream.unit(static_cast<std::uint64_t>(i));
        params[t.offset + i] = static_cast<Scalar>(static_cast<float>(scale * unit));
      }
    }
    return params;
  }
};

/// What the signals through a net leave, per layer.
struct Signals {
  Numbers q, delta, gradient;  ///< Mean z^2, squared norm of delta, norm of dL/dW.
};

Signals send(const RandomNet& net) {
  const Layout layout = net.layout();
  Flat params = net.params(layout);
  Flat gradient = Flat::Zero(params.size());
  Network network(layout, 1, {params.data(), gradient.data(), nullptr});
  const double end = 1 / std::sqrt(static_cast<double>(net.width));
  const auto last = net.seed + static_cast<std::uint64_t>(2 * net.depth + 1);
  for (Index i = 0; i < net.width; ++i) {
    network.input().at(0, i) = scalar(net.x_magnitude * RandomNet::sign(net.seed, i));
    network.output_gradient().at(0, i) = scalar(end * RandomNet::sign(last, i));
  }
  network.input().pad(false);
  network.forward(0);
  network.backward([](Index, Index) {});

  Signals signals;
  for (Index l = 0; l < net.depth; ++l) {
    double z2 = 0;
    double delta2 = 0;
    for (Index i = 0; i < net.width; ++i) {
      const auto z = static_cast<double>(network.layer(l).z.at(0, i));
      const auto delta = static_cast<double>(network.layer(l).delta.at(0, i));
      z2 += z * z;
      delta2 += delta * delta;
    }
    const TensorSpec& w = layout.weight(l);
    signals.q.push_back(z2 / static_cast<double>(net.width));
    signals.delta.push_back(delta2);
    signals.gradient.push_back(std::sqrt(sum_of_squares(gradient.data() + w.offset, w.size())));
  }
  return signals;
}

/// e^-slope of the straight line through ln y over 0, 1, 2, ...: chi_1 as the net shows it.
double fitted_growth(const Numbers& y) {
  const auto n = static_cast<double>(y.size());
  double covariance = 0;
  double variance = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double x = static_cast<double>(i) - (n - 1) / 2;
    covariance += x * std::log(y[i]);
    variance += x * x;
  }
  return std::exp(-covariance / variance);
}

void replay_net(const Reader& c, double chi_tolerance, CaseReport& out) {
  const RandomNet net{read_activation(c, "activation", "activation_params"),
                      c.size("width"),
                      c.size("depth"),
                      c.seed("seed"),
                      static_cast<double>(static_cast<float>(c.number("x_magnitude"))),
                      c.number("weight_scale"),
                      c.number("bias_scale")};
  if (!out.faults().empty()) return;
  const double chi = c.number("chi_1_theory");
  const Signals signals = send(net);

  // The sequences are exact to rounding: a sum over `width` terms loses sqrt(width) units in the
  // last place, each layer adds its own, and a chaotic net lets them grow by sqrt(chi_1) a layer.
  const double unit = kFloat64 ? 0x1p-52 : 0x1p-23;
  const auto layers = static_cast<double>(net.depth);
  const double growth = std::pow(std::max(chi, 1.0), layers / 2);
  const double tolerance = unit * std::sqrt(static_cast<double>(net.width)) * layers * growth;
  const auto compare = [&](const char* key, const Numbers& got) {
    const Numbers expected = c.numbers(key);
    Numbers tolerances;
    for (const double e : expected) tolerances.push_back(tolerance * std::abs(e));
    out.compare(key, got, expected, tolerances, Error::kSampling);
  };
  compare("q_per_layer", signals.q);
  compare("dz_sq", signals.delta);
  compare("gW_l2", signals.gradient);
  const double fitted = fitted_growth(signals.delta);
  out.compare("chi_1 fitted", fitted, c.number("chi_1_fitted"), tolerance * chi, Error::kSampling);

  const MeanField field = mean_field(net.phi, c.number("sigma_w"), c.number("sigma_b"));
  out.compare("chi_1 theory", field.chi_1, chi, kQuadrature * chi);
  out.compare("q_star", field.q_star, c.number("q_star"), kQuadrature * c.number("q_star"));
  out.compare("fit and theory", fitted, field.chi_1, chi_tolerance * chi, Error::kSampling);
}

}  // namespace

void replay_mean_field(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, replay_point);
  const Reader file(document.json, report.faults);
  if (file.has("critical_lines")) {
    for (const Json& line : document.json["critical_lines"]) {
      const Reader c(line, report.faults);
      CaseReport& out =
          report.cases.emplace_back("critical " + c.text("activation") + " at sigma_b " +
                                    std::to_string(c.number("sigma_b")));
      replay_critical_line(document.json, Reader(line, out.faults()), out);
      out.finish();
    }
  }
  if (!file.has("empirical")) return;
  const double tolerance = file.number("empirical_tol_chi_rel");
  for_each_case(document.json, "empirical", report,
                [&](const Reader& c, CaseReport& out) { replay_net(c, tolerance, out); });
}

}  // namespace golden
