// What is remembered of the rows, and the diagnosis made of it.
#include "engine/train/diagnosis.hpp"

#include <algorithm>
#include <cstring>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

double log10_of(double x) { return log(x) / std::numbers::ln10; }  // x > 0
double power_of_ten(double x) { return exp(x * std::numbers::ln10); }
bool measured(double x) { return x == x; }

constexpr std::size_t kStep = place_of(kStepColumns, "step"),
                      kLoss = place_of(kStepColumns, "loss"),
                      kDataLoss = place_of(kStepColumns, "data_loss"),
                      kAccuracy = place_of(kStepColumns, "accuracy"),
                      kRate = place_of(kStepColumns, "learning_rate");
constexpr std::size_t kGradientNorm = place_of(kLayerColumns, "gradient_norm"),
                      kDeltaRms = place_of(kLayerColumns, "delta_rms"),
                      kSaturated = place_of(kLayerColumns, "saturated"),
                      kDead = place_of(kLayerColumns, "dead");

/// Moves a mean towards a value that was measured.
void blend(double& mean, double value, double share) {
  if (measured(value)) mean = measured(mean) ? mean + share * (value - mean) : value;
}

/// A norm: the logarithm where it is not 0, and how often it is.
void blend_norm(double& log_mean, double& zero, double value, double share) {
  if (!measured(value)) return;
  blend(zero, value == 0 ? 1 : 0, share);
  if (value != 0) blend(log_mean, log10_of(value), share);
}
double norm_of(double log_mean, double zero) {
  return zero > 0.5 ? 0 : power_of_ten(log_mean);  // NaN if it was never measured
}

}  // namespace

Diagnostician::Diagnostician(Subject subject)
    : subject_(std::move(subject)),
      mean_(subject_.layers.size()),
      hidden_(max(subject_.layers.size(), std::size_t{2}) - 1) {}

void Diagnostician::forget() {
  memory_ = {};
  for (Layer& m : mean_) m = {};
  recent_loss_ = kNotMeasured;
  update_hidden();
}

bool Diagnostician::see(std::span<const double> row) {
  const double step = row[kStep];
  memory_.rows += 1;
  if (memory_.rows == 1) memory_.first_step = step;
  memory_.last_step = step;
  // With few rows the newest half of them, so that the first does not count for ever.
  const double share = 1 / min(kMemory, std::ceil(memory_.rows / 2));
  const double data_loss = row[kDataLoss];
  const double loss = row[kLoss];
  if (memory_.rows == 1 && measured(data_loss)) memory_.penalty_share = 1 - data_loss / loss;
  see_loss(measured(data_loss) ? data_loss : loss);
  blend(memory_.accuracy, row[kAccuracy], share);
  memory_.rate = row[kRate];
  const double* layer = row.data() + kStepColumns.size();
  for (Layer& m : mean_) {
    if (data_loss != 0) {  // a batch without any asks for no gradient
      blend_norm(m.log_gradient, m.zero_gradient, layer[kGradientNorm], share);
      blend_norm(m.log_delta, m.zero_delta, layer[kDeltaRms], share);
    }
    const double limit = kExplodingNorm.value;
    blend(m.explodes, layer[kGradientNorm] > limit ? 1 : 0, 0.5 * share);
    blend(m.saturated, layer[kSaturated], share);
    blend(m.dead, layer[kDead], share);
    layer += kLayerColumns.size();
  }
  update_hidden();
  return hold();
}

void Diagnostician::see_loss(double loss) {
  const auto count = static_cast<std::size_t>(memory_.rows);
  memory_.recent[(count - 1) % kRecent] = loss;
  if (memory_.rows == 1) memory_.first_loss = memory_.lowest_loss = loss;
  recent_loss_ = mean_of_recent();
  if (memory_.rows >= kHold.value) memory_.lowest_loss = min(memory_.lowest_loss, recent_loss_);
  const auto due = [&] {
    return (count - 1) % static_cast<std::size_t>(memory_.history_stride) == 0;
  };
  if (!due()) return;
  if (memory_.history_size == static_cast<double>(kHistory)) {
    for (std::size_t i = 0; i < kHistory / 2; ++i) memory_.history[i] = memory_.history[2 * i];
    memory_.history_size /= 2;
    memory_.history_stride *= 2;
    if (!due()) return;
  }
  constexpr double kSmallest = 1e-300;  // log() takes no zero
  memory_.history[static_cast<std::size_t>(memory_.history_size)] =
      log(max(recent_loss_, kSmallest));
  memory_.history_size += 1;
}

