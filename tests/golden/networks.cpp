// Whole networks: the first step layer by layer, training step by step, and what it ends with.
// README.md of this folder tells which tolerance belongs to which number.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/kernels.hpp"
#include "tests/golden/choices.hpp"
#include "tests/golden/network_case.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

constexpr double kNotComparable = std::numeric_limits<double>::infinity();
/// A null tolerance: float32 cannot reproduce the number. If that is because the case leaves the
/// range of float32, float64 must, to this share; otherwise the number is rounding noise.
constexpr double kBeyondFloat32 = 1e-5;
/// Losses and gradients that training has made this small are compared with the first ones.
constexpr double kShareOfFirst = 1e-4;

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

Numbers scaled(double factor, const Numbers& x, double floor) {
  Numbers result;
  for (const double v : x) result.push_back(factor * std::max(std::abs(v), floor));
  return result;
}

/// The real samples of a batch, row by row.
Numbers rows_of(const Panels& panels) {
  Numbers values;
  for (Index row = 0; row < panels.rows; ++row) {
    for (Index f = 0; f < panels.features; ++f) {
      values.push_back(static_cast<double>(panels.at(row, f)));
    }
  }
  return values;
}

template <class Columns>
std::size_t column(const Columns& columns, const char* key) {
  const auto at = std::find_if(columns.begin(), columns.end(),
                               [&](const auto& c) { return std::string(c.key) == key; });
  return static_cast<std::size_t>(at - columns.begin());
}

/// The statistics that the engine charts, of one step.
class Row {
 public:
  explicit Row(const Trainer& trainer) : values_(static_cast<std::size_t>(trainer.row_size())) {}
  double* data() { return values_.data(); }
  double of_step(const char* key) const { return values_[column(kStepColumns, key)]; }
  double of_layer(Index l, const char* key) const {
    const auto skipped = kStepColumns.size() + static_cast<std::size_t>(l) * kLayerColumns.size();
    return values_[skipped + column(kLayerColumns, key)];
  }

 private:
  Numbers values_;
};

/// Replays one recorded network.
class Replay {
 public:
  Replay(const Reader& c, const NetworkCase& network, CaseReport& out)
      : c_(c), tol_(c.object("tol")), network_(network), out_(out), trainer_(network.run) {
    load_parameters(network, trainer_);
  }

  void run() {
    if (keeps_float32_state(c_.object("optimizer"))) out_.trust_only_float32();
    first_step();
    if (c_.flag("small")) first_step_in_full();
    train();
    if (c_.flag("compare_final")) final_step();
  }

 private:
  const Layout& layout() const { return network_.run.layout; }
  std::size_t depth() const { return static_cast<std::size_t>(layout().depth()); }
  Numbers gradient(const std::string& name) const {
    return tensor(layout(), trainer_.gradient(), name);
  }
  double tolerance(const char* key) const {
    return tol_.tolerance(key, kFloat64 && c_.flag("stress") ? kBeyondFloat32 : kNotComparable);
  }

  void first_step();
  void first_values(const Reader& init);
  void first_gradients(const Reader& init);
  void first_norm_gradients(const Reader& init);
  void first_step_in_full();
  void train();
  void final_step();
  void final_running(const Reader& final);

  const Reader& c_;
  Reader tol_;
  const NetworkCase& network_;
  CaseReport& out_;
  Trainer trainer_;
  double first_loss_ = 0;
};

void Replay::first_step() {
  Row row(trainer_);
  trainer_.probe(row.data());
  const Reader init = c_.object("init_f64");
  const auto compare = [&](const char* key, double got, const char* tolerance_key) {
    const double expected = init.number(key);
    out_.compare(std::string("init ") + key, got, expected,
                 tolerance(tolerance_key) * std::abs(expected) + kFloor);
  };
  compare("loss", row.of_step("loss"), "loss");
  compare("grad_global_l2", row.of_step("gradient_norm"), "grad");
  first_values(init);
  first_gradients(init);
  first_norm_gradients(init);

  Run without_penalties = network_.run;
  without_penalties.l1 = without_penalties.l2 = 0;
  Trainer plain(std::move(without_penalties));
  load_parameters(network_, plain);
  compare("data_loss", plain.loss_at(0), "loss");
}

