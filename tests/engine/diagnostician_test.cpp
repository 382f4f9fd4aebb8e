// What a diagnosis remembers of the rows, on rows made by hand: means, medians, and for how long a
// verdict holds.
#include "engine/train/diagnosis.hpp"

#include <algorithm>

#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

/// A row of a network of three layers with the given norms of dL/dW and RMS of delta.
std::vector<double> row_of_three(double step, const std::array<double, 3>& gradient,
                                 const std::array<double, 3>& delta, double loss = 1) {
  std::vector<double> r(kStepColumns.size() + 3 * kLayerColumns.size(), kNotMeasured);
  r[step_column("step")] = step;
  r[step_column("loss")] = r[step_column("data_loss")] = loss;
  for (Index l = 0; l < 3; ++l) {
    r[layer_column(l, "gradient_norm")] = gradient[static_cast<std::size_t>(l)];
    r[layer_column(l, "delta_rms")] = delta[static_cast<std::size_t>(l)];
    r[layer_column(l, "saturated")] = 0;
    r[layer_column(l, "dead")] = 0;
  }
  return r;
}
Diagnostician doctor_of_three() {
  return Diagnostician({{{8, false}, {8, false}, {1, false}}, {1, 0}, nullptr});
}

/// NaN, which is what was not measured, equals NaN.
bool same_memory(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](double x, double y) { return x == y || (x != x && y != y); });
}

}  // namespace

TEST_CASE("diagnosis: one spike of the loss is not divergence") {
  Diagnostician doctor = doctor_of_three();
  const auto see = [&](double step, double loss) {
    doctor.see(row_of_three(step, {1, 1, 1}, {1, 1, 1}, loss));
    return doctor.diagnose({}).findings.learning;
  };
  for (int i = 0; i < 100; ++i) see(i, 0.5);
  CHECK(see(100, 1e30) == LearningState::kLearning);
  CHECK(see(101, 0.5) == LearningState::kLearning);
  for (int i = 102; i < 140; ++i) see(i, 2e3);
  CHECK(doctor.diagnose({}).verdict == Verdict::kDiverged);
  CHECK(doctor.diagnose({}).loss_ratio == Approx(4e3));
}

TEST_CASE("diagnosis: averages the logarithms of about ten rows") {
  Diagnostician doctor = doctor_of_three();
  int step = 0;
  const auto see = [&](int rows, double first) {
    for (int i = 0; i < rows; ++i)
      doctor.see(row_of_three(step++, {first, 1, 1}, {first, 1, 1}, 0.5));
  };
  see(30, 1);
  see(1, 1e-4);  // one odd batch changes a tenth of a logarithm; the last layer is no hidden one
  CHECK(doctor.diagnose({}).delta_ratio == Approx(std::pow(10, -0.4)).epsilon(1e-9));
  CHECK(doctor.diagnose({}).findings.gradient == GradientState::kHealthy);
  see(1, 0);  // one batch of zeros is no number to average
  CHECK(doctor.diagnose({}).delta_ratio == Approx(std::pow(10, -0.4)).epsilon(1e-9));
  see(40, 0);
  CHECK(doctor.diagnose({}).delta_ratio == 0);
}

TEST_CASE("diagnosis: a verdict holds for 20 rows, unless a number is no longer finite") {
  Diagnostician doctor = doctor_of_three();
  Verdict before = Verdict::kUndecided;
  int since = 0, changes = 0;
  for (int i = 0; i < 400; ++i) {  // the gradient swings faster than that
    const double first = i / 12 % 2 == 0 ? 1e-9 : 1;
    doctor.see(row_of_three(i, {first, 1, 1}, {first, 1, 1}));
    const Verdict now = doctor.diagnose({}).verdict;
    if (i > 0 && now != before) {
      CHECK(since >= 20);
      ++changes;
      since = 0;
    }
    before = now;
    ++since;
  }
  CHECK(changes > 2);
  CHECK(doctor.diagnose(Trouble{400, 1, "z"}).verdict == Verdict::kDiverged);
  CHECK(doctor.diagnose(Trouble{400, 1, "z"}).layer == 1);
}

