// What a trainer does outside of a step: start, evaluate, predict, save and restore.
#include <algorithm>
#include <numeric>

#include "engine/train/trainer.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

namespace {

std::vector<Segment> segments_of(const Layout& layout) {
  std::vector<Segment> segments;
  for (const TensorSpec& t : layout.tensors()) {
    segments.push_back({t.offset, t.rows, t.columns, t.layer, t.role != Role::kWeight});
  }
  return segments;
}

Index target_columns(const Run& run) {
  return target_of(run.loss) == Target::kLabel ? 1 : run.layout.outputs();
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
      targets_(pool_.make(run_.batch, target_columns(run_))),
      batch_answers_(static_cast<std::size_t>(run_.batch)) {
  if (run_.data.test.rows > 0) test_ = load(run_.data.test, pool_);
  Index largest = 0;
  Index widest = 0;
  for (const TensorSpec& t : run_.layout.tensors()) {
    largest = max(largest, t.size());
    widest = max(widest, t.rows);
  }
  fresh_.resize(static_cast<std::size_t>(largest));
  slopes_ = pool_.make(run_.batch, widest);
  initialize();
}

Trainer::Examples Trainer::load(const Dataset& data, PanelPool& pool) const {
  Examples e{pool.make(data.rows, data.features), pool.make(data.rows, target_columns(run_)),
             pool.make(data.rows, run_.layout.outputs())};
  std::vector<Index> all(static_cast<std::size_t>(data.rows));
  std::iota(all.begin(), all.end(), Index{0});
  load_inputs(data, all, e.inputs);
  load_targets(data, all, run_.encoding, e.targets);
  return e;
}

void Trainer::initialize() {
  constexpr std::uint64_t kBiases = std::uint64_t{1} << 32;
  for (const TensorSpec& t : run_.layout.tensors()) {
    Scalar* data = params_.data() + t.offset;
    const auto layer = static_cast<std::uint64_t>(t.layer);
    const TensorSpec& w = run_.layout.weight(t.layer);
    const Fan fan{w.columns, w.rows};
    const Stream biases = Stream::of(run_.seed, Purpose::kWeights, layer + kBiases);
    if (t.role == Role::kWeight) {
      const Stream weights = Stream::of(run_.seed, Purpose::kWeights, layer);
      std::visit([&](const auto& init) { init.fill({data, fan}, weights); }, run_.initializer);
    } else if (t.role == Role::kBias && run_.bias_std > 0) {
      fill_normal({data, {1, t.rows}}, 0, run_.bias_std, biases);
    } else if (t.role == Role::kBias) {
      std::visit(
          [&](const auto& init) {
            if constexpr (requires { init.fill_bias(data, fan, biases); }) {
              init.fill_bias(data, fan, biases);
            }
          },
          run_.initializer);
    } else if (t.role == Role::kGamma) {
      std::fill_n(data, t.size(), Scalar{1});
    } else if (t.role == Role::kAlpha) {
      const auto l = static_cast<std::size_t>(t.layer);
      *data = scalar(std::get<Prelu>(run_.layout.layers()[l].activation).alpha);
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

Trainer::Evaluation Trainer::evaluate(const Dataset& data) {
  PanelPool pool;
  const Examples e = load(data, pool);
  network_.predict(e.inputs, e.outputs);
  Evaluation result;
  result.loss = loss_value(run_.loss, e.outputs, e.targets);
  if (data.task != Task::kClassification) return result;
  result.accuracy = accuracy(run_.loss, e.outputs, data.answers);
  result.confusion.assign(static_cast<std::size_t>(data.classes * data.classes), 0);
  for (Index row = 0; row < data.rows; ++row) {
    const auto answer = static_cast<Index>(data.answers[static_cast<std::size_t>(row)]);
    const Index at = answer * data.classes + predicted_class(run_.loss, e.outputs, row);
    ++result.confusion[static_cast<std::size_t>(at)];
  }
  return result;
}

std::vector<Scalar> Trainer::predict(std::span<const Scalar> inputs) {
  PanelPool pool;
  Dataset data(Task::kRegression, run_.layout.inputs(), 0);
  data.rows = static_cast<Index>(inputs.size()) / data.features;
  data.inputs.assign(inputs.begin(), inputs.end());
  std::vector<Index> all(static_cast<std::size_t>(data.rows));
  std::iota(all.begin(), all.end(), Index{0});
  const Panels in = pool.make(data.rows, data.features);
  const Panels out = pool.make(data.rows, run_.layout.outputs());
  load_inputs(data, all, in);
  network_.predict(in, out);
  std::vector<Scalar> result;
  for (Index row = 0; row < data.rows; ++row) {
    for (Index f = 0; f < out.features; ++f) result.push_back(out.at(row, f));
  }
  return result;
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
  trouble_.reset();
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
