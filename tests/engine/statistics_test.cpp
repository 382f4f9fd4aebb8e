// What a row says, against the slow and obvious form of each column, and that looking at a run does
// not change it.
#include <functional>

#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

/// Runs that differ in whatever a column depends on: activations that saturate or die, batches that
/// fill no panel, width 1, normalisation, dropout, skips, trained slopes, penalties, many classes.
const std::vector<std::string> kRuns = {
    "v1&depth=3",
    "v1&depth=3&width=9&activation=relu&batch=33&bias_std=1",
    "v1&depth=2&width=1&activation=tanh&batch=1",
    "v1&depth=3&width=6&activation=tanh&init=normal(std:4)&batch=13&update=adam",
    "v1&depth=3&width=5&activation=prelu&normalization=batch_norm&update=momentum",
    "v1&depth=3&width=5&activation=softsign&normalization=layer_norm(position:post)&batch=7",
    "v1&depth=4&width=6&activation=hard_tanh&residual=true&dropout=0.3&init=normal(std:2)",
    "v1&data=sine&depth=2&activation=relu&l1=0.01&l2=0.1&schedule=exponential",
    "v1&data=digits(samples:200)&depth=2&width=11&activation=relu6&update=rmsprop"};

double root_mean_square(const Panels& x) {
  double sum = 0;
  for (Index row = 0; row < x.rows; ++row) {
    for (Index f = 0; f < x.features; ++f) sum += std::pow(static_cast<double>(x.at(row, f)), 2);
  }
  return std::sqrt(sum / static_cast<double>(x.rows * x.features));
}

/// The share of units whose mean |phi'(u)| over the batch is at most `limit`.
double share_of_flat_units(const Trainer& t, Index l, double limit) {
  const LayerSpec& spec = t.run().layout.layers()[static_cast<std::size_t>(l)];
  const Panels& u = t.network().layer(l).u;
  double flat = 0;
  for (Index unit = 0; unit < spec.out; ++unit) {
    double sum = 0;
    for (Index row = 0; row < u.rows; ++row) {
      const Scalar x = u.at(row, unit);
      sum += std::abs(static_cast<double>(std::visit(
          [&](const auto& phi) { return phi.slope(x, phi.value(x)); }, spec.activation)));
    }
    flat += sum / static_cast<double>(u.rows) <= limit ? 1 : 0;
  }
  return flat / static_cast<double>(spec.out);
}

using SlowForm = std::function<double(Session&, Index)>;

/// Every column of a layer in the words of its label, from the tensors that a session shows.
const std::map<std::string, SlowForm>& slow_forms() {
  const auto numbered = [](const char* name, Index l) { return name + std::to_string(l); };
  const auto steepest_of = [](Session& s, Index l) {
    return steepest(s.trainer().run().layout.layers()[static_cast<std::size_t>(l)].activation);
  };
  static const std::map<std::string, SlowForm> forms = {
      {"gradient_norm",
       [=](Session& s, Index l) { return length(s.values(numbered("gradient.W", l))); }},
      {"delta_rms",
       [=](Session& s, Index l) { return root_mean_square(s.trainer().network().layer(l).delta); }},
      {"activation_rms",
       [=](Session& s, Index l) { return root_mean_square(s.trainer().network().layer(l).a); }},
      {"update_ratio",
       [=](Session& s, Index l) {
         const auto w = copy(s.values(numbered("W", l)));
         const auto step = copy(s.values(numbered("update.W", l)));
         std::vector<double> before(w.size());
         for (std::size_t i = 0; i < w.size(); ++i) before[i] = w[i] - step[i];
         return length(step) / length(before);
       }},
      {"saturated",
       [=](Session& s, Index l) {
         const double steep = steepest_of(s, l);
         return steep > 0 ? share_of_flat_units(s.trainer(), l, kSaturatedSlope * steep) : 0;
       }},
      {"dead",
       [=](Session& s, Index l) {
         return steepest_of(s, l) > 0 ? 0 : share_of_flat_units(s.trainer(), l, 0);
       }},
      {"weight_rms", [=](Session& s, Index l) {
         const auto w = copy(s.values(numbered("W", l)));
         return length(w) / std::sqrt(static_cast<double>(w.size()));
       }}};
  return forms;
}

}  // namespace

