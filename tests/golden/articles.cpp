// The worked examples of the articles: linear regression, fitting one weight, checking a gradient.
#include <algorithm>
#include <cmath>

#include "tests/golden/choices.hpp"
#include "tests/golden/network_replay.hpp"
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

/// tol times max(1, |x|), element by element.
Numbers relative_from_1(double tol, const Numbers& numbers) {
  Numbers tolerances;
  for (const double x : numbers) tolerances.push_back(tol * std::max(1.0, std::abs(x)));
  return tolerances;
}

/// What a squared residual may be off, for each recorded loss, if the residuals are by `shift`:
/// share is 1 for (y - t)^2 and 1/2 for half of it.
Numbers loss_tolerances(const Numbers& losses, double shift, double share) {
  Numbers tolerances;
  for (const double l : losses) {
    tolerances.push_back(2 * std::sqrt(share * l) * shift + share * shift * shift);
  }
  return tolerances;
}

/// Article 003: theta and loss at the recorded iterations of batch gradient descent.
void replay_regression(const Reader& c, CaseReport& out) {
  const Numbers x = c.floats("X");
  const Numbers y = c.floats("y");
  const auto record_at = c.indices("record_at");
  const Numbers thetas = c.numbers("theta_f64");
  const auto shape = c.indices("X_shape");
  const bool fits = shape.size() == 2 && !y.empty() && shape[0] == static_cast<Index>(y.size()) &&
                    x.size() == y.size() * static_cast<std::size_t>(shape[1]) &&
                    thetas.size() == record_at.size() * static_cast<std::size_t>(shape[1]);
  if (!fits) c.fault("X, y and theta do not fit together");
  if (!out.faults().empty()) return;

  Trainer trainer(linear_model(x, y, Mse{}, c.number("lr")));
  trainer.params().setZero();
  Numbers got, losses;
  for (Index i = 0; i < c.size("iterations"); ++i) {
    const bool recorded = std::find(record_at.begin(), record_at.end(), i) != record_at.end();
    if (recorded) losses.push_back(trainer.loss_at(i));
    trainer.step();
    if (!recorded) continue;
    for (const Scalar p : trainer.params()) got.push_back(static_cast<double>(p));
  }
  const double tol = c.tolerance("tol_theta", kBeyondFloat32);
  out.compare("theta", got, thetas, relative_from_1(tol, thetas));
  const Numbers last(trainer.params().begin(), trainer.params().end());
  const Numbers expected = c.numbers("theta_final_f64");
  out.compare("theta at the end", last, expected, relative_from_1(tol, expected));

  const double theta = std::max(1.0, largest(thetas));
  const double shift = tol * theta * largest(x) * static_cast<double>(shape[1]);
  const Numbers loss_f64 = c.numbers("loss_f64");
  out.compare("loss", losses, loss_f64, loss_tolerances(loss_f64, shift, 1));
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
  const Numbers expected = c.numbers("w_f64");
  const double tol = c.tolerance("tol_w", kBeyondFloat32 * largest(expected));
  out.compare("w", weights, expected, tol);

  // A weight that far off, and rounding of y - w x, move each residual by at most `shift`.
  const double shift = tol * largest(x) + kRounding * largest(y);
  out.compare("gradient", gradients, c.numbers("grad_f64"), shift * largest(x));
  const Numbers loss_f64 = c.numbers("loss_f64");
  out.compare("loss", losses, loss_f64, loss_tolerances(loss_f64, shift, 0.5));
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
  Numbers difference = a;
  for (std::size_t i = 0; i < a.size(); ++i) difference[i] -= b[i];
  return l2(difference);
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
  const double tol = recorded.object("tol").tolerance("full_grad", kBeyondFloat32);
  out.compare("analytic", analytic, expected, tol * std::max(largest(expected), kFloor));

  // Float32 needs a wider step: h where truncation and rounding of the loss are about equal.
  const double h = kFloat64 ? c.number("h") : 3e-4;
  const Numbers numeric = differences(*network, trainer, h);
  const double error = distance(numeric, analytic) / (l2(numeric) + l2(analytic));
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