/// Mean, standard deviation and norm of z and of what each layer passes on.
void Replay::first_values(const Reader& init) {
  const double tol = tolerance("act");
  for (const char* name : {"z", "a"}) {
    const bool is_z = *name == 'z';
    Numbers mean, std_, norm, allowed;
    const std::string key(name);
    const Numbers recorded = init.numbers((key + "_l2").c_str());
    for (Index l = 0; l < layout().depth(); ++l) {
      const LayerValues& layer = trainer_.network().layer(l);
      const Numbers x = rows_of(is_z ? layer.z : layer.a);
      const auto n = static_cast<double>(x.size());
      mean.push_back(sum(x) / n);
      Numbers centred = x;
      for (double& v : centred) v -= mean.back();
      std_.push_back(l2(centred) / std::sqrt(n));
      norm.push_back(l2(x));
      const auto i = static_cast<std::size_t>(l);
      allowed.push_back(i < recorded.size() ? tol * recorded[i] / std::sqrt(n) : 0);
    }
    out_.compare("init " + key + "_mean", mean, init.numbers((key + "_mean").c_str()), allowed);
    out_.compare("init " + key + "_std", std_, init.numbers((key + "_std").c_str()), allowed);
    out_.compare("init " + key + "_l2", norm, recorded, scaled(tol, recorded, 0));
  }
}

void Replay::first_gradients(const Reader& init) {
  Numbers dz, da, norm, most, total, bias;
  for (Index l = 0; l < layout().depth(); ++l) {
    const LayerValues& layer = trainer_.network().layer(l);
    dz.push_back(l2(rows_of(layer.delta)));
    da.push_back(l2(rows_of(layer.da)));
    const Numbers w = gradient(layout().weight(l).name);
    norm.push_back(l2(w));
    most.push_back(largest(w));
    total.push_back(sum(w));
    const TensorSpec* b = layout().find(l, Role::kBias);
    bias.push_back(b == nullptr ? 0 : l2(gradient(b->name)));
  }
  const double tol = tolerance("grad");
  const auto compare = [&](const char* key, const Numbers& got) {
    const Numbers expected = init.numbers(key);
    out_.compare(std::string("init ") + key, got, expected, scaled(tol, expected, kFloor));
  };
  compare("dz_l2", dz);
  compare("da_l2", da);
  compare("gW_l2", norm);
  compare("gW_maxabs", most);
  out_.compare("init gW_sum", total, init.numbers("gW_sum"),
               scaled(tol, init.numbers("gW_abssum"), kFloor));
  const double root = std::sqrt(static_cast<double>(network_.run.batch));
  out_.compare("init gb_l2", bias, init.numbers("gb_l2"),
               scaled(tolerance("bias_grad") * root, init.numbers("dz_l2"), kFloor / root));
}

void Replay::first_norm_gradients(const Reader& init) {
  const Numbers da = init.numbers("da_l2");
  const double floor = 1e-6 * std::sqrt(static_cast<double>(network_.run.batch)) * largest(da);
  for (const Role role : {Role::kGamma, Role::kBeta}) {
    const char* key = role == Role::kGamma ? "ggamma_l2" : "gbeta_l2";
    const Numbers expected = init.numbers(key);
    for (std::size_t l = 0; l < depth() && l < expected.size(); ++l) {
      const TensorSpec* t = layout().find(static_cast<Index>(l), role);
      if (t == nullptr) continue;
      out_.compare("init " + t->name + "_l2", l2(gradient(t->name)), expected[l],
                   tolerance("norm_grad") * std::max({expected[l], floor, kFloor}));
    }
  }
}

/// Small networks: every prediction and every weight's gradient.
void Replay::first_step_in_full() {
  const Reader full = c_.object("full_f64");
  const Numbers pred = full.numbers("pred");
  out_.compare("pred", rows_of(trainer_.network().output()), pred,
               tolerance("full_pred") * std::max(largest(pred), kFloor));
  const Reader grads = full.object("grads");
  for (const std::string& name : network_.names) {
    if (name.front() != 'W') continue;  // the others have no tolerance of their own
    const Numbers expected = grads.numbers(name.c_str());
    out_.compare("gradient of " + name, gradient(name), expected,
                 tolerance("full_grad") * std::max(largest(expected), kFloor));
  }
}