TEST_CASE("statistics: every column of a layer is what its label says") {
  for (const std::string& link : kRuns) {
    Session session(config_of(link));
    for (int step = 0; step < 4; ++step) {
      REQUIRE(session.run(1, 1) == 1);
      const auto row = copy(session.rows());
      for (Index l = 0; l < session.trainer().run().layout.depth(); ++l) {
        for (const LayerColumn& column : kLayerColumns) {
          INFO(link << ", step " << step << ", layer " << l << ", " << column.key);
          REQUIRE(slow_forms().count(column.key) == 1);
          const double slow = slow_forms().at(column.key)(session, l);
          // Both sides add in double, in another order.
          CHECK(row[layer_column(l, column.key)] == Approx(slow).epsilon(1e-12));
        }
      }
    }
  }
}

TEST_CASE("statistics: the columns see saturation, death and neither") {
  const auto shares = [](const char* link) {
    Session session(config_of(link));
    session.probe();
    return std::pair{session.rows()[layer_column(1, "saturated")],
                     session.rows()[layer_column(1, "dead")]};
  };
  CHECK(shares("v1&depth=2&activation=tanh&init=normal(std:50)") == std::pair{1.0, 0.0});
  CHECK(shares("v1&depth=2&activation=relu&init=constant(value:-0.1)") == std::pair{0.0, 1.0});
  CHECK(shares("v1&depth=2&activation=tanh") == std::pair{0.0, 0.0});
  CHECK(shares("v1&depth=2&activation=identity") == std::pair{0.0, 0.0});
}

TEST_CASE("statistics: probing changes neither the run nor its rows") {
  for (const std::string& link : kRuns) {
    const std::string more = link + "&test_every=3&reset=redo(every:4)&warmup_steps=2";
    Session plain(config_of(more)), probed(config_of(more));
    for (int step = 0; step < 12; ++step) {
      probed.probe();
      probed.probe();
      const auto seen = copy(probed.rows());
      plain.run(1, 1);
      probed.run(1, 1);
      const auto row = copy(plain.rows());
      INFO(link << ", step " << step);
      CHECK(same_array(row, copy(probed.rows())));
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (!shows_update(i) && !same_bits(seen[i], row[i])) FAIL("column " << i);
      }
    }
    CHECK(same_array(copy_bytes(plain), copy_bytes(probed)));
  }
}

TEST_CASE("statistics: a probe leaves the columns of an update empty") {
  Session session(config_of("v1"));
  session.probe();
  CHECK(std::isnan(session.rows()[layer_column(3, "update_ratio")]));
  CHECK(std::isnan(session.rows()[step_column("clipped_norm")]));
  CHECK(session.step_count() == 0);
}

TEST_CASE("statistics: a column that is not selected is NaN, the others keep their bits") {
  std::vector<std::pair<std::string, std::string>> selections = {{"", ""}};
  for (const StepColumn& column : kStepColumns) selections.emplace_back(column.key, "");
  for (const LayerColumn& column : kLayerColumns) selections.emplace_back("", column.key);
  for (const std::string& link : kRuns) {
    Session all(config_of(link));
    all.run(3, 1);
    for (const auto& [step, layer] : selections) {
      Session some(config_of(link));
      some.select(step, layer);
      some.run(3, 1);
      for (std::size_t i = 0; i < all.rows().size(); ++i) {
        const std::string key = column_key(i % static_cast<std::size_t>(all.row_size()));
        const bool chosen = key == "step" || key == step || key == "layer." + layer;
        const double expected = chosen ? all.rows()[i] : kNotMeasured;
        if (!same_bits(some.rows()[i], expected)) FAIL(link << ": " << key << " at " << i);
      }
      CHECK(same_array(copy_bytes(all), copy_bytes(some)));
    }
  }
}

TEST_CASE("statistics: several columns are selected by commas, unknown ones are ignored") {
  Session session(config_of("v1&depth=1"));
  session.select("loss,learning_rate,nonsense", "");
  session.run(1, 1);
  for (std::size_t i = 0; i < session.rows().size(); ++i) {
    const std::string key = column_key(i);
    const bool chosen = key == "step" || key == "loss" || key == "learning_rate";
    INFO(key);
    CHECK(std::isnan(session.rows()[i]) != chosen);
  }
}