TEST_CASE("diagnosis: rows that are far apart hold a verdict for 200 steps") {
  Diagnostician doctor = doctor_of_three();
  for (int i = 0; i < 5; ++i) doctor.see(row_of_three(i * 100, {1, 1, 1}, {1, 1, 1}, 0.5));
  CHECK(doctor.diagnose({}).verdict == Verdict::kHealthy);
}

TEST_CASE("diagnosis: green is earned by 20 rows of it") {
  Diagnostician doctor = doctor_of_three();
  const auto see = [&](int step, double loss) {
    doctor.see(row_of_three(step, {1, 1, 1}, {1, 1, 1}, loss));
    return doctor.diagnose({}).verdict == Verdict::kHealthy;
  };
  int first = 0, learning = 0;
  for (int step = 0; step < 60; ++step) {
    const bool green = see(step, 0.5);
    const bool learns = doctor.diagnose({}).findings.learning == LearningState::kLearning;
    if (learns && learning == 0) learning = step;
    if (green && first == 0) first = step;
  }
  CHECK(learning > 0);
  CHECK(first == learning + 19);
}

TEST_CASE("diagnosis: a batch without any loss asks for no gradient") {
  Diagnostician doctor = doctor_of_three();
  for (int i = 0; i < 60; ++i) doctor.see(row_of_three(i, {1, 1, 1}, {1, 1, 1}, 0.1));
  for (int i = 60; i < 200; ++i) {  // a hinge: two batches of three are beyond their margins
    const double some = i % 3 == 0 ? 1 : 0;
    doctor.see(row_of_three(i, {some, some, some}, {some, some, some}, 0.1 * some));
    CHECK(doctor.diagnose({}).verdict == Verdict::kHealthy);
  }
}

TEST_CASE("diagnosis: a run that has learned although its gradient is none is not green") {
  Diagnostician doctor = doctor_of_three();
  for (int i = 0; i < 300; ++i) {
    doctor.see(row_of_three(i, {1e-5, 1, 1}, {1e-5, 1, 1}, i < 30 ? 1 : 0.1));
    CHECK(doctor.diagnose({}).verdict == Verdict::kVanishing);
  }
  CHECK(doctor.diagnose({}).findings.learning == LearningState::kLearned);
  doctor.forget();
  for (int i = 0; i < 300; ++i) {
    doctor.see(row_of_three(i, {1e-9, 1e-9, 1}, {1, 1, 1}, i < 30 ? 1 : 0.1));
    CHECK(doctor.diagnose({}).verdict == Verdict::kStarved);
  }
  CHECK(doctor.diagnose({}).findings.learning == LearningState::kLearned);
}

TEST_CASE("diagnosis: a loss that is not measured says nothing of learning") {
  Diagnostician doctor = doctor_of_three();
  for (int i = 0; i < 400; ++i) doctor.see(row_of_three(i, {1, 1, 1}, {1, 1, 1}, kNotMeasured));
  CHECK(doctor.diagnose({}).verdict == Verdict::kUndecided);
}

TEST_CASE("diagnosis: numbers that no rows can have left are not taken up") {
  Diagnostician doctor = doctor_of_three();
  for (int i = 0; i < 50; ++i) doctor.see(row_of_three(i, {1, 1, 1}, {1, 1, 1}, 0.5));
  const auto before = doctor.memory();
  auto odd = before;
  for (double& x : odd) x = -7;
  CHECK_FALSE(doctor.remember(odd));
  for (double& x : odd) x = 1.5;  // counts are whole: one between them would miss the end of a list
  CHECK_FALSE(doctor.remember(odd));
  CHECK_FALSE(doctor.remember(std::span(before).first(3)));
  CHECK(same_memory(doctor.memory(), before));
}

