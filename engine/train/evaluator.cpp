// Data sets through a network, and the counts of what comes out.
#include "engine/train/evaluator.hpp"

#include <numeric>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

std::vector<Index> all_rows(const Dataset& data) {
  std::vector<Index> all(static_cast<std::size_t>(data.rows));
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

}  // namespace

Evaluator::Evaluator(const Run& run)
    : loss_(run.loss),
      encoding_(run.encoding),
      outputs_(run.layout.outputs()),
      classes_(run.data.train.task == Task::kClassification),
      test_answers_(run.data.test.answers) {
  if (run.data.test.rows > 0) test_ = load(run.data.test, pool_);
}

Evaluator::Examples Evaluator::load(const Dataset& data, PanelPool& pool) const {
  const Examples e{pool.make(data.rows, data.features),
                   pool.make(data.rows, target_columns(loss_, outputs_)),
                   pool.make(data.rows, outputs_)};
  const std::vector<Index> all = all_rows(data);
  load_inputs(data, all, e.inputs);
  load_targets(data, all, encoding_, e.targets);
  return e;
}

Score Evaluator::score(Network& network, const Examples& e, std::span<const Scalar> answers) const {
  network.predict(e.inputs, e.outputs);
  Score result;
  result.loss = loss_value(loss_, e.outputs, e.targets);
  if (classes_) result.accuracy = accuracy(loss_, e.outputs, answers);
  return result;
}

Score Evaluator::score_test(Network& network) const { return score(network, test_, test_answers_); }

Evaluation Evaluator::evaluate(Network& network, const Dataset& data) const {
  PanelPool pool;
  const Examples e = load(data, pool);
  Evaluation result{score(network, e, data.answers), {}};
  if (!classes_) return result;
  result.confusion.assign(static_cast<std::size_t>(data.classes * data.classes), 0);
  for (Index row = 0; row < data.rows; ++row) {
    const auto answer = static_cast<Index>(data.answers[static_cast<std::size_t>(row)]);
    const Index at = answer * data.classes + predicted_class(loss_, e.outputs, row);
    ++result.confusion[static_cast<std::size_t>(at)];
  }
  return result;
}

std::vector<Scalar> Evaluator::predict(Network& network, std::span<const Scalar> inputs) const {
  PanelPool pool;
  Dataset data(Task::kRegression, network.layout().inputs(), 0);
  data.rows = static_cast<Index>(inputs.size()) / data.features;
  data.inputs.assign(inputs.begin(), inputs.end());
  const Panels in = pool.make(data.rows, data.features);
  const Panels out = pool.make(data.rows, outputs_);
  load_inputs(data, all_rows(data), in);
  network.predict(in, out);
  std::vector<Scalar> result;
  for (Index row = 0; row < data.rows; ++row) {
    for (Index f = 0; f < out.features; ++f) result.push_back(out.at(row, f));
  }
  return result;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
