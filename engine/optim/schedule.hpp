// Learning-rate schedules: the one list of them. A schedule maps the base rate and the step
// t = 0, 1, 2, ... to the rate of that step; none of them sees a gradient, so none can change the
// ratio between layers.
//
// A member is a struct with
//   double rate(double base, std::int64_t t) const
// or, if the loss drives it,
//   void observe(ScheduleMemory&, double base, double loss) const    after each step
// in which case the rate is ScheduleMemory::rate. All arithmetic is in double.
#pragma once

#include <variant>

#include "engine/core/numerics.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// What a loss-driven schedule remembers; part of a snapshot.
struct ScheduleMemory {
  double rate = 0;
  double best = 0;
  std::int64_t seen = 0;
  std::int64_t bad = 0;
  std::int64_t cooldown = 0;
};

namespace detail {
/// Half a cosine from `from` (at 0) to `to` (at 1).
inline double cosine_between(double from, double to, double share) {
  return to + (from - to) / 2 * (1 + sin_cos(std::numbers::pi * share).cos);
}
}  // namespace detail

struct ConstantRate {
  static constexpr Info info{"constant", "Constant", R"(\eta_0)", "",
                             "The same rate at every step."};
  double rate(double base, std::int64_t) const { return base; }
};

struct StepDecay {
  std::int64_t step_size = 500;
  double gamma = 0.5;
  static constexpr Info info{"step", "Step decay", R"(\eta_0\,\gamma^{\lfloor t/s\rfloor})", "",
                             "Multiplied by gamma every s steps."};
  static constexpr auto fields() {
    return std::array{
        integer<&StepDecay::step_size>("step_size", "Steps between drops", {1, 1e9, true}),
        real<&StepDecay::gamma>("gamma", "Factor of a drop", {0, 10})};
  }
  double rate(double base, std::int64_t t) const { return base * power(gamma, t / step_size); }
};

struct Multistep {
  Integers milestones = {500, 1000};
  double gamma = 0.1;
  static constexpr Info info{"multistep", "Multi-step decay", R"(\eta_0\,\gamma^{\#\{m\le t\}})",
                             "", "Multiplied by gamma at each milestone."};
  static constexpr auto fields() {
    return std::array{
        integers<&Multistep::milestones>("milestones", "Steps of the drops", {0, 1e9}),
        real<&Multistep::gamma>("gamma", "Factor of a drop", {0, 10})};
  }
  double rate(double base, std::int64_t t) const {
    std::int64_t passed = 0;
    for (const std::int64_t m : milestones) passed += m <= t ? 1 : 0;
    return base * power(gamma, passed);
  }
};

struct Exponential {
  double gamma = 0.999;
  static constexpr Info info{"exponential", "Exponential decay", R"(\eta_0\,\gamma^t)", "",
                             "Multiplied by gamma at every step."};
  static constexpr auto fields() {
    return std::array{real<&Exponential::gamma>("gamma", "Factor of a step", {0, 2})};
  }
  double rate(double base, std::int64_t t) const { return base * power(gamma, t); }
};

struct ExponentialContinuous {
  double decay_rate = 0.9;
  std::int64_t decay_steps = 100;
  bool staircase = false;
  static constexpr Info info{"exponential_continuous", "Exponential decay over s steps",
                             R"(\eta_0\,r^{t/s})", "Keras ExponentialDecay",
                             "Falls to the share r every s steps, smoothly or as a staircase."};
  static constexpr auto fields() {
    return std::array{
        real<&ExponentialContinuous::decay_rate>("rate", "Share left after s steps", {0, 10}),
        integer<&ExponentialContinuous::decay_steps>("decay_steps", "Steps s", {1, 1e9, true}),
        boolean<&ExponentialContinuous::staircase>("staircase", "In steps instead of smoothly")};
  }
  double rate(double base, std::int64_t t) const {
    if (staircase) return base * power(decay_rate, t / decay_steps);
    return base * power(decay_rate, static_cast<double>(t) / static_cast<double>(decay_steps));
  }
};

struct InverseSqrt {
  static constexpr Info info{"inverse_sqrt", "Inverse square root", R"(\eta_0/\sqrt{t+1})",
                             "Zinkevich 2003", "The rate of online gradient descent."};
  double rate(double base, std::int64_t t) const {
    return base / std::sqrt(static_cast<double>(t) + 1);
  }
};

struct InverseTime {
  double decay = 0.5;
  std::int64_t decay_steps = 100;
  static constexpr Info info{"inverse_time", "Inverse time", R"(\frac{\eta_0}{1+d\,t/s})",
                             "Robbins and Monro 1951", "Falls like 1/t once t is large."};
  static constexpr auto fields() {
    return std::array{real<&InverseTime::decay>("decay", "Decay d", {0, 1e6}),
                      integer<&InverseTime::decay_steps>("decay_steps", "Steps s", {1, 1e9, true})};
  }
  double rate(double base, std::int64_t t) const {
    return base / (1 + decay * static_cast<double>(t) / static_cast<double>(decay_steps));
  }
};