/// Of the newest half of the rows, kRecent at most: the mean without a tenth at either end.
double Diagnostician::mean_of_recent() const {
  const auto rows = static_cast<std::size_t>(memory_.rows);
  const std::size_t count = std::min(kRecent, (rows + 1) / 2);
  std::array<double, kRecent> losses{};  // ascending; what is no number last
  for (std::size_t i = 0; i < count; ++i) {
    const double loss = memory_.recent[(rows - 1 - i) % kRecent];
    std::size_t place = i;
    for (; place > 0 && (losses[place - 1] > loss || !measured(losses[place - 1])); --place) {
      losses[place] = losses[place - 1];
    }
    losses[place] = loss;
  }
  const std::size_t odd = count / 10 + (count > 2 ? 1 : 0);
  double sum = 0;
  for (std::size_t i = odd; i < count - odd; ++i) sum += losses[i];
  return sum / static_cast<double>(count - 2 * odd);
}

bool Diagnostician::hold() {
  const Findings now = judge();
  const bool well = now.gradient == GradientState::kHealthy && now.units == UnitState::kWorking;
  if (memory_.rows == 1) memory_.started_well = memory_.last_step == 0 && well ? 1 : 0;
  const Verdict verdict = verdict_of(now);
  const auto recent = [&](double since_row, double since_step) {
    return memory_.rows - since_row < kHold.value &&
           memory_.last_step - since_step < kPatience.value;
  };
  if (verdict != Verdict::kHealthy) {
    memory_.green_row = memory_.rows;
    memory_.green_step = memory_.last_step;
  }
  // Green is earned as long as any verdict is held.
  const bool unearned =
      verdict == Verdict::kHealthy && recent(memory_.green_row, memory_.green_step);
  if (verdict == held_verdict() || unearned) return false;
  const bool held = memory_.rows > 1 && recent(memory_.verdict_row, memory_.verdict_step);
  if (held && verdict != Verdict::kDiverged) return false;
  memory_.verdict = static_cast<double>(verdict);
  memory_.verdict_row = memory_.rows;
  memory_.verdict_step = memory_.last_step;
  return choose_cause(verdict, now, well);
}

void Diagnostician::update_hidden() {
  for (std::size_t l = 0; l < hidden_.size(); ++l) {
    const Layer& m = mean_[l];
    hidden_[l] = {norm_of(m.log_gradient, m.zero_gradient),
                  norm_of(m.log_delta, m.zero_delta),
                  m.saturated,
                  m.dead,
                  m.explodes,
                  subject_.layers[l].units,
                  subject_.layers[l].one_sided};
  }
}

/// Of logarithms, so that one entry that is far off does not count more than others.
double Diagnostician::history_mean(std::size_t begin, std::size_t end) const {
  double sum = 0;
  for (std::size_t i = begin; i < end; ++i) sum += memory_.history[i];
  return exp(sum / static_cast<double>(end - begin));
}

std::vector<double> Diagnostician::memory() const {
  std::vector<double> numbers(kMemoryNumbers + mean_.size() * kLayerNumbers);
  std::memcpy(numbers.data(), &memory_, sizeof memory_);
  std::memcpy(numbers.data() + kMemoryNumbers, mean_.data(), mean_.size() * sizeof(Layer));
  return numbers;
}

bool Diagnostician::remember(std::span<const double> numbers) {
  Memory memory;
  if (numbers.size() != kMemoryNumbers + mean_.size() * kLayerNumbers) return false;
  std::memcpy(static_cast<void*>(&memory), numbers.data(), sizeof memory);
  if (!memory.is_sound()) return false;
  memory_ = memory;
  std::memcpy(static_cast<void*>(mean_.data()), numbers.data() + kMemoryNumbers,
              mean_.size() * sizeof(Layer));
  recent_loss_ = mean_of_recent();
  update_hidden();
  return true;
}

/// False for numbers that no rows can have left.
bool Diagnostician::Memory::is_sound() const {
  constexpr double kMostRows = 9007199254740992;  // whole numbers up to here are exact
  const auto within = [](double x, double least, double most) {
    return x >= least && x <= most && x == std::floor(x);
  };
  return within(rows, 0, kMostRows) && within(history_stride, 1, kMostRows) &&
         within(history_size, rows > 0 ? 1 : 0, static_cast<double>(kHistory)) &&
         within(verdict, 0, static_cast<double>(Verdict::kUndecided)) &&
         within(cause, 0, static_cast<double>(Cause::kZeroRate));
}

