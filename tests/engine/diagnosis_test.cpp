// Every verdict from a run that deserves it, with the numbers that it rests on.
#include "engine/train/diagnosis.hpp"

#include <set>

#include "tests/engine/choices.hpp"
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

struct Patient {
  const char* verdict;
  const char* link;
  Index steps;  ///< Updates before the diagnosis; 0: a probe.
};

const std::vector<Patient> kPatients = {
    {"vanishing", "v1", 0},
    {"exploding", "v1&activation=relu&width=32&init=normal(std:0.5)&batch=64", 0},
    {"starved", "v1&activation=tanh&init=normal(std:0.05)", 0},
    {"healthy", "v1&activation=tanh", 0},
    {"saturated", "v1&depth=1&activation=tanh&init=normal(std:60)", 0},
    {"dead", "v1&depth=2&activation=relu&init=constant(value:-0.1)", 0},
    {"diverged", "v1&data=sine&depth=2&activation=identity&learning_rate=3", 2000},
    {"diverged", "v1&data=bowl&batch=0&depth=0&bias=false&init=constant(value:1)&learning_rate=1.5",
     10},
    {"healthy", "v1&depth=2&activation=tanh&learning_rate=1&data=gaussians(noise:0.1)", 400}};

Diagnosis diagnose(const Patient& patient) {
  Session session(config_of(patient.link));
  patient.steps == 0 ? session.probe() : session.run(patient.steps, 1);
  Diagnostician doctor(session.trainer().run().layout.depth());
  const auto size = static_cast<std::size_t>(session.row_size());
  for (std::size_t at = 0; at < session.rows().size(); at += size) {
    doctor.see(session.rows().subspan(at, size));
  }
  return doctor.diagnose(session.trainer().trouble());
}

const char* key_of(Verdict verdict) {
  for (const VerdictInfo& v : kVerdicts) {
    if (v.verdict == verdict) return v.key;
  }
  return "none";
}

/// A row of a network of three layers with the given norms of dL/dW and RMS of delta.
std::vector<double> row(const std::array<double, 3>& gradient, const std::array<double, 3>& delta,
                        double loss = 1) {
  std::vector<double> r(kStepColumns.size() + 3 * kLayerColumns.size(), kNotMeasured);
  r[step_column("loss")] = loss;
  for (Index l = 0; l < 3; ++l) {
    r[layer_column(l, "gradient_norm")] = gradient[static_cast<std::size_t>(l)];
    r[layer_column(l, "delta_rms")] = delta[static_cast<std::size_t>(l)];
    r[layer_column(l, "saturated")] = 0;
    r[layer_column(l, "dead")] = 0;
  }
  return r;
}

Diagnosis after(const std::vector<std::vector<double>>& rows) {
  Diagnostician doctor(3);
  for (const auto& r : rows) doctor.see(r);
  return doctor.diagnose({});
}

const auto kFine = row({1, 1, 1}, {1, 1, 1});

}  // namespace

TEST_CASE("diagnosis: every verdict has a run that earns it") {
  std::set<std::string> reached;
  for (const Patient& patient : kPatients) {
    const Diagnosis d = diagnose(patient);
    INFO(patient.link);
    CHECK(std::string(key_of(d.verdict)) == patient.verdict);
    reached.insert(key_of(d.verdict));
  }
  for (const VerdictInfo& v : kVerdicts) CHECK(reached.count(v.key) == 1);
}

TEST_CASE("diagnosis: the default run vanishes before training starts") {
  const Diagnosis d = diagnose(kPatients[0]);
  CHECK(d.layer == 0);
  CHECK(d.delta_ratio < 1e-5);
  CHECK(d.decades_per_layer < -0.5);
}

TEST_CASE("diagnosis: after one row its numbers are those of the row") {
  for (const Patient& patient : kPatients) {
    if (patient.steps > 0) continue;
    Session session(config_of(patient.link));
    session.probe();
    const auto r = copy(session.rows());
    const Value d = session.diagnosis();
    const Index last = session.trainer().run().layout.depth() - 1;
    const auto ratio = [&](const char* key) {
      return r[layer_column(0, key)] / r[layer_column(last, key)];
    };
    double norm = 0, share = 0;
    for (Index l = 0; l <= last; ++l) {
      norm = std::max(norm, r[layer_column(l, "gradient_norm")]);
      share = std::max({share, r[layer_column(l, "saturated")], r[layer_column(l, "dead")]});
    }
    INFO(patient.link);
    const auto number = [&](const char* key) { return *d.find(key)->as_number(); };
    // By way of logarithms, where 0 counts as 1e-300.
    CHECK(number("largest_norm") == Approx(std::max(norm, 1e-300)).epsilon(1e-9).margin(0));
    CHECK(number("share") == share);
    CHECK(number("loss_ratio") == 1);
    if (ratio("delta_rms") == 0) continue;  // all dead: counts as the smallest number
    CHECK(number("delta_ratio") == Approx(ratio("delta_rms")).epsilon(1e-9));
    CHECK(number("gradient_ratio") == Approx(ratio("gradient_norm")).epsilon(1e-9));
    CHECK(number("decades_per_layer") ==
          Approx(std::log10(ratio("delta_rms")) / static_cast<double>(last)).epsilon(1e-9));
  }
}

