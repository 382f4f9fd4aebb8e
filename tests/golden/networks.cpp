// Whole networks: training step by step, and what it ends with. The first step stands in
// network_first_step.cpp. README.md tells which tolerance belongs to which number.
#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/golden/choices.hpp"
#include "tests/golden/network_replay.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

constexpr double kNotComparable = std::numeric_limits<double>::infinity();
/// Losses and gradients that training has made this small are compared with the first ones.
constexpr double kShareOfFirst = 1e-4;
/// Rates are doubles in both builds; one that is 0 in exact arithmetic is rounding noise.
constexpr double kRate = 1e-9;
constexpr double kSmallestRate = 1e-3;

double allowed(double tolerance, double now, double first) {
  return tolerance * std::max({std::abs(now), kShareOfFirst * std::abs(first), kFloor});
}

}  // namespace

double l2(const Numbers& x) {
  double squares = 0;
  for (const double v : x) squares += v * v;
  return std::sqrt(squares);
}

double sum(const Numbers& x) {
  double total = 0;
  for (const double v : x) total += v;
  return total;
}

double largest(const Numbers& x) {
  double most = 0;
  for (const double v : x) most = std::max(most, std::abs(v));
  return most;
}

Numbers scaled(double factor, const Numbers& x) {
  Numbers result;
  for (const double v : x) result.push_back(factor * std::max(std::abs(v), kFloor));
  return result;
}

NetworkReplay::NetworkReplay(const Reader& c, const NetworkCase& network, CaseReport& out)
    : c_(c), tol_(c.object("tol")), network_(network), out_(out), trainer_(network.run) {
  load_parameters(network, trainer_);
}

void NetworkReplay::run() {
  if (keeps_float32_state(c_.object("optimizer"))) out_.trust_only_float32();
  const bool small = c_.flag("small", c_.has("full_f64"));
  first_step();
  if (small) first_step_in_full();
  train();
  if (c_.flag("compare_final")) final_step();
}

Numbers NetworkReplay::gradient(const std::string& name) const {
  return tensor(layout(), trainer_.gradient(), name);
}

double NetworkReplay::tolerance(const char* key) const {
  return tol_.tolerance(key, c_.flag("stress", false) ? kBeyondFloat32 : kNotComparable);
}

double NetworkReplay::final_tolerance(const char* key) const {
  return tol_.tolerance(key, kNotComparable);
}

Error NetworkReplay::evaluation_error() const {
  const Numbers tol = tol_.tolerances("final", kNotComparable);
  const bool noisy = std::find(tol.begin(), tol.end(), kNotComparable) != tol.end();
  return noisy && takes_sign(c_.object("optimizer")) ? Error::kSampling : Error::kRounding;
}

struct NetworkReplay::Trajectory {
  Numbers losses, norms, layers, rates;
};

void NetworkReplay::compare_step(const Row& row, const Trajectory& recorded, std::size_t t) {
  const std::string at = "step " + std::to_string(t);
  const double tol = tolerance("traj_grad");
  const auto& [losses, norms, layers, rates] = recorded;
  out_.compare(at + " loss", row.of_step("loss"), losses[t],
               allowed(tolerance("traj_loss"), losses[t], losses[0]));
  out_.compare(at + " gnorm", row.of_step("gradient_norm"), norms[t],
               allowed(tol, norms[t], norms[0]));
  for (std::size_t l = 0; l < depth(); ++l) {
    const double expected = layers[t * depth() + l];
    out_.compare(at + " gW_l2[" + std::to_string(l) + ']', row.of_layer(l, "gradient_norm"),
                 expected, allowed(tol, expected, layers[l]));
  }
}

