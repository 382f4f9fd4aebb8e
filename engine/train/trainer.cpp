// The life of a step: batch, forward, loss, backward, chain, statistics.
// Hot: -O2 in the module.
#include "engine/train/trainer.hpp"

#include <algorithm>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

std::span<const Scalar> part(const Flat& flat, const TensorSpec& tensor) {
  return {flat.data() + tensor.offset, static_cast<std::size_t>(tensor.size())};
}

bool finite(std::span<const Scalar> values) {
  return std::all_of(values.begin(), values.end(), [](Scalar v) { return v - v == 0; });
}

bool finite(const Panels& values) {
  const auto size = static_cast<std::size_t>(values.features * kPanel);
  for (Index p = 0; p < values.count(); ++p) {
    if (!finite(std::span<const Scalar>(values.panel(p), size))) return false;
  }
  return true;
}

}  // namespace

void Trainer::load_batch(std::int64_t step) {
  if (!batches_.choose(step)) return;
  const Dataset& data = run_.data.train;
  load_inputs(data, batches_.chosen(), network_.input());
  load_targets(data, batches_.chosen(), run_.encoding, targets_);
  for (std::size_t i = 0; i < batch_answers_.size(); ++i) {
    batch_answers_[i] =
        data.answers[static_cast<std::size_t>(batches_.chosen()[i] * data.answer_columns)];
  }
}

bool Trainer::forward(std::int64_t step) {
  load_batch(step);
  const bool good = network_.forward(step);
  return loss_gradient(run_.loss, network_.output(), targets_, network_.output_gradient()) && good;
}

double Trainer::data_loss() const { return loss_value(run_.loss, network_.output(), targets_); }

double Trainer::penalty() const {
  double penalty = 0;
  const bool penalized = run_.l1 != 0 || run_.l2 != 0;
  for (const TensorSpec& t : run_.layout.tensors()) {
    if (!penalized || !t.is_matrix()) continue;
    const auto w = part(params_, t);
    double magnitude = 0;
    for (const Scalar x : w) magnitude += abs(static_cast<double>(x));
    penalty += run_.l1 * magnitude +
               0.5 * run_.l2 * sum_of_squares(w.data(), static_cast<Index>(w.size()));
  }
  return penalty;
}

void Trainer::add_penalties(Index begin, Index end) {
  if (run_.l1 == 0 && run_.l2 == 0) return;
  for_each_element(end - begin, [&](auto tag, Index i) {
    using T = decltype(tag);
    const T w = load_as<T>(params_.data() + begin + i);
    const T g = load_as<T>(gradient_.data() + begin + i);
    store_as<T>(gradient_.data() + begin + i,
                g + (scalar(run_.l1) * sign(w) + scalar(run_.l2) * w));
  });
}

bool Trainer::backward(bool update) {
  last_pass_ = update ? Pass::kStep : Pass::kOnly;
  const Chain::Arrays arrays{params_.data(), gradient_.data(), update_.data()};
  const bool at_once = update && chain_.elementwise();
  Index pending = run_.layout.parameter_count();  // everything from here on has been updated
  bool good = true;
  network_.backward([&](Index begin, Index end) {
    add_penalties(begin, end);
    if (!at_once || (pending - begin < kGradientBlock && begin > 0)) return;
    good = chain_.apply(arrays, optimizer_, begin, pending) && good;
    pending = begin;
  });
  if (update && !at_once) good = chain_.apply(arrays, optimizer_, 0, pending);
  return good;
}

bool Trainer::step(double* row) {
  if (trouble_) return false;
  bool good = forward(step_);
  measure_loss((row != nullptr && row_needs_loss()) || loss_driven_);
  learning_rate_ = run_.learning_rate.rate(step_, schedule_);
  chain_.measure_clipping(row != nullptr && selected(&StepStatistics::clipped_norm));
  chain_.begin_step(
      {step_ + 1, learning_rate_, step_ == 0 ? learning_rate_ : previous_learning_rate_,
       run_.learning_rate.momentum(step_)},
      optimizer_);
  good = backward(true) && good;
  network_.update_running_statistics();
  if (!good) find_trouble();
  if (row != nullptr) fill(row, true);
  if (loss_driven_) run_.learning_rate.observe(step_, loss_, schedule_);
  previous_learning_rate_ = learning_rate_;
  ++step_;
  if (resets_ && good && reset_due(run_.reset, step_)) reset_units();
  return good;
}

void Trainer::probe(double* row) {
  const bool good = forward(step_);
  measure_loss(row_needs_loss());
  learning_rate_ = run_.learning_rate.rate(step_, schedule_);
  backward(false);
  if (!good && !trouble_) find_trouble();
  fill(row, false);
}

Index Trainer::row_size() const {
  return static_cast<Index>(kStepColumns.size() +
                            kLayerColumns.size() * run_.layout.layers().size());
}

