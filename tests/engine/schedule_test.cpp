// Learning-rate schedules at points worked out by hand, and laws that all of them obey.
#include "engine/optim/schedule.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// Rates pass through exp and log, half a unit each, times the size of the exponent.
Approx about(double rate) { return Approx(rate).epsilon(1e-13).margin(1e-18); }

double rate(const Schedule& schedule, std::int64_t t, double base = 0.1) {
  return LearningRate{base, schedule}.rate(t, {});
}

/// The rates of a loss-driven schedule while the given losses are seen.
std::vector<double> rates(const Schedule& schedule, const std::vector<double>& losses) {
  const LearningRate rate{1, schedule};
  ScheduleMemory memory;
  std::vector<double> result;
  for (std::size_t t = 0; t < losses.size(); ++t) {
    result.push_back(rate.rate(static_cast<std::int64_t>(t), memory));
    rate.observe(static_cast<std::int64_t>(t), losses[t], memory);
  }
  result.push_back(rate.rate(static_cast<std::int64_t>(losses.size()), memory));
  return result;
}

using Rates = std::vector<double>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("schedule: rates are finite and not negative, however late", "", Schedule) {
  const TestType schedule;
  for (std::int64_t t = 0; t < 3000; ++t) {
    const double r = rate(schedule, t);
    if (!(std::isfinite(r) && r >= 0)) FAIL(TestType::info.kind << " at " << t << ": " << r);
  }
  const bool rises_for_ever = std::is_same_v<TestType, RangeTest>;
  for (const std::int64_t t : {std::int64_t{1'000'000'000}, std::int64_t{1} << 40}) {
    INFO(TestType::info.kind << " at " << t);
    CHECK(std::isfinite(rate(schedule, t)) == !rises_for_ever);
    CHECK(rate(schedule, t) >= 0);
  }
}

TEMPLATE_LIST_TEST_CASE("schedule: a warm-up rises in a line, then the schedule starts", "",
                        Schedule) {
  const LearningRate plain{0.2, TestType{}, 0, 0.1}, warm{0.2, TestType{}, 10, 0.1};
  INFO(TestType::info.kind);
  CHECK(warm.rate(0, {}) == about(0.02));
  CHECK(warm.rate(5, {}) == about(0.11));
  CHECK(warm.rate(9, {}) == about(0.182));
  for (const std::int64_t t : {0, 1, 7, 600}) CHECK(warm.rate(10 + t, {}) == plain.rate(t, {}));
}

TEST_CASE("schedule: powers and roots of the step") {
  CHECK(rate(ConstantRate{}, 12345) == 0.1);
  CHECK(rate(Exponential{0.5}, 0) == 0.1);
  CHECK(rate(Exponential{0.5}, 3) == 0.0125);
  CHECK(rate(StepDecay{10, 0.5}, 9) == 0.1);
  CHECK(rate(StepDecay{10, 0.5}, 10) == 0.05);
  CHECK(rate(StepDecay{10, 0.5}, 25) == 0.025);
  CHECK(rate(Multistep{{5, 8}, 0.5}, 4) == 0.1);
  CHECK(rate(Multistep{{5, 8}, 0.5}, 5) == 0.05);
  CHECK(rate(Multistep{{8, 5}, 0.5}, 8) == 0.025);  // in any order
  CHECK(rate(Multistep{{}, 0.5}, 100) == 0.1);
  CHECK(rate(ExponentialContinuous{0.25, 10, false}, 5) == about(0.05));
  CHECK(rate(ExponentialContinuous{0.25, 10, true}, 19) == 0.025);
  CHECK(rate(InverseSqrt{}, 0) == 0.1);
  CHECK(rate(InverseSqrt{}, 99) == 0.01);
  CHECK(rate(InverseTime{0.5, 100}, 200) == 0.05);
  CHECK(rate(Polynomial{100, 2}, 50) == about(0.025));
  CHECK(rate(Polynomial{100, 1}, 100) == 0);
  CHECK(rate(Polynomial{100, 1}, 5000) == 0);
  CHECK(rate(Polynomial{100, 0}, 5000) == 0.1);
}

TEST_CASE("schedule: cosines") {
  CHECK(rate(Cosine{100, 0.02}, 0) == 0.1);
  CHECK(rate(Cosine{100, 0.02}, 50) == about(0.06));
  CHECK(rate(Cosine{100, 0.02}, 100) == about(0.02));
  CHECK(rate(Cosine{100, 0.02}, 25) == about(0.02 + 0.04 * (1 + std::sqrt(0.5))));
  CHECK(rate(Cosine{100, 0.02}, 200) == about(0.1));  // up again, as PyTorch
  CHECK(rate(CosineRestarts{10, 1, 0}, 5) == about(0.05));
  CHECK(rate(CosineRestarts{10, 1, 0}, 10) == 0.1);
  CHECK(rate(CosineRestarts{10, 1, 0}, 1'000'000'005) == about(0.05));
  CHECK(rate(CosineRestarts{10, 2, 0}, 20) == about(0.05));  // the middle of the cycle 10 ... 29
  CHECK(rate(CosineRestarts{10, 2, 0}, 30) == 0.1);
  CHECK(rate(CosineRestarts{10, 2, 0}, 50) == about(0.05));  // of 30 ... 69
}

TEST_CASE("schedule: one cycle rises, falls far below where it began, and stays there") {
  OneCycle one;
  one.max_lr = 1;
  one.total_steps = 100;
  one.div_factor = 10;
  one.final_div_factor = 100;
  CHECK(rate(one, 0) == about(0.1));
  CHECK(rate(one, 29) == about(1));  // pct_start * total - 1
  CHECK(rate(one, 99) == about(0.001));
  CHECK(rate(one, 5000) == about(0.001));
  one.anneal = 1;
  CHECK(rate(one, 64) == about(0.5005));  // half-way down a line from 1 to 0.001
  one.three_phase = true;
  CHECK(rate(one, 58) == about(0.1));  // 2 * pct_start * total - 2
  CHECK(rate(one, 99) == about(0.001));
  CHECK(LearningRate{1, one}.momentum(0) < 0);  // cycle_momentum is off
  one.cycle_momentum = true;
  CHECK(LearningRate{1, one}.momentum(0) == about(0.95));
  CHECK(LearningRate{1, one}.momentum(29) == about(0.85));
  CHECK(LearningRate{1, one, 5}.momentum(4) < 0);  // not during a warm-up
  CHECK(LearningRate{1, one, 5}.momentum(34) == about(0.85));
}

TEST_CASE("schedule: cyclic rates go up and down, each peak as the mode says") {
  Cyclic cyclic{0.2, 1, 10, 30, 0, 0.5};
  CHECK(rate(cyclic, 0) == 0.2);
  CHECK(rate(cyclic, 5) == about(0.6));
  CHECK(rate(cyclic, 10) == 1);
  CHECK(rate(cyclic, 25) == about(0.6));
  CHECK(rate(cyclic, 50) == 1);
  cyclic.mode = 1;
  CHECK(rate(cyclic, 50) == about(0.6));
  CHECK(rate(cyclic, 90) == about(0.4));
  cyclic.mode = 2;
  CHECK(rate(cyclic, 10) == about(0.2 + 0.8 * std::pow(0.5, 10)));
}

TEST_CASE("schedule: ramps") {
  CHECK(rate(LinearRamp{0.5, 2, 10}, 0) == 0.05);
  CHECK(rate(LinearRamp{0.5, 2, 10}, 5) == about(0.125));
  CHECK(rate(LinearRamp{0.5, 2, 10}, 99) == 0.2);
  CHECK(rate(RangeTest{1e-6, 10, 70}, 0) == 1e-6);
  CHECK(rate(RangeTest{1e-6, 10, 70}, 10) == about(1e-5));
  CHECK(rate(RangeTest{1e-6, 10, 70}, 70) == about(10));
}

TEST_CASE("schedule: article 001's exponential decay hardly knows its decay step") {
  CHECK(rate(ArticleExponential{0.1, 1}, 10, 1) == Approx(0.3855).margin(5e-5));
  CHECK(rate(ArticleExponential{0.1, 10}, 10, 1) == Approx(0.3697).margin(5e-5));
  CHECK(rate(ArticleExponential{0.1, 100}, 10, 1) == Approx(0.3681).margin(5e-5));
}

TEST_CASE("plateau: the rate drops after `patience` steps without progress") {
  Plateau p;
  p.patience = 2;
  CHECK(rates(p, {5, 4, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2}) ==
        Rates{1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125});
  p.patience = 0;
  CHECK(rates(p, {5, 5, 5}) == Rates{1, 1, 0.5, 0.25});
}

TEST_CASE("plateau: progress must exceed the threshold, relative or absolute") {
  Plateau p;
  p.patience = 0;
  p.threshold = 0.1;
  CHECK(rates(p, {10, 9.5, 8.9, 8.5}) == Rates{1, 1, 0.5, 0.5, 0.25});
  p.threshold_mode = 1;
  CHECK(rates(p, {10, 9.95, 9.89, 9.7}) == Rates{1, 1, 0.5, 0.5, 0.5});
}

TEST_CASE("plateau: cooldown, floor, least change and the other direction") {
  Plateau p;
  p.patience = 0;
  p.cooldown = 2;
  CHECK(rates(p, {5, 5, 5, 5, 5, 5}) == Rates{1, 1, 0.5, 0.5, 0.5, 0.25, 0.25});
  p.cooldown = 0;
  p.lr_min = 0.4;
  CHECK(rates(p, {5, 5, 5, 5}) == Rates{1, 1, 0.5, 0.4, 0.4});
  p.epsilon = 0.2;
  CHECK(rates(p, {5, 5, 5, 5}) == Rates{1, 1, 0.5, 0.5, 0.5});
  p = {};
  p.patience = 0;
  p.mode = 1;
  CHECK(rates(p, {5, 6, 6, 7}) == Rates{1, 1, 1, 0.5, 0.5});
}

TEST_CASE("plateau: a loss that is NaN is no progress") {
  Plateau p;
  p.patience = 1;
  CHECK(rates(p, {5, kNan, kNan, 4}) == Rates{1, 1, 1, 0.5, 0.5});
}

TEST_CASE("plateau: only loss-driven schedules ask for the loss") {
  int asking = 0;
  for (const Schedule& s :
       {Schedule(Plateau{}), Schedule(ArticleStepDecay{}), Schedule(Cosine{})}) {
    asking += LearningRate{1, s}.needs_loss() ? 1 : 0;
  }
  CHECK(asking == 2);
  Plateau p;
  p.patience = 0;
  const LearningRate warm{1, p, 5, 1};
  ScheduleMemory memory;
  for (std::int64_t t = 0; t < 5; ++t) warm.observe(t, 1, memory);
  CHECK(memory.seen == 0);  // a warm-up is no plateau
}

TEST_CASE("schedule: article 001's step decay is 0 for ever, or climbs") {
  CHECK(rates(ArticleStepDecay{}, {5, 4, 3}) == Rates{1, 0, 0, 0});
  CHECK(rates(ArticleStepDecay{}, {3, 6}) == Rates{1, 0, -1});
  CHECK(rates(ArticleStepDecay{2}, {5, 4}) == Rates{1, -1.5, -1});
}