TEST_CASE("diagnosis: a verdict holds for 20 rows or 200 steps, and no longer") {
  const auto at = [](double every, double step) {
    Diagnostician doctor = doctor_of_three();
    doctor.see(row_of_three(0, {1e-9, 1, 1}, {1, 1, 1}));
    CHECK(doctor.diagnose({}).verdict == Verdict::kVanishing);
    for (double s = every; s <= step; s += every) {
      doctor.see(row_of_three(s, {1e5, 1e5, 1}, {1, 1, 1}));
      CHECK(doctor.diagnose({}).findings.gradient == GradientState::kExploding);
    }
    return doctor.diagnose({}).verdict;
  };
  CHECK(at(1, 19) == Verdict::kVanishing);
  CHECK(at(1, 20) == Verdict::kExploding);
  CHECK(at(199, 199) == Verdict::kVanishing);
  CHECK(at(200, 200) == Verdict::kExploding);
}

TEST_CASE("diagnosis: the lowest loss is one of 20 rows or more") {
  Diagnostician doctor = doctor_of_three();
  const auto see = [&](int begin, int end, double loss) {
    for (int i = begin; i < end; ++i) doctor.see(row_of_three(i, {1, 1, 1}, {1, 1, 1}, loss));
    return doctor.diagnose({}).findings.learning == LearningState::kRising;
  };
  see(0, 1, 10);
  see(1, 13, 2);  // over the last ten rows, without two at either end: 8.67 at row 20
  CHECK_FALSE(see(13, 60, 10));
  CHECK(see(60, 120, 11.5));
}

TEST_CASE("diagnosis: a norm of dL/dW above 100 in every third row is exploding") {
  const auto with = [](double norm) {
    Diagnostician doctor = doctor_of_three();
    for (int i = 0; i < 60; ++i) {
      doctor.see(row_of_three(i, {i % 3 == 0 ? norm : 1, 1, 1}, {1, 1, 1}));
    }
    return doctor.diagnose({}).findings.gradient;
  };
  CHECK(with(99) == GradientState::kHealthy);
  CHECK(with(101) == GradientState::kExploding);
}

TEST_CASE(
    "diagnosis: exploding by its slope shows in the first layer, by its level in the largest") {
  const auto layer = [](double norm) {
    Diagnostician doctor = doctor_of_three();
    doctor.see(row_of_three(0, {1, norm, 1}, {1e4, 1, 1}));
    CHECK(doctor.diagnose({}).verdict == Verdict::kExploding);
    return doctor.diagnose({}).layer;
  };
  CHECK(layer(99) == 0);
  CHECK(layer(101) == 1);
}

TEST_CASE("diagnosis: a copy goes on as the original does") {
  Diagnostician doctor = doctor_of_three();
  const auto see = [](Diagnostician& d, int i) {
    d.see(row_of_three(i, {std::pow(10, -i / 20.0), 1, 1}, {1, 1, 1}, std::exp(-i / 100.0)));
  };
  for (int i = 0; i < 150; ++i) see(doctor, i);
  Diagnostician copy = doctor;
  Diagnostician saved = doctor_of_three();
  REQUIRE(saved.remember(doctor.memory()));
  for (int i = 150; i < 300; ++i) {
    see(doctor, i);
    see(copy, i);
    see(saved, i);
    const Diagnosis a = doctor.diagnose({}), b = copy.diagnose({});
    CHECK(a.verdict == b.verdict);
    CHECK(a.loss == b.loss);
    CHECK(saved.diagnose({}).verdict == a.verdict);
    CHECK(same_memory(saved.memory(), doctor.memory()));
    CHECK(a.gradient_ratio == b.gradient_ratio);
  }
}

TEST_CASE("diagnosis: the layer is the one it shows in most") {
  Diagnostician doctor = doctor_of_three();
  doctor.see(row_of_three(0, {1, 1e5, 1}, {1, 1, 1}));
  CHECK(doctor.diagnose({}).layer == 1);
  doctor.forget();
  auto dead = row_of_three(0, {1, 1, 1}, {1, 1, 1});
  dead[layer_column(1, "dead")] = 1;
  doctor.see(dead);
  CHECK(doctor.diagnose({}).layer == 1);
}
