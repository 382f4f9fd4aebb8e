// Results of a network in evaluation mode: on data sets, and for inputs of any kind. Trains
// nothing.
#pragma once

#include "engine/nn/network.hpp"
#include "engine/train/run.hpp"
#include "engine/train/statistics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Score {
  double loss = kNotMeasured;      ///< Without penalties.
  double accuracy = kNotMeasured;  ///< NaN for regression.
};

/// Results over a data set.
struct Evaluation : Score {
  std::vector<std::int64_t> confusion;  ///< Classification: [answer][prediction], counts.
};

class Evaluator {
 public:
  /// Takes memory for the run's test set, so that score_test() allocates nothing.
  explicit Evaluator(const Run& run);

  Evaluation evaluate(Network& network, const Dataset& data) const;

  /// Of the test set, which there must be.
  Score score_test(Network& network) const;
  bool has_test() const { return test_.inputs.rows > 0; }

  /// Outputs for samples [rows][features]: [rows][outputs].
  std::vector<Scalar> predict(Network& network, std::span<const Scalar> inputs) const;

 private:
  struct Examples {  // a data set as panels
    Panels inputs, targets, outputs;
  };
  Examples load(const Dataset& data, PanelPool& pool) const;
  Score score(Network& network, const Examples& e, std::span<const Scalar> answers) const;

  PanelPool pool_;
  Loss loss_;
  Encoding encoding_;
  Index outputs_;
  bool classes_;
  std::vector<Scalar> test_answers_;
  Examples test_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
