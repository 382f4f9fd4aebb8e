// The named runs: each opens, and does what its description says.
#include "engine/train/presets.hpp"

#include <functional>

#include "tests/engine/choices.hpp"
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

std::string verdict(Session& session) {
  session.probe();
  return *session.diagnosis().find("verdict")->as_string();
}

double first(Session& session, const char* tensor) { return copy(session.values(tensor))[0]; }

double loss(Session& session) { return *session.evaluate("train").find("loss")->as_number(); }

/// The best line through article 001's five points, by the normal equations.
struct Line {
  double slope, offset;
};
Line best_line(Session& session, bool bias) {
  const auto x = copy(session.values("train.inputs"));
  const auto y = copy(session.values("train.answers"));
  double sx = 0, sy = 0, xx = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sx += x[i];
    sy += y[i];
    xx += x[i] * x[i];
    xy += x[i] * y[i];
  }
  const auto n = static_cast<double>(x.size());
  if (!bias) return {xy / xx, 0};
  const double slope = (n * xy - sx * sy) / (n * xx - sx * sx);
  return {slope, (sy - slope * sx) / n};
}

/// Both parameters within `margin` of the best line after some steps.
void check_line(Session& session, bool bias, Index steps, double margin) {
  const Line best = best_line(session, bias);
  session.run(steps, steps);
  CHECK(first(session, "W0") == Approx(best.slope).margin(margin));
  if (bias) CHECK(first(session, "b0") == Approx(best.offset).margin(margin));
}

/// Sizes of the updates of the first weight, step by step.
std::vector<double> update_sizes(Session& session, int steps) {
  std::vector<double> sizes;
  for (int i = 0; i < steps; ++i) {
    session.run(1, 1);
    sizes.push_back(std::abs(first(session, "update.W0")));
  }
  return sizes;
}

void check_not_a_number(Session& session) {
  CHECK(std::isnan(first(session, "W0")));
  session.run(1, 1);
  REQUIRE(session.trainer().trouble());
  CHECK(session.trainer().trouble()->step == 0);
}

using Promises = std::map<std::string, std::function<void(Session&)>>;

/// What the descriptions of the articles' misprints promise.
const Promises& misprints() {
  static const Promises map = {
      {"printed_adam",
       [](Session& s) {
         s.run(20, 20);
         CHECK_FALSE(std::abs(first(s, "W0")) < 1e6);
       }},
      {"printed_adam_code",
       [](Session& s) {
         const auto sizes = update_sizes(s, 400);
         CHECK((s.trainer().trouble() || sizes.back() > 0.3 * sizes.front()));
       }},
      {"printed_rmsprop",
       [](Session& s) {
         for (const double size : update_sizes(s, 400)) CHECK(size == Approx(0.01).epsilon(1e-3));
       }},
      {"printed_rmsprop_formula",
       [](Session& s) {
         CHECK(update_sizes(s, 1).front() == Approx(0.01 * 0.1 / std::sqrt(0.001)).epsilon(1e-4));
       }},
      {"printed_ascent",
       [](Session& s) {
         double before = loss(s);
         for (int i = 0; i < 20; ++i) {
           s.run(1, 1);
           CHECK(loss(s) > before);
           before = loss(s);
         }
       }},
      {"printed_constant",
       [](Session& s) {
         const auto sizes = update_sizes(s, 400);
         for (const double size : sizes) CHECK(size == Approx(sizes.front()).epsilon(1e-5));
         CHECK(std::abs(first(s, "W0") - best_line(s, false).slope) > 100 * sizes.front());
       }},
      {"printed_clip",
       [](Session& s) {
         const double before = loss(s);
         s.run(100, 100);
         CHECK_FALSE(loss(s) < before);
       }},
      {"printed_he_limit",
       [](Session& s) {
         s.probe();
         CHECK(s.trainer().run().layout.depth() == 31);
         CHECK(s.rows()[layer_column(29, "activation_rms")] <
               1e-3 * s.rows()[layer_column(0, "activation_rms")]);
       }},
      {"printed_he", check_not_a_number},
      {"printed_xavier", check_not_a_number},
      {"printed_loss",
       [](Session& s) {
         const double before = loss(s);
         s.run(500, 500);
         CHECK(loss(s) < before);
         CHECK(*s.evaluate("train").find("accuracy")->as_number() < 0.6);
       }},
      {"printed_exponential",
       [](Session& s) {
         const auto rows = rows_of(s, 51);
         CHECK(rows.back()[step_column("learning_rate")] <
               0.01 * rows.front()[step_column("learning_rate")]);
       }},
      {"printed_step_decay", [](Session& s) {
         const auto rows = rows_of(s, 50);
         for (std::size_t i = 1; i < rows.size(); ++i) {
           CHECK(rows[i][step_column("learning_rate")] <= 0);
         }
       }}};
  return map;
}

