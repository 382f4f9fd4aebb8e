// The first step of a network, layer by layer. README.md tells which tolerance belongs to which
// number.
#include <algorithm>
#include <cmath>

#include "tests/golden/network_replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

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

}  // namespace

void NetworkReplay::first_step() {
  Row row(trainer_);
  trainer_.probe(row.data());
  const Reader init = c_.object("init_f64");
  const auto compare = [&](const char* key, double got, const char* tolerance_key) {
    const double expected = init.number(key);
    out_.compare(std::string("init ") + key, got, expected,
                 tolerance(tolerance_key) * std::max(std::abs(expected), kFloor));
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
void NetworkReplay::first_values(const Reader& init) {
  const double tol = tolerance("act");
  for (const std::string key : {"z", "a"}) {
    Numbers mean, deviation, norm, allowed;
    const Numbers recorded = init.numbers((key + "_l2").c_str());
    for (std::size_t l = 0; l < depth(); ++l) {
      const LayerValues& layer = trainer_.network().layer(static_cast<Index>(l));
      const Numbers x = rows_of(key == "z" ? layer.z : layer.a);
      const auto n = static_cast<double>(x.size());
      mean.push_back(sum(x) / n);
      Numbers centred = x;
      for (double& v : centred) v -= mean.back();
      deviation.push_back(l2(centred) / std::sqrt(n));
      norm.push_back(l2(x));
      const double size = l < recorded.size() ? recorded[l] : 0;
      allowed.push_back(tol * std::max(size, kFloor) / std::sqrt(n));
    }
    out_.compare("init " + key + "_mean", mean, init.numbers((key + "_mean").c_str()), allowed);
    out_.compare("init " + key + "_std", deviation, init.numbers((key + "_std").c_str()), allowed);
    out_.compare("init " + key + "_l2", norm, recorded, scaled(tol, recorded));
  }
}

void NetworkReplay::first_gradients(const Reader& init) {
  Numbers dz, da, norm, most, total, bias;
  for (Index l = 0; l < layout().depth(); ++l) {
    const LayerValues& layer = trainer_.network().layer(l);
    dz.push_back(l2(rows_of(layer.delta)));
    da.push_back(l2(rows_of(layer.da)));
    const Numbers w = gradient(layout().weight(l).name);
    norm.push_back(l2(w));
    most.push_back(largest(w));
    total.push_back(sum(w));
    const TensorSpec* b = layout().bias(l);
    bias.push_back(b == nullptr ? 0 : l2(gradient(b->name)));
  }
  const double tol = tolerance("grad");
  const auto compare = [&](const char* key, const Numbers& got) {
    const Numbers expected = init.numbers(key);
    out_.compare(std::string("init ") + key, got, expected, scaled(tol, expected));
  };
  compare("dz_l2", dz);
  compare("da_l2", da);
  compare("gW_l2", norm);
  compare("gW_maxabs", most);
  out_.compare("init gW_sum", total, init.numbers("gW_sum"),
               scaled(tol, init.numbers("gW_abssum")));
  const double root = std::sqrt(static_cast<double>(network_.run.batch));
  Numbers sizes = init.numbers("dz_l2");
  for (double& size : sizes) size *= root;
  out_.compare("init gb_l2", bias, init.numbers("gb_l2"), scaled(tolerance("bias_grad"), sizes));
}

void NetworkReplay::first_norm_gradients(const Reader& init) {
  const double root = std::sqrt(static_cast<double>(network_.run.batch));
  const double floor = std::max(1e-6 * root * largest(init.numbers("da_l2")), kFloor);
  for (const std::string letter : {"gamma", "beta"}) {
    const Numbers expected = init.numbers(("g" + letter + "_l2").c_str());
    for (std::size_t l = 0; l < depth() && l < expected.size(); ++l) {
      const TensorSpec* t = layout().find(letter + std::to_string(l));
      if (t == nullptr) continue;
      out_.compare("init " + t->name + "_l2", l2(gradient(t->name)), expected[l],
                   tolerance("norm_grad") * std::max(expected[l], floor));
    }
  }
}

void NetworkReplay::first_step_in_full() {
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

}  // namespace golden
