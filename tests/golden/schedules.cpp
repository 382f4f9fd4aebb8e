// Schedules: the learning rate of every step and, for one cycle, the momentum.
#include "engine/optim/schedule.hpp"

#include <algorithm>

#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

/// Schedules are in double in both builds; a rate that is 0 in exact arithmetic is rounding noise.
constexpr double kTolerance = 1e-9;

void compare_rates(const char* what, const Numbers& got, const Numbers& expected, CaseReport& out) {
  double largest = 0;
  for (const double x : expected) largest = std::max(largest, std::abs(x));
  Numbers tolerances;
  for (const double x : expected) {
    tolerances.push_back(kTolerance * std::max(std::abs(x), 1e-3 * largest));
  }
  out.compare(what, got, expected, tolerances);
}

}  // namespace

void replay_schedules(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, [](const Reader& c, CaseReport& out) {
    LearningRate rate = read_schedule(c, "schedule", c.number("lr"));
    const Numbers metric = c.has("metric") ? c.numbers("metric") : Numbers();
    const auto steps = static_cast<std::size_t>(c.size("steps"));
    if (rate.needs_loss() != !metric.empty()) c.fault("a metric is missing or not needed");
    if (!metric.empty() && metric.size() < steps) c.fault("the metric is too short");
    auto* cycle = std::get_if<OneCycle>(&rate.schedule);
    if (cycle != nullptr) cycle->cycle_momentum = true;
    if (!out.faults().empty()) return;

    ScheduleMemory memory;
    Numbers rates, momentum;
    for (std::size_t t = 0; t < steps; ++t) {
      const auto step = static_cast<std::int64_t>(t);
      rates.push_back(rate.rate(step, memory));
      momentum.push_back(rate.momentum(step));
      if (rate.needs_loss()) rate.observe(step, metric[t], memory);
    }
    compare_rates("rate", rates, c.numbers("rates"), out);
    if (c.has("momentum")) compare_rates("momentum", momentum, c.numbers("momentum"), out);
  });
}

}  // namespace golden
