// Every verdict from a run that deserves it, and what was once said wrongly.
#include "engine/train/diagnosis.hpp"

#include <set>

#include "engine/train/presets.hpp"
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
    {"vanishing", "v1&depth=30&width=64&activation=relu&init=xavier_normal", 0},
    {"exploding", "v1&activation=relu&width=32&init=normal(std:0.5)&batch=64", 0},
    {"starved", "v1&activation=tanh&init=normal(std:0.05)", 0},
    {"undecided", "v1&activation=tanh", 0},
    {"healthy", "v1&activation=tanh", 600},
    {"saturated", "v1&depth=1&activation=tanh&init=normal(std:60)", 0},
    {"dead", "v1&depth=2&activation=relu&init=constant(value:-0.1)", 0},
    {"diverged", "v1&data=sine&depth=2&activation=identity&learning_rate=3", 2000},
    {"diverged", "v1&data=bowl&batch=0&depth=0&bias=false&init=constant(value:1)&learning_rate=1.5",
     10},
    {"rising", "v1&depth=0&update=article_constant_gradient&learning_rate=0.05", 500},
    {"stuck", "v1&activation=tanh&learning_rate=0", 300},
    {"specimen", "v1&activation=tanh&schedule=article_exponential", 0},
    {"healthy", "v1&depth=2&activation=tanh&learning_rate=1&data=gaussians(noise:0.1)", 400}};

Session session_after(const std::string& link, Index steps) {
  Session session(config_of(link));
  steps == 0 ? session.probe() : session.run(steps, 1);
  return session;
}
std::string said(const Session& session, const char* key) {
  const Value d = session.diagnosis();
  return *d.find(key)->as_string();
}
double figure(const Session& session, const char* key) {
  const Value d = session.diagnosis();
  return *d.find(key)->as_number();
}

}  // namespace

TEST_CASE("diagnosis: every verdict has a run that earns it") {
  std::set<std::string> reached;
  for (const Patient& patient : kPatients) {
    INFO(patient.link);
    const std::string verdict = said(session_after(patient.link, patient.steps), "verdict");
    CHECK(verdict == patient.verdict);
    reached.insert(verdict);
  }
  for (const VerdictInfo& v : kVerdicts) CHECK(reached.count(v.key) == 1);
}

TEST_CASE("diagnosis: nothing that learns nothing is green") {
  for (const char* link : {"v1&activation=tanh&l2=10", "v1&activation=tanh&learning_rate=0",
                           "v1&activation=tanh&init=normal(std:5)"}) {
    Session session(config_of(link));
    for (int part = 0; part < 10; ++part) {
      session.run(100, 1);
      INFO(link << " after " << session.step_count());
      CHECK(said(session, "verdict") != "healthy");
    }
  }
  Session session = session_after("v1&activation=tanh&l2=10", 600);
  CHECK(said(session, "learning") == "stuck");  // although the loss with its penalty has fallen
  CHECK(said(session, "cause") == "penalty");
  CHECK(figure(session, "guess_ratio") == Approx(1).margin(0.1));
  session = session_after("v1&activation=tanh&init=normal(std:5)", 600);
  CHECK(said(session, "units") == "saturated");
}

TEST_CASE("diagnosis: a formula that is printed wrong is never green, and is named") {
  for (const Preset& preset : kPresets) {
    if (std::string_view(preset.id).substr(0, 8) != "printed_") continue;
    Session session(read_config_text(preset.link).config);
    session.probe();
    for (int part = 0; part < 4; ++part) {
      INFO(preset.id << " after " << session.step_count());
      CHECK(said(session, "verdict") != "healthy");
      CHECK(session.diagnosis().find("specimen")->as_string() != nullptr);
      session.run(250, 1);
    }
    CHECK(said(session, "cause") == "formula");
  }
  CHECK(session_after("v1", 0).diagnosis().find("specimen")->is_null());
}

