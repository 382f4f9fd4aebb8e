// The worked examples of the articles: linear regression, fitting one weight, checking a gradient.
#include <algorithm>
#include <cmath>

#include "tests/golden/choices.hpp"
#include "tests/golden/network_case.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

constexpr double kRounding = 32 * 1.1920929e-7;  // what the recorded tolerances allow at least

/// A linear model without a bias: rows of x times the weights.
Run linear_model(const Numbers& x, const Numbers& y, Loss loss, double learning_rate) {
  Run run;
  const auto rows = static_cast<Index>(y.size());
  LayerSpec layer;
  layer.in = static_cast<Index>(x.size()) / rows;
  layer.bias = false;
  run.layout = Layout({layer});
  run.data.train = Dataset(Task::kRegression, layer.in, 0);
  run.data.train.rows = rows;
  for (const double v : x) run.data.train.inputs.push_back(scalar(v));
  for (const double v : y) run.data.train.answers.push_back(scalar(v));
  run.loss = loss;
  run.batch = rows;
  run.order = Order::kSequential;
  run.learning_rate.base = learning_rate;
  return run;
}

/// Article 003: theta and loss at the recorded iterations of batch gradient descent.
void replay_regression(const Reader& c, CaseReport& out) {
  const Numbers x = c.floats("X");
  const Numbers y = c.floats("y");
  const auto record_at = c.indices("record_at");
  const Numbers thetas = c.numbers("theta_f64");
  const Numbers losses = c.numbers("loss_f64");
  const auto shape = c.indices("X_shape");
  const bool fits = shape.size() == 2 && !y.empty() && shape[0] == static_cast<Index>(y.size()) &&
                    x.size() == y.size() * static_cast<std::size_t>(shape[1]) &&
                    thetas.size() == record_at.size() * static_cast<std::size_t>(shape[1]);
  if (!fits) c.fault("X, y and theta do not fit together");
  if (!out.faults().empty()) return;

  Trainer trainer(linear_model(x, y, Mse{}, c.number("lr")));
  trainer.params().setZero();
  Numbers got, got_losses;
  for (Index i = 0; i < c.size("iterations"); ++i) {
    const bool recorded = std::find(record_at.begin(), record_at.end(), i) != record_at.end();
    if (recorded) got_losses.push_back(trainer.loss_at(i));
    trainer.step();
    if (!recorded) continue;
    for (const Scalar p : trainer.params()) got.push_back(static_cast<double>(p));
  }
  const double tol = c.number("tol_theta");
  const auto allowed = [&](const Numbers& expected) {
    Numbers tolerances;
    for (const double e : expected) tolerances.push_back(tol * std::max(1.0, std::abs(e)));
    return tolerances;
  };
  out.compare("theta", got, thetas, allowed(thetas));
  const Numbers last(trainer.params().begin(), trainer.params().end());
  const Numbers expected = c.numbers("theta_final_f64");
  out.compare("theta at the end", last, expected, allowed(expected));

  // Thetas that far off move every residual by at most `shift`, and the loss accordingly.
  double size = 0;
  for (const double v : x) size = std::max(size, std::abs(v));
  double theta = 1;
  for (const double v : thetas) theta = std::max(theta, std::abs(v));
  const double shift = tol * theta * size * static_cast<double>(shape[1]);
  Numbers tolerances;
  for (const double l : losses) tolerances.push_back(2 * std::sqrt(l) * shift + shift * shift);
  out.compare("loss", got_losses, losses, tolerances);
}

