// The schedules that remember, and the warm-up before any schedule.
#include "engine/optim/schedule.hpp"

#include <limits>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <class S>
inline constexpr bool kObserves = requires(const S s, ScheduleMemory m) {
  s.observe(m, 0.0, 0.0);
};
}  // namespace

void Plateau::observe(ScheduleMemory& memory, double base, double loss) const {
  if (memory.seen++ == 0) {
    memory.rate = base;
    memory.best = mode == 0 ? kInfinity : -kInfinity;
  }
  const double sign = mode == 0 ? -1 : 1;
  const double mark =
      threshold_mode == 0 ? memory.best * (1 + sign * threshold) : memory.best + sign * threshold;
  const bool better = mode == 0 ? loss < mark : loss > mark;
  memory.bad = better ? 0 : memory.bad + 1;
  if (better) memory.best = loss;
  if (memory.cooldown > 0) {
    --memory.cooldown;
    memory.bad = 0;
  }
  if (memory.bad <= patience) return;
  const double lower = max(memory.rate * factor, lr_min);
  if (memory.rate - lower > epsilon) memory.rate = lower;
  memory.cooldown = cooldown;
  memory.bad = 0;
}

void ArticleStepDecay::observe(ScheduleMemory& memory, double base, double loss) const {
  const bool first = memory.seen++ == 0;
  memory.best = first ? loss : min(loss, memory.best);
  memory.rate = base * (1 - loss / (least > 0 ? least : memory.best));
}

double LearningRate::rate(std::int64_t t, const ScheduleMemory& memory) const {
  if (t < warmup_steps) {
    const double share = static_cast<double>(t) / static_cast<double>(warmup_steps);
    return base * (warmup_start + (1 - warmup_start) * share);
  }
  return visit_active(
      [&](const auto& s) {
        if constexpr (kObserves<std::decay_t<decltype(s)>>) {
          return memory.seen == 0 ? base : memory.rate;
        } else {
          return s.rate(base, t - warmup_steps);
        }
      },
      schedule);
}

bool LearningRate::needs_loss() const {
  return of_active_type(schedule, []<class S>() { return kObserves<S>; });
}

void LearningRate::observe(std::int64_t t, double loss, ScheduleMemory& memory) const {
  if (t < warmup_steps) return;
  visit_active(
      [&](const auto& s) {
        if constexpr (kObserves<std::decay_t<decltype(s)>>) s.observe(memory, base, loss);
      },
      schedule);
}

double LearningRate::momentum(std::int64_t t) const {
  const auto* cycle = std::get_if<OneCycle>(&schedule);
  if (cycle == nullptr || !cycle->cycle_momentum || t < warmup_steps) return -1;
  return cycle->momentum(t - warmup_steps);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