void NetworkReplay::train() {
  const auto steps = static_cast<std::size_t>(c_.size("steps"));
  const auto compared = static_cast<std::size_t>(c_.integer("compare_steps"));
  const Reader traj = c_.object("traj_f64");
  const Trajectory recorded{traj.numbers("loss"), traj.numbers("gnorm"), traj.numbers("gW_l2"),
                            c_.numbers("lr_per_step")};
  const auto& [losses, norms, layers, rates] = recorded;
  const bool fits = compared <= steps && losses.size() == steps && norms.size() == steps &&
                    rates.size() == steps && layers.size() == steps * depth();
  if (!fits) return c_.fault("the trajectory does not have a number for every step");
  first_loss_ = losses[0];
  const double smallest = kSmallestRate * largest(rates);
  Row row(trainer_);
  for (std::size_t t = 0; t < steps; ++t) {
    if (trainer_.trouble()) {
      if (t < compared || c_.flag("compare_final")) {
        c_.fault("training stopped at step " + std::to_string(trainer_.trouble()->step));
      }
      return;
    }
    trainer_.step(row.data());
    out_.compare("step " + std::to_string(t) + " learning rate", row.of_step("learning_rate"),
                 rates[t], kRate * std::max(std::abs(rates[t]), smallest));
    if (t < compared) compare_step(row, recorded, t);
  }
}

void NetworkReplay::final_step() {
  if (trainer_.trouble()) return;  // train() has reported it
  const Reader final = c_.object("final_f64");
  final_losses(final);
  final_parameters(final);
  final_running(final);
}

void NetworkReplay::final_losses(const Reader& final) {
  const auto compare = [&](const char* key, double got, Error error) {
    const double expected = final.number(key);
    out_.compare(std::string("final ") + key, got, expected,
                 allowed(final_tolerance(key), expected, first_loss_), error);
  };
  compare("loss_after", trainer_.loss_at(c_.integer("steps")), Error::kRounding);
  compare("eval_data_loss", trainer_.evaluate(network_.run.data.train).loss, evaluation_error());
}

void NetworkReplay::final_parameters(const Reader& final) {
  const bool small = c_.flag("small", c_.has("full_f64"));
  const std::size_t count = network_.names.size();
  const Numbers norms = final.numbers("param_l2");
  const Numbers sums = final.numbers("param_sum");
  const Numbers sizes = final.numbers("param_abssum");
  const Numbers tol = tol_.tolerances("final", kNotComparable);
  const Numbers tol_full =
      small ? tol_.tolerances("full_final", kNotComparable) : Numbers(count, kNotComparable);
  for (const Numbers* list : {&norms, &sums, &sizes, &tol, &tol_full}) {
    if (list->size() != count) return c_.fault("a final value is missing");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& name = network_.names[i];
    const Numbers param = tensor(layout(), trainer_.params(), name);
    out_.compare("final l2 of " + name, l2(param), norms[i], tol[i] * std::max(norms[i], kFloor));
    out_.compare("final sum of " + name, sum(param), sums[i], tol[i] * std::max(sizes[i], kFloor));
    if (!small) continue;
    const Numbers expected = c_.object("full_f64").object("final_params").numbers(name.c_str());
    out_.compare("final " + name, param, expected,
                 tol_full[i] * std::max(largest(expected), kFloor));
  }
}

void NetworkReplay::final_running(const Reader& final) {
  Numbers means, variances;
  Index offset = 0;
  for (const LayerSpec& layer : layout().layers()) {
    if (!is_batch(layer.normalization)) continue;
    for (Numbers* list : {&means, &variances}) {
      const Scalar* begin = trainer_.running().data() + offset;
      list->push_back(l2(Numbers(begin, begin + layer.out)));
      offset += layer.out;
    }
  }
  const double tol = final_tolerance("running");
  const auto compare = [&](const char* key, const Numbers& got) {
    const Numbers expected = final.numbers(key);
    out_.compare(key, got, expected, scaled(tol, expected), evaluation_error());
  };
  compare("running_mean_l2", means);
  compare("running_var_l2", variances);
}

void replay_network(const Document& document, FileReport& report) {
  CaseReport& out = report.cases.emplace_back(Reader(document.json, report.faults).text("id"));
  const Reader c(document.json, out.faults());
  if (const auto network = read_network(c)) NetworkReplay(c, *network, out).run();
  out.finish();
}

}  // namespace golden