/// What the other descriptions promise. Margins: optimizers that divide by the size of the gradient
/// end within a step of the learning rate around the best place.
const Promises& promises() {
  static const Promises map = {
      {"vanishing",
       [](Session& s) {
         CHECK(verdict(s) == "vanishing");
         CHECK(s.trainer().run().layout.depth() == 11);
         CHECK(*s.diagnosis().find("delta_ratio")->as_number() < 1e-6);
       }},
      {"exploding", [](Session& s) { CHECK(verdict(s) == "exploding"); }},
      {"starved",
       [](Session& s) {
         CHECK(verdict(s) == "starved");
         CHECK(*s.diagnosis().find("gradient_ratio")->as_number() == Approx(1).margin(0.9));
         s.run(500, 1);
         CHECK(verdict(s) == "starved");
       }},
      {"healthy",
       [](Session& s) {
         CHECK(verdict(s) == "undecided");
         s.run(600, 1);
         CHECK(verdict(s) == "healthy");
         s.run(900, 900);
         CHECK(*s.evaluate("test").find("accuracy")->as_number() > 0.95);
       }},
      {"digits",
       [](Session& s) {
         CHECK(s.describe().find("layers")->as_list()->size() == 6);
         s.run(300, 300);
         CHECK(*s.evaluate("test").find("accuracy")->as_number() > 0.9);
       }},
      {"article_003_line",
       [](Session& s) {
         CHECK(copy(s.values("train.inputs")) == std::vector<double>{1, 2, 3, 4});
         s.run(400, 400);
         CHECK(first(s, "W0") == Approx(1.0).epsilon(4 * kEpsilon));
       }},
      {"article_001_adam",
       [](Session& s) {
         CHECK(best_line(s, false).slope == Approx(2.29).margin(0.005));
         check_line(s, false, 1000, 1e-3);
       }},
      {"article_001_adam_bias", [](Session& s) { check_line(s, true, 3000, 1e-3); }},
      {"article_001_rmsprop", [](Session& s) { check_line(s, false, 1000, 0.02); }},
      {"article_001_rmsprop_bias", [](Session& s) { check_line(s, true, 3000, 0.02); }},
      {"article_002_dense",
       [](Session& s) {
         CHECK(s.describe().find("layers")->as_list()->size() == 3);
         const double before = loss(s);
         s.run(1000, 1000);
         CHECK(loss(s) < 0.1 * before);  // 32 samples of noise, learned by heart
       }},
      {"article_004_dense", [](Session& s) {
         CHECK(s.describe().find("layers")->as_list()->size() == 2);
         const double before = loss(s);
         s.run(100, 100);
         CHECK(loss(s) < 0.8 * before);
       }}};
  return map;
}

}  // namespace

TEST_CASE("preset: each does what its description says") {
  config_of("v1");  // provides the digits
  for (const Preset& preset : kPresets) {
    INFO(preset.id << ": " << preset.summary);
    const std::string id = preset.id;
    const Promises& group = preset.group == PresetGroup::kPrinted ? misprints() : promises();
    REQUIRE(group.count(id) == 1);
    const ConfigResult result = read_config_text(preset.link);
    REQUIRE(result.errors.empty());
    CHECK(result.config.specimens == (&group == &misprints()));
    Session session(result.config);
    group.at(id)(session);
  }
}

TEST_CASE("preset: beside a misprint stands the same run with the right formula") {
  for (const Preset& preset : kPresets) {
    INFO(preset.id);
    const bool misprint = misprints().count(preset.id) == 1;
    CHECK((std::string(preset.beside) != "") == misprint);
    if (!misprint) continue;
    const ConfigResult right = read_config_text(preset.beside);
    REQUIRE(right.errors.empty());
    CHECK_FALSE(right.config.specimens);
    const Value wrong = write_config(read_config_text(preset.link).config);
    const Value written = write_config(right.config);
    int differences = 0;
    for (const auto& [key, value] : *written.as_object()) {
      differences += text_of(value) != text_of(*wrong.find(key));
    }
    CHECK(differences == 2);  // the formula, and the leave to use it
  }
}

TEST_CASE("preset: ids and links differ") {
  for (const Preset& a : kPresets) {
    for (const Preset& b : kPresets) {
      if (&a == &b) continue;
      CHECK(std::string(a.id) != b.id);
      CHECK(text_of(write_config(read_config_text(a.link).config)) !=
            text_of(write_config(read_config_text(b.link).config)));
    }
  }
}