TEST_CASE("diagnosis: no specimen of the registry is green, whatever the data") {
  const auto never_green = [](const std::string& link) {
    const std::string numbers = link.starts_with("loss=") ? "spiral" : "sine";  // it needs classes
    for (const std::string data : {"moons", "gaussians(noise:0.1)", numbers.c_str()}) {
      Session session(config_of("v1&depth=2&activation=tanh&data=" + data + "&" + link));
      session.probe();
      for (int part = 0; part < 6; ++part) {
        INFO(link << " on " << data << " after " << session.step_count());
        CHECK(said(session, "verdict") != "healthy");
        CHECK(said(session, "specimen") == link.substr(link.find('=') + 1));
        const double shown = figure(session, said(session, "broken").c_str());
        CHECK((std::isfinite(shown) || said(session, "verdict") == "diverged"));
        session.run(100, 1);
      }
    }
  };
  std::size_t count = 0;
  const auto each = [&]<class Variant>(const Variant&, const std::string& setting) {
    for (const Member& m : family<Variant>().members) {
      if (!m.specimen) continue;
      ++count;
      never_green(setting + m.kind);
    }
  };
  each(Transform{}, "update=");
  each(Initializer{}, "init=");
  each(Schedule{}, "schedule=");
  each(Loss{}, "loss=");
  each(Activation{}, "activation=");
  each(Normalization{}, "normalization=");
  CHECK(count == 13);
}

TEST_CASE("diagnosis: deep ReLU networks are not dead for having units of one sign") {
  for (const std::string shape : {"&depth=10&width=8", "&depth=30&width=16"}) {
    for (int seed = 1; seed <= 20; ++seed) {
      Session session = session_after(
          "v1&activation=relu&init=he_normal" + shape + "&seed=" + std::to_string(seed), 0);
      const Index depth = session.trainer().run().layout.depth();
      double most = 0;  // of a hidden layer
      for (Index l = 0; l + 1 < depth; ++l) {
        most = std::max(most, session.rows()[layer_column(l, "dead")]);
      }
      INFO(shape << " seed " << seed << ", largest share " << most);
      CHECK((said(session, "units") == "dead") == (most == 1));  // nothing passes at all
    }
  }
}

TEST_CASE("diagnosis: the slope is that of the hidden layers") {
  const auto slope = [](const std::string& link) {
    return figure(session_after(link, 0), "decades_per_layer");
  };
  for (const char* depth : {"3", "6", "12"}) {
    const std::string link = "v1&activation=identity&init=orthogonal&bias=false&depth=";
    CHECK(slope(link + depth) == Approx(0).margin(1e-5));  // an isometry
  }
  double mean = 0;
  for (int seed = 1; seed <= 10; ++seed) {
    mean += slope("v1&depth=5&width=64&seed=" + std::to_string(seed)) / 10;
  }
  CHECK(mean == Approx(-0.62).margin(0.04));  // theory: log10 of the RMS slope of a sigmoid
}

TEST_CASE("diagnosis: after one row its numbers are those of the row") {
  for (const Patient& patient : kPatients) {
    if (patient.steps > 0) continue;
    Session session = session_after(patient.link, 0);
    const auto r = copy(session.rows());
    const Index last = session.trainer().run().layout.depth() - 2;  // the last hidden layer
    const auto ratio = [&](const char* key) {
      return r[layer_column(0, key)] / r[layer_column(last, key)];
    };
    double norm = 0, share = 0;
    for (Index l = 0; l <= last; ++l) {
      norm = std::max(norm, r[layer_column(l, "gradient_norm")]);
      share = std::max({share, r[layer_column(l, "saturated")], r[layer_column(l, "dead")]});
    }
    INFO(patient.link);
    CHECK(figure(session, "largest_norm") == Approx(norm).epsilon(1e-9).margin(0));
    CHECK(figure(session, "share") == share);
    CHECK(figure(session, "loss_ratio") == 1);
    CHECK(figure(session, "loss") == r[step_column("data_loss")]);
    if (std::isnan(ratio("delta_rms"))) continue;  // 0 / 0
    CHECK(figure(session, "delta_ratio") == Approx(ratio("delta_rms")).epsilon(1e-9));
    CHECK(figure(session, "gradient_ratio") == Approx(ratio("gradient_norm")).epsilon(1e-9));
  }
}

