// What a trainer does outside of a step: start, save and restore.
#include <algorithm>

#include "engine/train/trainer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

std::vector<Segment> segments_of(const Layout& layout) {
  std::vector<Segment> segments;
  for (const TensorSpec& t : layout.tensors()) {
    segments.push_back({t.offset, t.rows, t.columns, t.layer, !t.is_matrix()});
  }
  return segments;
}

}  // namespace

Trainer::Trainer(Run run)
    : run_(std::move(run)),
      params_(Flat::Zero(run_.layout.parameter_count())),
      gradient_(Flat::Zero(run_.layout.parameter_count())),
      update_(Flat::Zero(run_.layout.parameter_count())),
      running_(Flat::Zero(run_.layout.running_count())),
      network_(run_.layout, run_.batch, {params_.data(), gradient_.data(), running_.data()},
               run_.keep_da),
      chain_(run_.update, segments_of(run_.layout)),
      optimizer_(chain_.initial_state()),
      batches_(run_.data.train.rows, run_.batch, run_.order, run_.seed),
      targets_(pool_.make(run_.batch, target_columns(run_.loss, run_.layout.outputs()))),
      slopes_(pool_.make(run_.batch, run_.layout.widest())),
      evaluator_(run_),
      batch_answers_(static_cast<std::size_t>(run_.batch)),
      loss_driven_(run_.learning_rate.needs_loss()),
      resets_(!std::holds_alternative<NoReset>(run_.reset)) {
  fresh_.resize(static_cast<std::size_t>(run_.layout.largest()));
  initialize();
}

void Trainer::initialize() {
  for (const TensorSpec& t : run_.layout.tensors()) {
    Scalar* data = params_.data() + t.offset;
    const Stream stream = Stream::of(run_.seed, Purpose::kWeights, t.stream);
    if (t.start == Start::kConstant) {
      std::fill_n(data, t.size(), scalar(t.value));
    } else if (t.start == Start::kWeights) {
      draw_weights(run_.initializer, {data, t.fan}, stream);
    } else if (run_.bias_std > 0) {
      fill_normal({data, {1, t.rows}}, 0, run_.bias_std, stream);
    } else {
      visit_active(
          [&](const auto& init) {
            if constexpr (requires { init.fill_bias(data, t.fan, stream); }) {
              init.fill_bias(data, t.fan, stream);
            }
          },
          run_.initializer);
    }
  }
  if (const auto* lsuv = std::get_if<Lsuv>(&run_.initializer)) equalize_variance(lsuv->tolerance);
}

void Trainer::equalize_variance(double tolerance) {
  constexpr int kMostRounds = 10;
  load_batch(0);
  for (Index l = 0; l + 1 < run_.layout.depth(); ++l) {  // an output has the scale of its targets
    const TensorSpec& w = run_.layout.weight(l);
    for (int round = 0; round < kMostRounds; ++round) {
      network_.forward_layer(l, 0);
      const Panels& z = network_.layer(l).z;
      double sum = 0;
      double squares = 0;
      for (Index row = 0; row < z.rows; ++row) {
        for (Index f = 0; f < z.features; ++f) {
          const auto v = static_cast<double>(z.at(row, f));
          sum += v;
          squares += v * v;
        }
      }
      const auto n = static_cast<double>(z.rows * z.features);
      const double variance = squares / n - (sum / n) * (sum / n);
      if (!(variance > 0) || abs(variance - 1) < tolerance) break;
      params_.segment(w.offset, w.size()) *= scalar(1 / std::sqrt(variance));
    }
    network_.forward_layer(l, 0);
  }
}

Snapshot Trainer::snapshot() const {
  return {step_, previous_learning_rate_, schedule_, params_, running_, optimizer_};
}

void Trainer::restore(const Snapshot& s) {
  step_ = s.step;
  previous_learning_rate_ = s.previous_learning_rate;
  schedule_ = s.schedule;
  params_ = s.params;
  running_ = s.running;
  optimizer_ = s.optimizer;
  const std::int64_t every = max<std::int64_t>(run_.test_every, 1);
  next_test_ = (s.step + every - 1) / every * every;  // as if it had run from the start
  last_pass_ = Pass::kNone;
  trouble_.reset();
}

std::vector<double> Trainer::delta_changes() {
  const Index count = run_.layout.depth() - 1;
  std::vector<double> changes(static_cast<std::size_t>(count) * kDeltaParts, kNotMeasured);
  if (last_pass_ == Pass::kNone) return changes;
  const Flat params = params_;
  const Flat gradient = gradient_;
  if (last_pass_ == Pass::kStep) params_ -= update_;  // as the pass saw them, to rounding
  double* to = changes.data();
  for (Index l = 0; l < count; ++l) {
    for (const double part : network_.delta_change(l, slopes_)) *to++ = part;
  }
  params_ = params;
  gradient_ = gradient;
  return changes;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