/// Article 001: one weight, all samples a step or one after the other.
void replay_scalar_fit(const Reader& c, CaseReport& out) {
  const Numbers x = c.floats("x");
  const Numbers y = c.floats("y");
  const std::string mode = c.text("mode");
  const auto update = read_optimizer(c);
  if (mode != "batch" && mode != "online") c.fault("the mode \"" + mode + "\" is unknown");
  if (x.empty() || x.size() != y.size()) c.fault("x and y do not fit together");
  if (!out.faults().empty()) return;

  Run run = linear_model(x, y, HalfMse{}, c.number("lr"));
  if (mode == "online") run.batch = 1;
  run.update = update;
  Trainer trainer(std::move(run));
  trainer.params()[0] = static_cast<Scalar>(static_cast<float>(c.number("w0")));
  Numbers weights, losses, gradients;
  for (Index i = 0; i < c.size("steps"); ++i) {
    losses.push_back(trainer.loss_at(i));
    trainer.step();
    gradients.push_back(static_cast<double>(trainer.gradient()[0]));
    weights.push_back(static_cast<double>(trainer.params()[0]));
  }
  const double tol = c.number("tol_w");
  out.compare("w", weights, c.numbers("w_f64"), tol);

  // A weight that far off, and rounding of y - w x, move each residual by at most `shift`.
  double largest_x = 0;
  double largest_y = 0;
  for (const double v : x) largest_x = std::max(largest_x, std::abs(v));
  for (const double v : y) largest_y = std::max(largest_y, std::abs(v));
  const double shift = tol * largest_x + kRounding * largest_y;
  out.compare("gradient", gradients, c.numbers("grad_f64"), shift * largest_x);
  const Numbers expected = c.numbers("loss_f64");
  Numbers tolerances;
  for (const double l : expected)
    tolerances.push_back(std::sqrt(2 * l) * shift + shift * shift / 2);
  out.compare("loss", losses, expected, tolerances);
}

/// Central differences of the engine's own loss, one parameter after the other.
Numbers differences(const NetworkCase& network, Trainer& trainer, double h) {
  Numbers result;
  for (const std::string& name : network.names) {
    const TensorSpec& t = *network.run.layout.find(name);
    for (Index i = t.offset; i < t.offset + t.size(); ++i) {
      const Scalar here = trainer.params()[i];
      trainer.params()[i] = here + scalar(h);
      const double above = trainer.loss_at(0);
      const double step_up = static_cast<double>(trainer.params()[i]);
      trainer.params()[i] = here - scalar(h);
      const double below = trainer.loss_at(0);
      const double step_down = static_cast<double>(trainer.params()[i]);
      trainer.params()[i] = here;
      result.push_back((above - below) / (step_up - step_down));
    }
  }
  return result;
}

double distance(const Numbers& a, const Numbers& b) {
  double squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squares += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(squares);
}

/// Article 002: back-propagation against differences of the loss.
void replay_gradient_check(const std::filesystem::path& folder, const Reader& c, CaseReport& out) {
  const Json json = read_file(folder / "networks" / (c.text("network") + ".json"), out.faults());
  if (!out.faults().empty()) return;
  const Reader recorded(json, out.faults(), "network");
  auto network = read_network(recorded);
  if (!network) return;
  network->run.batch = network->run.data.train.rows;  // the check takes all samples

  Trainer trainer(network->run);
  load_parameters(*network, trainer);
  trainer.gradient_at(0);
  Numbers analytic;
  for (const std::string& name : network->names) {
    const Numbers part = tensor(network->run.layout, trainer.gradient(), name);
    analytic.insert(analytic.end(), part.begin(), part.end());
  }
  const Numbers expected = c.numbers("analytic");
  double largest = 0;
  for (const double g : expected) largest = std::max(largest, std::abs(g));
  out.compare("analytic", analytic, expected, recorded.object("tol").number("full_grad") * largest);

  // Float32 needs a wider step: h where truncation and rounding of the loss are about equal.
  const double h = kFloat64 ? c.number("h") : 3e-4;
  const Numbers numeric = differences(*network, trainer, h);
  const Numbers zero(analytic.size(), 0);
  const double error =
      distance(numeric, analytic) / (distance(numeric, zero) + distance(analytic, zero));
  out.compare("relative error", error, 0, c.number(kFloat64 ? "pass_below_f64" : "pass_below_f32"),
              Error::kSampling);
}

}  // namespace

void replay_articles(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, [&](const Reader& c, CaseReport& out) {
    const std::string example = c.text("example");
    // The reference took x and y as they were before they were rounded to the recorded floats.
    if (example != "gradient_check") out.trust_only_float32();
    if (example == "linear_regression_batch_gd") return replay_regression(c, out);
    if (example == "scalar_fit") return replay_scalar_fit(c, out);
    if (example == "gradient_check") return replay_gradient_check(document.folder, c, out);
    c.fault("the example \"" + example + "\" is unknown");
  });
}

}  // namespace golden