/// Loss, gradient norms and learning rate of each step, before its update and before clipping.
void Replay::train() {
  const auto steps = static_cast<std::size_t>(c_.size("steps"));
  const auto compared = static_cast<std::size_t>(c_.integer("compare_steps"));
  const Reader recorded = c_.object("traj_f64");
  const Numbers losses = recorded.numbers("loss");
  const Numbers norms = recorded.numbers("gnorm");
  const Numbers layers = recorded.numbers("gW_l2");
  const Numbers rates = c_.numbers("lr_per_step");
  const bool fits = compared <= steps && losses.size() == steps && norms.size() == steps &&
                    rates.size() == steps && layers.size() == steps * depth();
  if (!fits) return c_.fault("the trajectory does not have a number for every step");
  first_loss_ = losses[0];
  const double tol_loss = tolerance("traj_loss");
  const double tol = tolerance("traj_grad");
  Row row(trainer_);
  for (std::size_t t = 0; t < steps; ++t) {
    if (trainer_.trouble()) {
      if (t < compared || c_.flag("compare_final")) {
        c_.fault("training stopped at step " + std::to_string(trainer_.trouble()->step));
      }
      return;
    }
    trainer_.step(row.data());
    const std::string at = "step " + std::to_string(t);
    out_.compare(at + " learning rate", row.of_step("learning_rate"), rates[t],
                 1e-9 * std::max(std::abs(rates[t]), 1e-3 * largest(rates)));
    if (t >= compared) continue;
    const auto allowed = [](double tolerance, double now, double first) {
      return tolerance * std::max({std::abs(now), kShareOfFirst * std::abs(first), kFloor});
    };
    out_.compare(at + " loss", row.of_step("loss"), losses[t],
                 allowed(tol_loss, losses[t], losses[0]));
    out_.compare(at + " gnorm", row.of_step("gradient_norm"), norms[t],
                 allowed(tol, norms[t], norms[0]));
    for (std::size_t l = 0; l < depth(); ++l) {
      const double expected = layers[t * depth() + l];
      out_.compare(at + " gW_l2[" + std::to_string(l) + ']',
                   row.of_layer(static_cast<Index>(l), "gradient_norm"), expected,
                   allowed(tol, expected, layers[l]));
    }
  }
}

void Replay::final_step() {
  if (trainer_.trouble()) return;  // train() has reported it
  const Reader final = c_.object("final_f64");
  const auto compare_loss = [&](const char* key, double got) {
    const double expected = final.number(key);
    const double size =
        std::max({std::abs(expected), kShareOfFirst * std::abs(first_loss_), kFloor});
    out_.compare(std::string("final ") + key, got, expected,
                 tol_.tolerance(key, kNotComparable) * size);
  };
  compare_loss("loss_after", trainer_.loss_at(c_.integer("steps")));
  compare_loss("eval_data_loss", trainer_.evaluate(network_.run.data.train).loss);

  const Numbers norms = final.numbers("param_l2");
  const Numbers sums = final.numbers("param_sum");
  const Numbers sizes = final.numbers("param_abssum");
  const Numbers tol = tol_.tolerances("final", kNotComparable);
  const Numbers tol_full = tol_.tolerances("full_final", kNotComparable);
  const std::size_t count = network_.names.size();
  for (const Numbers* list : {&norms, &sums, &sizes, &tol, &tol_full}) {
    if (list->size() != count) return c_.fault("a final value is missing");
  }
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& name = network_.names[i];
    const Numbers param = tensor(layout(), trainer_.params(), name);
    out_.compare("final l2 of " + name, l2(param), norms[i], tol[i] * std::max(norms[i], kFloor));
    out_.compare("final sum of " + name, sum(param), sums[i], tol[i] * std::max(sizes[i], kFloor));
    if (!c_.flag("small")) continue;
    const Numbers expected = c_.object("full_f64").object("final_params").numbers(name.c_str());
    out_.compare("final " + name, param, expected,
                 tol_full[i] * std::max(largest(expected), kFloor));
  }
  final_running(final);
}

void Replay::final_running(const Reader& final) {
  const Numbers means = final.numbers("running_mean_l2");
  const Numbers variances = final.numbers("running_var_l2");
  const double tol = tol_.tolerance("running", kNotComparable);
  Numbers mean, variance;
  Index offset = 0;
  for (const LayerSpec& layer : layout().layers()) {
    if (!is_batch(layer.normalization)) continue;
    for (Numbers* list : {&mean, &variance}) {
      const Scalar* begin = trainer_.running().data() + offset;
      list->push_back(l2(Numbers(begin, begin + layer.out)));
      offset += layer.out;
    }
  }
  out_.compare("running mean", mean, means, scaled(tol, means, kFloor));
  out_.compare("running variance", variance, variances, scaled(tol, variances, kFloor));
}

}  // namespace

void replay_network(const Document& document, FileReport& report) {
  CaseReport& out = report.cases.emplace_back(Reader(document.json, report.faults).text("id"));
  const Reader c(document.json, out.faults());
  if (const auto network = read_network(c)) Replay(c, *network, out).run();
  out.finish();
}

}  // namespace golden
