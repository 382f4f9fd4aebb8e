// Resetting units: which are found, what becomes of them and of the optimizer's memory, and that
// everything else keeps its bits.
#include <set>

#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

/// Relu layers in which unit 2 of layer 0 and units 0 and 4 of layer 1 are dead on every sample,
/// after some steps of adam. New weights are all 0.3, so that they can be told.
Trainer with_dead_units(const std::string& more) {
  Trainer trainer(run_of(
      "v1&depth=2&width=6&activation=relu&init=constant(value:0.3)&bias_std=0.5&batch=20&update="
      "adam" +
      more));
  Flat& params = trainer.params();
  for (Index i = 0; i < params.size(); ++i) {
    params[i] = scalar(0.8 * numbers(70).unit(static_cast<std::uint64_t>(i)));
  }
  const auto kill = [&](Index layer, Index unit) {
    const TensorSpec* b = trainer.run().layout.bias(layer);
    params[b->offset + unit] = -50;
  };
  kill(0, 2);
  kill(1, 0);
  kill(1, 4);
  for (int i = 0; i < 3; ++i) trainer.step();
  return trainer;
}

struct Unit {
  Index layer, unit;
  bool operator<(const Unit& o) const {
    return layer < o.layer || (layer == o.layer && unit < o.unit);
  }
};

/// Hidden units whose activations are all zero on the batch of the next step.
std::set<Unit> dormant(Trainer& trainer) {
  trainer.loss_at(trainer.step_count());
  std::set<Unit> found;
  for (Index l = 0; l + 1 < trainer.run().layout.depth(); ++l) {
    const Panels& a = trainer.network().layer(l).a;
    for (Index u = 0; u < a.features; ++u) {
      bool silent = true;
      for (Index row = 0; row < a.rows; ++row) silent = silent && a.at(row, u) == 0;
      if (silent) found.insert({l, u});
    }
  }
  return found;
}

/// What stands at place i of the parameters: the unit a row of W or an entry of b belongs to, and
/// for W also the unit of the layer below that it reads.
struct Place {
  Unit row;
  Unit column;
  bool weight;
};
Place place_of(const Layout& layout, Index i) {
  for (const TensorSpec& t : layout.tensors()) {
    if (i >= t.offset + t.size()) continue;
    const Index at = i - t.offset;
    return {{t.layer, at / t.columns}, {t.layer - 1, at % t.columns}, t.is_matrix()};
  }
  return {};
}

std::vector<Scalar> outputs(Trainer& trainer) {
  trainer.loss_at(trainer.step_count());
  std::vector<Scalar> result;
  const Panels& y = trainer.network().output();
  for (Index row = 0; row < y.rows; ++row) {
    for (Index f = 0; f < y.features; ++f) result.push_back(y.at(row, f));
  }
  return result;
}

/// Mean and variance of u of one unit on the batch of the next step.
std::pair<double, double> moments_of_unit(Trainer& trainer, Unit unit) {
  trainer.loss_at(trainer.step_count());
  const Panels& u = trainer.network().layer(unit.layer).u;
  double sum = 0, squares = 0;
  for (Index row = 0; row < u.rows; ++row) sum += static_cast<double>(u.at(row, unit.unit));
  const double mean = sum / static_cast<double>(u.rows);
  for (Index row = 0; row < u.rows; ++row) {
    squares += std::pow(static_cast<double>(u.at(row, unit.unit)) - mean, 2);
  }
  return {mean, squares / static_cast<double>(u.rows)};
}

/// Layer 0 with three saturated units; only its own inputs matter, and those are the data.
Trainer with_saturated_units(const std::string& kind, const std::string& more = "") {
  Trainer trainer(run_of("v1&depth=2&width=5&batch=0&update=adam&activation=" + kind +
                         "&reset=redraw(tau:0.2)" + more));
  trainer.step();
  const TensorSpec& w = trainer.run().layout.weight(0);
  const TensorSpec* b = trainer.run().layout.bias(0);
  trainer.params()[b->offset + 1] = 40;
  trainer.params()[b->offset + 3] = -40;
  trainer.params().segment(w.offset + 4 * w.columns, w.columns) *= scalar(1000);
  return trainer;
}

}  // namespace

TEST_CASE("redo: dormant units are found and their reset does not change the outputs") {
  for (const char* more : {"", "&dropout=0.2"}) {
    Trainer trainer = with_dead_units(std::string("&reset=redo") + more);
    const auto units = dormant(trainer);
    INFO(more);
    CHECK(units.count({0, 2}) + units.count({1, 0}) + units.count({1, 4}) == 3);
    const auto before = outputs(trainer);
    CHECK(trainer.reset_units() == static_cast<Index>(units.size()));
    CHECK(outputs(trainer) == before);
    CHECK(trainer.reset_units() < static_cast<Index>(units.size()));  // they are awake
  }
}

TEST_CASE("redo: new weights in, none out, no bias and no history; all else keeps its bits") {
  Trainer trainer = with_dead_units("&reset=redo");
  const auto units = dormant(trainer);
  const Flat before = trainer.params();
  const Flat memory = trainer.optimizer_state().moments;
  trainer.reset_units();
  const Index n = before.size();
  for (Index i = 0; i < n; ++i) {
    const Place p = place_of(trainer.run().layout, i);
    const bool incoming = units.count(p.row) > 0;
    const bool outgoing = p.weight && units.count(p.column) > 0;
    INFO("parameter " << i);
    const Scalar now = trainer.params()[i];
    // Layer by layer: a new unit of layer 1 may read a new one of layer 0.
    if (incoming) CHECK(now == (p.weight ? scalar(0.3) : 0));
    if (outgoing && !incoming) CHECK(now == 0);
    if (!incoming && !outgoing) CHECK(same_bits(now, before[i]));
    for (Index k = 0; k < 2; ++k) {  // adam's two moments
      const Scalar expected = incoming || outgoing ? Scalar{0} : memory[k * n + i];
      CHECK(same_bits(trainer.optimizer_state().moments[k * n + i], expected));
    }
  }
}