bool Trainer::selected(double StepStatistics::*value) const {
  for (std::size_t i = 0; i < kStepColumns.size(); ++i) {
    if (kStepColumns[i].value == value) return i == kStepColumn || (selection_.step >> i & 1) != 0;
  }
  return false;
}

bool Trainer::row_needs_loss() const {
  return selected(&StepStatistics::loss) || selected(&StepStatistics::data_loss);
}

void Trainer::measure_loss(bool wanted) {
  data_loss_ = wanted ? data_loss() : kNotMeasured;
  loss_ = wanted ? data_loss_ + penalty() : kNotMeasured;
}

bool Trainer::test_due() const {
  const bool wanted =
      selected(&StepStatistics::test_loss) || selected(&StepStatistics::test_accuracy);
  return wanted && run_.test_every > 0 && evaluator_.has_test() && step_ >= next_test_;
}

void Trainer::fill(double* row, bool updated) {
  StepStatistics s;
  s.step = static_cast<double>(step_);
  s.loss = loss_;
  s.data_loss = data_loss_;
  s.learning_rate = learning_rate_;
  const bool classes = run_.data.train.task == Task::kClassification;
  if (classes && selected(&StepStatistics::accuracy)) {
    s.accuracy = accuracy(run_.loss, network_.output(), batch_answers_);
  }
  if (selected(&StepStatistics::gradient_norm) || selected(&StepStatistics::clipped_norm)) {
    s.gradient_norm = std::sqrt(sum_of_squares(gradient_.data(), gradient_.size()));
  }
  if (updated) s.clipped_norm = chain_.clipped_norm() < 0 ? s.gradient_norm : chain_.clipped_norm();
  if (test_due()) {
    if (updated) next_test_ = step_ + run_.test_every;
    const Score test = evaluator_.score_test(network_);
    s.test_loss = test.loss;
    s.test_accuracy = test.accuracy;
  }
  for (const StepColumn& column : kStepColumns) {
    *row++ = selected(column.value) ? s.*column.value : kNotMeasured;
  }
  for (Index l = 0; l < run_.layout.depth(); ++l) {
    fill_layer(l, row, updated);
    row += kLayerColumns.size();
  }
}

void Trainer::fill_layer(Index l, double* columns, bool updated) {
  using Needs = LayerColumn::Needs;
  const LayerValues& values = network_.layer(l);
  const Panels slopes = slopes_.shaped_like(values.z);
  const LayerView layer{run_.layout.layers()[static_cast<std::size_t>(l)],
                        values,
                        slopes,
                        run_.layout.tensors(l),
                        params_.data(),
                        gradient_.data(),
                        update_.data()};
  bool has_slopes = false;
  for (std::size_t i = 0; i < kLayerColumns.size(); ++i) {
    const LayerColumn& column = kLayerColumns[i];
    columns[i] = kNotMeasured;
    if ((selection_.layer >> i & 1) == 0 || (column.needs == Needs::kUpdate && !updated)) continue;
    if (column.needs == Needs::kSlopes && !has_slopes) {
      network_.slopes(l, slopes);
      has_slopes = true;
    }
    columns[i] = column.value(layer);
  }
}

[[gnu::cold]] void Trainer::find_trouble() {
  const Index depth = run_.layout.depth();
  const auto blame = [&](Index layer, const char* tensor) { trouble_ = {step_, layer, tensor}; };
  const auto odd_signal = [&](Index l, bool backward) -> const char* {
    for (const Signal& s : network_.signals(l)) {
      if (s.backward == backward && !finite(s.values)) return s.name;
    }
    return nullptr;
  };
  for (Index l = 0; l < depth; ++l) {
    if (const char* name = odd_signal(l, false)) return blame(l, name);
  }
  for (Index l = depth - 1; l >= 0; --l) {
    if (const char* name = odd_signal(l, true)) return blame(l, name);
    for (const TensorSpec& t : run_.layout.tensors(l)) {
      if (!finite(part(gradient_, t))) return blame(l, "gradient");
    }
  }
  for (const TensorSpec& t : run_.layout.tensors()) {
    if (!finite(part(params_, t))) return blame(t.layer, "params");
  }
}

double Trainer::loss_at(std::int64_t step) {
  last_pass_ = Pass::kNone;
  load_batch(step);
  network_.forward(step);
  return data_loss() + penalty();
}

void Trainer::gradient_at(std::int64_t step) {
  forward(step);
  backward(false);
}

Index Trainer::reset_units() {
  if (trouble_) return 0;  // nothing is repaired
  last_pass_ = Pass::kNone;
  load_batch(step_);
  if (!network_.forward(step_)) return 0;  // the next step reports it
  const Stream stream = Stream::of(run_.seed, Purpose::kReset, static_cast<std::uint64_t>(step_));
  return gradscope::reset_units(run_.reset,
                                {network_, run_.initializer, params_, fresh_, slopes_, stream},
                                [this](Index i) { chain_.clear_moments(optimizer_, i); });
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