struct Polynomial {
  std::int64_t total_steps = 2000;
  double exponent = 1;
  static constexpr Info info{"polynomial", "Polynomial decay", R"(\eta_0(1-\tfrac{t}{T})^p)",
                             "Chen et al. 2018",
                             "Falls to 0 at step T and stays there; linear for p = 1."};
  static constexpr auto fields() {
    return std::array{
        integer<&Polynomial::total_steps>("total_steps", "Steps T until 0", {1, 1e9, true}),
        real<&Polynomial::exponent>("power", "Exponent p", {0, 20})};
  }
  double rate(double base, std::int64_t t) const {
    const double left =
        1 - static_cast<double>(min(t, total_steps)) / static_cast<double>(total_steps);
    return base * power(left, exponent);
  }
};

struct Cosine {
  std::int64_t t_max = 2000;
  double lr_min = 0;
  static constexpr Info info{
      "cosine", "Cosine annealing", R"(\eta_m+\tfrac12(\eta_0-\eta_m)(1+\cos\tfrac{\pi t}{T}))",
      "Loshchilov and Hutter 2017",
      "Half a cosine down to lr_min at T. Rises again after T, as in PyTorch; Keras "
      "stays at the minimum."};
  static constexpr auto fields() {
    return std::array{integer<&Cosine::t_max>("t_max", "Steps T to the minimum", {1, 1e9, true}),
                      real<&Cosine::lr_min>("lr_min", "Lowest rate", {0, 1e6})};
  }
  double rate(double base, std::int64_t t) const {
    return detail::cosine_between(base, lr_min,
                                  static_cast<double>(t) / static_cast<double>(t_max));
  }
};

struct CosineRestarts {
  std::int64_t t_0 = 500;
  std::int64_t t_mult = 1;
  double lr_min = 0;
  static constexpr Info info{
      "cosine_restarts", "Warm restarts", R"(\text{cosine, restarted after } T_0, T_0 m, \ldots)",
      "Loshchilov and Hutter 2017", "Cosine annealing that jumps back up; SGDR."};
  static constexpr auto fields() {
    return std::array{
        integer<&CosineRestarts::t_0>("t_0", "Steps of the first cycle", {1, 1e9, true}),
        integer<&CosineRestarts::t_mult>("t_mult", "Each cycle is this many times longer",
                                         {1, 100}),
        real<&CosineRestarts::lr_min>("lr_min", "Lowest rate", {0, 1e6})};
  }
  double rate(double base, std::int64_t t) const {
    std::int64_t cycle = t_0;
    if (t_mult == 1) t %= cycle;
    while (t >= cycle) {
      t -= cycle;
      cycle *= t_mult;
    }
    return detail::cosine_between(base, lr_min,
                                  static_cast<double>(t) / static_cast<double>(cycle));
  }
};

inline constexpr std::array<const char*, 2> kAnneals = {"cos", "linear"};

struct OneCycle {
  double max_lr = 0.1;
  std::int64_t total_steps = 2000;
  double pct_start = 0.3;
  int anneal = 0;
  double div_factor = 25;
  double final_div_factor = 1e4;
  bool three_phase = false;
  bool cycle_momentum = false;
  double base_momentum = 0.85;
  double max_momentum = 0.95;
  static constexpr Info info{
      "one_cycle", "One cycle", R"(\eta_{max}/d \nearrow \eta_{max} \searrow \eta_{max}/(d f))",
      "Smith and Topin 2019",
      "Up, then far down; the base rate is not used. With cycle_momentum the "
      "momentum (or beta1) runs the other way; PyTorch does so by default."};
  static constexpr auto fields() {
    return std::array{
        real<&OneCycle::max_lr>("max_lr", "Highest rate", {0, 1e6, true}),
        integer<&OneCycle::total_steps>("total_steps", "Steps of the cycle", {2, 1e9, true}),
        real<&OneCycle::pct_start>("pct_start", "Share of the cycle that rises", {0.001, 0.999}),
        word<&OneCycle::anneal>("anneal", "Shape of the two sides", kAnneals),
        real<&OneCycle::div_factor>("div_factor", "Highest rate over the first", {1e-3, 1e9, true}),
        real<&OneCycle::final_div_factor>("final_div_factor", "First rate over the last",
                                          {1e-3, 1e12, true}),
        boolean<&OneCycle::three_phase>("three_phase", "Fall to the first rate, then to the last"),
        boolean<&OneCycle::cycle_momentum>("cycle_momentum", "Run momentum the other way"),
        real<&OneCycle::base_momentum>("base_momentum", "Lowest momentum", {0, 1}),
        real<&OneCycle::max_momentum>("max_momentum", "Highest momentum", {0, 1})};
  }
  double rate(double, std::int64_t t) const {
    const double first = max_lr / div_factor;
    return at(t, first, max_lr, first / final_div_factor);
  }
  double momentum(std::int64_t t) const { return at(t, max_momentum, base_momentum, max_momentum); }