TEST_CASE("redo: tau raises the score up to which a unit is dormant") {
  Index last = 0;
  for (const char* tau : {"0", "0.3", "0.7", "1"}) {
    Trainer trainer = with_dead_units(std::string("&reset=redo(tau:") + tau + ')');
    trainer.loss_at(trainer.step_count());
    Index expected = 0;
    for (Index l = 0; l < 2; ++l) {
      const Panels& a = trainer.network().layer(l).a;
      std::vector<double> size(static_cast<std::size_t>(a.features), 0.0);
      double mean = 0;
      for (Index u = 0; u < a.features; ++u) {
        for (Index row = 0; row < a.rows; ++row) {
          size[static_cast<std::size_t>(u)] += std::abs(static_cast<double>(a.at(row, u)));
        }
        mean += size[static_cast<std::size_t>(u)] / static_cast<double>(a.features);
      }
      for (const double s : size) expected += s / mean <= std::stod(tau);
    }
    const Index count = trainer.reset_units();
    INFO("tau " << tau);
    // Units of layer 1 are judged on the pass before layer 0 was reset.
    CHECK(count == expected);
    CHECK(count >= last);
    last = count;
  }
  CHECK(last > 3);
}

TEST_CASE("redraw: saturated units get a centred input of variance 1 and no history") {
  for (const char* kind : {"tanh", "sigmoid", "softsign", "hard_tanh"}) {
    Trainer trainer = with_saturated_units(kind);
    const Flat before = trainer.params();
    const auto outputs_before = outputs(trainer);
    const Index n = before.size();
    CHECK(trainer.reset_units() == 3);
    INFO(kind);
    for (const Index unit : {1, 3, 4}) {
      const auto [mean, variance] = moments_of_unit(trainer, {0, unit});
      CHECK(mean == Approx(0).margin(16 * kEpsilon));  // 300 sums of 3 rounded products
      CHECK(variance == Approx(1).epsilon(16 * kEpsilon));
    }
    CHECK(outputs(trainer) != outputs_before);
    for (Index i = 0; i < n; ++i) {
      const Place p = place_of(trainer.run().layout, i);
      const bool reset = p.row.layer == 0 && p.row.unit != 0 && p.row.unit != 2;
      CHECK(same_bits(trainer.params()[i], before[i]) != reset);
      if (reset) CHECK(trainer.optimizer_state().moments[i] == 0);
      if (reset) CHECK(trainer.optimizer_state().moments[n + i] == 0);
    }
    CHECK(trainer.reset_units() == 0);
  }
}

TEST_CASE("redraw: leaves functions alone that cannot saturate, and the output layer") {
  CHECK(with_saturated_units("relu").reset_units() == 0);
  CHECK(with_saturated_units("identity").reset_units() == 0);
  Trainer trainer(run_of("v1&depth=0&output_activation=tanh&loss=mse&reset=redraw(tau:1)"));
  CHECK(trainer.reset_units() == 0);
}

TEST_CASE("redraw: without biases the input is scaled and stays where it is") {
  Trainer trainer(
      run_of("v1&depth=1&width=4&activation=tanh&bias=false&batch=0&init=normal(std:80)"
             "&reset=redraw"));
  REQUIRE(trainer.reset_units() > 0);
  for (Index unit = 0; unit < 4; ++unit) {
    CHECK(moments_of_unit(trainer, {0, unit}).second == Approx(1).epsilon(16 * kEpsilon));
  }
}

TEST_CASE("reset: without a method nothing happens") {
  Trainer trainer = with_dead_units("");
  const Flat before = trainer.params();
  CHECK(trainer.reset_units() == 0);
  CHECK(same_array(trainer.params(), before));
}

TEST_CASE("reset: every k steps is the same as on demand after every k-th") {
  for (const char* method :
       {"relu&reset=redo(tau:0.6;every:", "hard_tanh&reset=redraw(tau:0.9;every:"}) {
    const std::string link = "v1&depth=3&width=6&update=adam&init=normal(std:2)&activation=";
    Trainer due(run_of(link + method + "4)")), asked(run_of(link + method + "1000)"));
    Index count = 0;
    for (int step = 1; step <= 13; ++step) {
      due.step();
      asked.step();
      if (step % 4 == 0) count += asked.reset_units();
      CHECK(same_array(to_bytes(due.snapshot(), 0), to_bytes(asked.snapshot(), 0)));
    }
    INFO(method);
    CHECK(count > 0);
  }
}

TEST_CASE("reset: on demand before the first step judges the first batch, not an empty network") {
  Trainer trainer(run_of("v1&depth=3&activation=tanh&reset=redo"));
  CHECK(trainer.reset_units() == 0);
}

TEST_CASE("reset: a unit that only dropout has silenced is not dormant") {
  Trainer trainer(
      run_of("v1&depth=2&width=16&activation=tanh&dropout=0.5&batch=1&reset=redo(every:1)"));
  CHECK(trainer.reset_units() == 0);
}

TEST_CASE("reset: nothing that diverged is repaired") {
  Trainer trainer(run_of("v1&depth=3&width=16&activation=relu&reset=redo"));
  trainer.params() *= scalar(1e200);  // finite in float64, but products of two are not
  const Flat before = trainer.params();
  CHECK(trainer.reset_units() == 0);
  CHECK(same_array(trainer.params(), before));
}