LossState Diagnostician::loss_state() const {
  const auto n = static_cast<std::size_t>(memory_.history_size);
  const std::size_t eighth = max(n / 8, std::size_t{1});
  const std::size_t middle = (n - eighth) / 2;
  return {recent_loss_,
          memory_.first_loss,
          history_mean(n - eighth, n),
          history_mean(middle, middle + eighth),
          memory_.lowest_loss,
          memory_.accuracy,
          memory_.rows,
          memory_.last_step - memory_.first_step};
}

Findings Diagnostician::judge() const {
  const LossState loss = loss_state();
  Findings f{judge_gradient(hidden_, loss_left(loss, subject_.guess)),
             judge_learning(loss, subject_.guess), judge_units(hidden_)};
  f.doubtful = learns(f.learning) && !beyond_doubt(loss, subject_.guess);
  f.specimen = subject_.specimen != nullptr;
  return f;
}

double Diagnostician::layer_of(Verdict verdict) const {
  const auto most = [&](auto&& of) {
    const auto worst =
        std::max_element(hidden_.begin(), hidden_.end(),
                         [&](const LayerState& a, const LayerState& b) { return of(a) < of(b); });
    return static_cast<double>(worst - hidden_.begin());
  };
  if (verdict == Verdict::kDead) return most([](const LayerState& l) { return l.dead; });
  if (verdict == Verdict::kSaturated) return most([](const LayerState& l) { return l.saturated; });
  const GradientSlope s = slope_of(hidden_);
  const bool level = verdict == Verdict::kStarved || verdict == Verdict::kDiverged ||
                     (verdict == Verdict::kExploding && s.largest_norm > kExplodingNorm.value);
  return level ? static_cast<double>(s.largest) : 0;
}

/// What is known without a look at the backward pass; kNone if nothing is.
Cause Diagnostician::apparent_cause(const Findings& now) const {
  if (subject_.specimen != nullptr) return Cause::kFormula;
  if (now.learning == LearningState::kStuck && memory_.rate == 0) return Cause::kZeroRate;
  if (memory_.penalty_share > 0.5) return Cause::kPenalty;
  return memory_.started_well != 0 ? Cause::kLearningRate : Cause::kNone;
}

void Diagnostician::blame(const Blame& blame) {
  memory_.cause = static_cast<double>(blame.cause);
  memory_.cause_decades = blame.decades;
}

/// Of a verdict that begins. True if a part of the backward pass is to be blamed.
bool Diagnostician::choose_cause(Verdict verdict, const Findings& now, bool well) {
  blame({});
  if (verdict == Verdict::kHealthy || verdict == Verdict::kUndecided) return false;
  blame({apparent_cause(now)});
  if (cause() != Cause::kNone) return false;
  blame({well ? Cause::kLearningRate : Cause::kWeights});
  return now.gradient == GradientState::kVanishing || now.gradient == GradientState::kExploding;
}

Diagnosis Diagnostician::diagnose(const std::optional<Trouble>& trouble) const {
  Diagnosis d;
  if (memory_.rows == 0) return d;
  d.findings = judge();
  d.verdict = held_verdict();
  d.cause = cause();
  d.cause_decades = memory_.cause_decades;
  if (trouble) {  // perhaps not in a row
    d.findings.learning = LearningState::kDiverged;
    d.verdict = Verdict::kDiverged;
    if (d.cause == Cause::kNone) d.cause = apparent_cause(d.findings);
    if (d.cause == Cause::kNone) d.cause = Cause::kWeights;
  }
  d.layer = trouble ? static_cast<double>(trouble->layer) : layer_of(d.verdict);
  d.steepest = subject_.layers[static_cast<std::size_t>(d.layer)].steepest;
  static_cast<GradientSlope&>(d) = slope_of(hidden_);
  for (const LayerState& l : hidden_) d.share = max(d.share, max(l.saturated, l.dead));
  d.rate = memory_.rate;
  d.loss = recent_loss_;
  d.loss_ratio = d.loss / memory_.first_loss;
  d.guess_loss = subject_.guess.loss;
  d.guess_ratio = d.loss / d.guess_loss;
  d.accuracy = memory_.accuracy;
  d.guess_accuracy = subject_.guess.accuracy;
  return d;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