 private:
  double at(std::int64_t t, double first, double peak, double last) const {
    const auto total = static_cast<double>(total_steps);
    const double end = total - 1;
    const double rise_end = pct_start * total - 1;
    const auto now = min(static_cast<double>(t), end);
    const auto blend = [&](double from, double to, double begin, double stop) {
      const double share = stop > begin ? (now - begin) / (stop - begin) : 1;
      return anneal == 0 ? detail::cosine_between(from, to, share) : from + (to - from) * share;
    };
    if (now <= rise_end) return blend(first, peak, 0, rise_end);
    if (!three_phase) return blend(peak, last, rise_end, end);
    const double fall_end = 2 * pct_start * total - 2;
    if (now <= fall_end) return blend(peak, first, rise_end, fall_end);
    return blend(first, last, fall_end, end);
  }
};

inline constexpr std::array<const char*, 3> kCyclicModes = {"triangular", "triangular2",
                                                            "exp_range"};

struct Cyclic {
  double base_lr = 0.001;
  double max_lr = 0.1;
  std::int64_t step_up = 500;
  std::int64_t step_down = 500;
  int mode = 0;
  double gamma = 1;
  static constexpr Info info{
      "cyclic", "Cyclic", R"(\eta_b \nearrow \eta_{max} \searrow \eta_b \nearrow \cdots)",
      "Smith 2017",
      "Triangles between two rates, constant, halved each cycle or shrinking by "
      "gamma^t; the base rate is not used."};
  static constexpr auto fields() {
    return std::array{real<&Cyclic::base_lr>("base_lr", "Lowest rate", {0, 1e6, true}),
                      real<&Cyclic::max_lr>("max_lr", "Highest rate", {0, 1e6, true}),
                      integer<&Cyclic::step_up>("step_up", "Steps up", {1, 1e9, true}),
                      integer<&Cyclic::step_down>("step_down", "Steps down", {1, 1e9, true}),
                      word<&Cyclic::mode>("mode", "How the peaks change", kCyclicModes),
                      real<&Cyclic::gamma>("gamma", "Shrinking of exp_range", {0, 1})};
  }
  double rate(double, std::int64_t t) const {
    const std::int64_t cycle = t / (step_up + step_down);
    const std::int64_t x = t % (step_up + step_down);
    const double height =
        x <= step_up ? static_cast<double>(x) / static_cast<double>(step_up)
                     : 1 - static_cast<double>(x - step_up) / static_cast<double>(step_down);
    const double scale = mode == 0 ? 1 : (mode == 1 ? power(0.5, cycle) : power(gamma, t));
    return base_lr + (max_lr - base_lr) * height * scale;
  }
};

struct LinearRamp {
  double start_factor = 1.0 / 3;
  double end_factor = 1;
  std::int64_t total_steps = 500;
  static constexpr Info info{
      "linear", "Linear", R"(\eta_0(f_0+(f_1-f_0)\min(1,\tfrac{t}{T})))", "",
      "A straight line between two factors of the base rate, then constant."};
  static constexpr auto fields() {
    return std::array{real<&LinearRamp::start_factor>("start_factor", "Factor at step 0", {0, 100}),
                      real<&LinearRamp::end_factor>("end_factor", "Factor from step T", {0, 100}),
                      integer<&LinearRamp::total_steps>("total_steps", "Steps T", {1, 1e9, true})};
  }
  double rate(double base, std::int64_t t) const {
    const double share =
        static_cast<double>(min(t, total_steps)) / static_cast<double>(total_steps);
    return base * (start_factor + (end_factor - start_factor) * share);
  }
};

struct RangeTest {
  double lr_min = 1e-6;
  double lr_max = 10;
  std::int64_t total_steps = 500;
  static constexpr Info info{
      "range_test", "Learning-rate range test", R"(\eta_{min}(\eta_{max}/\eta_{min})^{t/T})",
      "Smith 2017",
      "Raises the rate geometrically: read off where the loss falls fastest and "
      "where it turns. The base rate is not used."};
  static constexpr auto fields() {
    return std::array{real<&RangeTest::lr_min>("lr_min", "First rate", {1e-12, 1e3, true}),
                      real<&RangeTest::lr_max>("lr_max", "Rate at step T", {1e-12, 1e6, true}),
                      integer<&RangeTest::total_steps>("total_steps", "Steps T", {1, 1e9, true})};
  }
  double rate(double, std::int64_t t) const {
    return lr_min *
           power(lr_max / lr_min, static_cast<double>(t) / static_cast<double>(total_steps));
  }
};