TEST_CASE("diagnosis: no gradient is said as exactly none") {
  const Session session = session_after("v1&depth=2&activation=relu&init=constant(value:-0.1)", 0);
  CHECK(figure(session, "largest_norm") == 0);
  CHECK(figure(session, "delta_ratio") == 1);  // 0 of 0
  CHECK(said(session, "gradient") == "starved");
  CHECK(said(session, "units") == "dead");
}

TEST_CASE("diagnosis: dead units and no gradient are two findings, and so are saturated ones") {
  const auto both = [](const std::string& link) {
    const Session session = session_after(link, 0);
    return said(session, "gradient") + ' ' + said(session, "units");
  };
  CHECK(both("v1&depth=3&activation=relu6&init=constant(value:-1)") == "starved saturated");
  CHECK(both("v1&activation=tanh&init=normal(std:5)") == "vanishing saturated");
}

TEST_CASE("diagnosis: a rate that spoils a gradient that was usable is the cause") {
  for (const char* update :
       {"update=adam&learning_rate=0.1", "update=momentum&learning_rate=1", "learning_rate=10"}) {
    Session session = session_after(std::string("v1&activation=tanh&") + update, 0);
    INFO(update);
    CHECK(said(session, "gradient") == "healthy");
    CHECK(said(session, "cause") == "none");
    session.run(400, 1);
    REQUIRE(said(session, "verdict") != "healthy");
    CHECK(said(session, "cause") == "learning_rate");
  }
  CHECK(said(session_after("v1", 0), "cause") == "activation");
  CHECK(said(session_after("v1&activation=relu&width=32&init=normal(std:0.5)", 0), "cause") ==
        "weights");
}

TEST_CASE("diagnosis: what the cause does is a number, and so is what an activation passes") {
  Session sigmoid = session_after("v1&width=64", 0);  // ten of them, each slope at most 1/4
  CHECK(figure(sigmoid, "steepest") == 0.25);
  CHECK(figure(sigmoid, "cause_decades") < std::log10(0.25));
  CHECK(figure(sigmoid, "cause_decades") > std::log10(0.2));
  sigmoid.run(400, 1);  // held with the verdict, as the cause is
  CHECK(said(sigmoid, "cause") == "activation");
  CHECK(figure(sigmoid, "cause_decades") < std::log10(0.25));
  const Session relu = session_after("v1&activation=relu&width=32&init=normal(std:0.5)", 0);
  CHECK(figure(relu, "steepest") == 0);  // it cannot saturate
  CHECK(figure(relu, "cause_decades") == Approx(std::log10(0.5 * std::sqrt(32))).margin(0.05));
  CHECK(figure(session_after("v1&activation=tanh&learning_rate=10", 400), "cause_decades") == 0);
}

TEST_CASE("diagnosis: a rate of 0 is the cause of a run that stands still, and of nothing else") {
  CHECK(said(session_after("v1&activation=tanh&learning_rate=0", 400), "cause") == "zero_rate");
  CHECK(said(session_after("v1&learning_rate=0", 400), "cause") == "activation");
  CHECK(said(session_after("v1&activation=tanh&learning_rate=0.000001", 400), "cause") ==
        "learning_rate");
}

TEST_CASE("diagnosis: without its columns it is undecided, never healthy") {
  Session session(config_of("v1&activation=tanh"));
  session.select("loss,accuracy", "gradient_norm");
  session.run(600, 1);
  CHECK(said(session, "verdict") == "undecided");
  CHECK(said(session, "learning") == "learned");
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