TEST_CASE("diagnosis: thresholds lie where the catalogue says") {
  const auto verdict = [](const std::vector<double>& r) { return after({r}).verdict; };
  for (const double side : {0.99, 1.01}) {
    const bool above = side > 1;
    INFO("at " << side << " of the threshold");
    const double norm = kExplodingNorm.value * side;
    CHECK((verdict(row({1, norm, 1}, {1, 1, 1})) == Verdict::kExploding) == above);
    CHECK((verdict(row({1, 1, 1}, {kExplodingRatio.value * side, 1, 1})) == Verdict::kExploding) ==
          above);
    CHECK((verdict(row({1, 1, 1}, {kVanishingRatio.value * side, 1, 1})) == Verdict::kVanishing) !=
          above);
    CHECK((verdict(row({kVanishingRatio.value * side, 1, 1}, {1, 1, 1})) == Verdict::kVanishing) !=
          above);
    const double small = kStarvedNorm.value * side;
    CHECK((verdict(row({small, small, small}, {1, 1, 1})) == Verdict::kStarved) != above);
    CHECK((verdict(row({small, small, small}, {1e-9, 1, 1})) == Verdict::kStarved) != above);
    const double steep = kVanishingRatio.value * side * 1e-6;
    CHECK((verdict(row({steep, 1e-6, 1e-6}, {1, 1, 1})) == Verdict::kVanishing) != above);
    auto dead = kFine, saturated = kFine;
    dead[layer_column(1, "dead")] = kDeadShare.value * side;
    saturated[layer_column(1, "saturated")] = kSaturatedShare.value * side;
    CHECK((verdict(dead) == Verdict::kDead) == above);
    CHECK((verdict(saturated) == Verdict::kSaturated) == above);
  }
}

TEST_CASE("diagnosis: the layer is the one it shows in most") {
  CHECK(after({row({1, 1, 1e5}, {1, 1, 1})}).layer == 2);
  CHECK(after({row({1e5, 1, 1}, {1, 1, 1})}).layer == 0);
  auto dead = kFine;
  dead[layer_column(1, "dead")] = 0.6;
  dead[layer_column(2, "dead")] = 0.9;
  CHECK(after({dead}).layer == 2);
  Diagnostician doctor(3);
  doctor.see(kFine);
  CHECK(doctor.diagnose(Trouble{7, 1, "z"}).layer == 1);
}

TEST_CASE("diagnosis: averages the logarithms of about ten rows") {
  std::vector<std::vector<double>> rows(10, kFine);
  rows.push_back(row({1e-4, 1, 1}, {1e-4, 1, 1}));  // one odd batch changes a tenth of a logarithm
  CHECK(after(rows).verdict == Verdict::kHealthy);
  CHECK(after(rows).delta_ratio == Approx(std::pow(10, -0.4)).epsilon(1e-9));
  for (int i = 0; i < 30; ++i) rows.push_back(row({1e-4, 1, 1}, {1e-4, 1, 1}));
  CHECK(after(rows).verdict == Verdict::kVanishing);
}

TEST_CASE(
    "diagnosis: a loss that ran away is divergence, one that fell makes small gradients fine") {
  std::vector<std::vector<double>> rows = {kFine};
  for (int i = 0; i < 60; ++i) rows.push_back(row({1, 1, 1}, {1, 1, 1}, 2e3));
  CHECK(after(rows).verdict == Verdict::kDiverged);
  const auto starving = row({1e-6, 1e-6, 1e-6}, {1e-6, 1e-6, 1e-6});
  CHECK(after({starving}).verdict == Verdict::kStarved);
  rows = {starving};
  auto learned = starving;
  learned[step_column("loss")] = 0.01;
  for (int i = 0; i < 60; ++i) rows.push_back(learned);
  CHECK(after(rows).verdict == Verdict::kHealthy);
}

TEST_CASE("diagnosis: columns that were not selected change no verdict") {
  for (const Patient& patient : kPatients) {
    if (std::string(patient.verdict) != "vanishing") continue;
    Session session(config_of(patient.link));
    session.select("loss", "gradient_norm,delta_rms");
    session.probe();
    CHECK(*session.diagnosis().find("verdict")->as_string() == patient.verdict);
  }
}

TEST_CASE("diagnosis: restoring forgets what was seen") {
  Session session(config_of("v1&depth=2&activation=tanh"));
  const auto start = copy_bytes(session);
  session.run(200, 1);
  REQUIRE(session.restore(start));
  session.probe();
  Session fresh(config_of("v1&depth=2&activation=tanh"));
  fresh.probe();
  CHECK(text_of(session.diagnosis()) == text_of(fresh.diagnosis()));
}