inline constexpr std::array<const char*, 2> kPlateauModes = {"min", "max"};
inline constexpr std::array<const char*, 2> kThresholdModes = {"rel", "abs"};

struct Plateau {
  int mode = 0;
  double factor = 0.5;
  std::int64_t patience = 50;
  double threshold = 1e-4;
  int threshold_mode = 0;
  std::int64_t cooldown = 0;
  double lr_min = 0;
  double epsilon = 1e-8;
  static constexpr Info info{
      "plateau", "Reduce on plateau", R"(\eta \gets f\eta \text{ when the loss stalls})",
      "torch.optim.lr_scheduler.ReduceLROnPlateau",
      "Multiplied by f after `patience` steps without a better loss: what article "
      "001's loss-driven decay was meant to be."};
  static constexpr auto fields() {
    return std::array{
        word<&Plateau::mode>("mode", "Is a smaller or a larger metric better", kPlateauModes),
        real<&Plateau::factor>("factor", "Factor f of a drop", {0, 1}),
        integer<&Plateau::patience>("patience", "Steps without progress to endure", {0, 1e9}),
        real<&Plateau::threshold>("threshold", "Least progress that counts", {0, 1e9}),
        word<&Plateau::threshold_mode>("threshold_mode", "Relative or absolute threshold",
                                       kThresholdModes),
        integer<&Plateau::cooldown>("cooldown", "Steps of rest after a drop", {0, 1e9}),
        real<&Plateau::lr_min>("lr_min", "Lowest rate", {0, 1e6}),
        real<&Plateau::epsilon>("eps", "Smaller changes of the rate are ignored", {0, 1})};
  }
  void observe(ScheduleMemory& memory, double base, double loss) const;
};

struct ArticleExponential {
  double decay_rate = 0.1;
  double decay_steps = 10;
  static constexpr Info info{
      "article_exponential",
      "Exponential decay as printed",
      R"(\eta_0(1+\tfrac{r}{s})^{-st})",
      "article 001, section 3.1.1",
      "Decays like e^(-rt): the `decay step` s hardly matters, and acts in the "
      "wrong direction.",
      true};
  static constexpr auto fields() {
    return std::array{
        real<&ArticleExponential::decay_rate>("rate", "Decay rate r", {0, 10}),
        real<&ArticleExponential::decay_steps>("decay_steps", "Decay step s", {0.01, 1e6, true})};
  }
  double rate(double base, std::int64_t t) const {
    return base * power(1 + decay_rate / decay_steps, -decay_steps * static_cast<double>(t));
  }
};

struct ArticleStepDecay {
  double least = 0;
  static constexpr Info info{
      "article_step_decay",
      "Step decay as printed",
      R"(\eta_0(1-L_t/L_{min}))",
      "article 001, section 3.1.2",
      "Never positive: 0 for ever if L_min is the best loss so far (least = 0), "
      "gradient ascent if a smaller minimum is known.",
      true};
  static constexpr auto fields() {
    return std::array{real<&ArticleStepDecay::least>(
        "least", "Known minimum of the loss; 0: best so far", {0, 1e9})};
  }
  void observe(ScheduleMemory& memory, double base, double loss) const;
};

/// The one list. Append only: menus show this order.
using Schedule =
    std::variant<ConstantRate, Exponential, StepDecay, InverseSqrt, Multistep,
                 ExponentialContinuous, InverseTime, Polynomial, Cosine, CosineRestarts, OneCycle,
                 Cyclic, LinearRamp, RangeTest, Plateau, ArticleExponential, ArticleStepDecay>;

template <>
inline constexpr const char* kFamilyKey<Schedule> = "schedule";

/// The learning rate of a run: a schedule, after an optional linear warm-up.
struct LearningRate {
  double base = 0.1;
  Schedule schedule{};
  std::int64_t warmup_steps = 0;
  double warmup_start = 0.1;  ///< Factor at step 0; the schedule starts at t = 0 after the warm-up.

  double rate(std::int64_t t, const ScheduleMemory& memory) const;
  bool needs_loss() const;
  /// Tells a loss-driven schedule the loss seen at step t.
  void observe(std::int64_t t, double loss, ScheduleMemory& memory) const;
  /// The momentum that the schedule prescribes, or a negative number.
  double momentum(std::int64_t t) const;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
