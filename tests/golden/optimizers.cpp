// Optimizers on recorded gradients: the parameters after every step.
#include "engine/optim/chain.hpp"

#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

struct Trajectory {
  Numbers params;  ///< [steps][size].
  Chain::State state;
};

/// `rates` holds the learning rate of each step; `gradients` is [steps][size].
Trajectory run(Chain& chain, const Numbers& start, const Numbers& gradients, const Numbers& rates) {
  Flat params = to_flat(start);
  Flat update = Flat::Zero(params.size());
  Trajectory result{{}, chain.initial_state()};
  for (std::size_t t = 0; t < rates.size(); ++t) {
    const Flat gradient = to_flat(std::span(gradients).subspan(t * start.size(), start.size()));
    chain.begin_step({static_cast<std::int64_t>(t) + 1, rates[t], rates[t == 0 ? 0 : t - 1]},
                     result.state);
    chain.apply({params.data(), gradient.data(), update.data()}, result.state, 0, chain.size());
    for (const Scalar p : params) result.params.push_back(static_cast<double>(p));
  }
  return result;
}

/// tol times max(1, max over t of |theta_i|), for each element.
Numbers tolerances(double tol, const Numbers& thetas, std::size_t size) {
  Numbers allowed(size, tol);
  for (std::size_t i = 0; i < thetas.size(); ++i) {
    allowed[i % size] = std::max(allowed[i % size], tol * std::abs(thetas[i]));
  }
  return allowed;
}

Numbers repeated(const Numbers& list, std::size_t times) {
  Numbers result;
  for (std::size_t i = 0; i < times; ++i) result.insert(result.end(), list.begin(), list.end());
  return result;
}

void replay_case(const Reader& sequences, const Reader& c, CaseReport& out) {
  const std::vector<Transform> transforms = read_optimizer(c);
  const auto steps = static_cast<std::size_t>(c.size("steps"));
  const Numbers start = c.floats("theta0");
  const Numbers gradients = sequences.floats(c.text("sequence").c_str());
  std::vector<Index> shape{1, static_cast<Index>(start.size())};
  if (c.has("shape")) shape = c.indices("shape");
  const Numbers rates =
      c.has("lr_per_step") ? c.numbers("lr_per_step") : Numbers(steps, c.number("lr"));
  const bool fits = shape.size() == 2 && !start.empty() &&
                    static_cast<std::size_t>(shape[0] * shape[1]) == start.size() &&
                    gradients.size() == steps * start.size() && rates.size() == steps;
  if (!fits) c.fault("steps, shape, sequence and rates do not fit together");
  if (!out.faults().empty()) return;

  Chain chain(transforms, {{0, shape[0], shape[1], 0}});
  const Trajectory trajectory = run(chain, start, gradients, rates);
  const Numbers expected = c.numbers("theta_f64");
  // A reference with a tolerance of its own for float64 rests on the same formula, step by step.
  const double tol = kFloat64 && c.has("tol_f64") ? c.number("tol_f64") / kFloat64Share
                                                  : c.tolerance("tol", kBeyondFloat32);
  const Numbers allowed = tolerances(tol, expected, start.size());
  out.compare("theta", trajectory.params, expected, repeated(allowed, steps));
  if (!c.has("averaged_f64")) return;
  const Flat& moments =
      trajectory.state.moments;  // the average is the only moment of the last link
  Numbers average;
  for (const Scalar a : moments.tail(min(moments.size(), chain.size()))) {
    average.push_back(static_cast<double>(a));
  }
  out.compare("average", average, c.numbers("averaged_f64"), allowed);
}

}  // namespace

void replay_optimizers(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, [&](const Reader& c, CaseReport& out) {
    const Reader file(document.json, out.faults());
    replay_case(file.object("sequences"), c, out);
  });
}

}  // namespace golden
