// Clipping of one gradient: what is left of it, element by element.
#include "engine/core/kernels.hpp"
#include "engine/optim/chain.hpp"
#include "tests/golden/choices.hpp"
#include "tests/golden/replay.hpp"

namespace golden {

using namespace gradscope;

namespace {

/// The tensors of a case, one behind the other.
std::vector<Segment> read_segments(const Reader& c) {
  const auto shapes = c.shapes("shapes");
  const auto layers = c.indices("layers");
  if (shapes.size() != layers.size()) c.fault("there is not a layer for each shape");
  std::vector<Segment> segments;
  Index offset = 0;
  for (std::size_t i = 0; i < shapes.size() && i < layers.size(); ++i) {
    const bool vector = shapes[i].size() == 1;
    const Index columns = vector ? 1 : shapes[i][1];
    segments.push_back({offset, shapes[i][0], columns, layers[i], vector});
    offset += segments.back().size();
  }
  return segments;
}

void replay_clip_case(const Reader& c, CaseReport& out) {
  const std::vector<Transform> transforms = read_clip(c, "clip");
  const std::vector<Segment> segments = read_segments(c);
  const Numbers gradient = c.floats("grads");
  const Numbers weights = c.floats("weights");
  const Numbers expected = c.numbers("out_f64");
  const Index size = segments.empty() ? 0 : segments.back().offset + segments.back().size();
  if (static_cast<Index>(gradient.size()) != size || weights.size() != gradient.size()) {
    c.fault("shapes, grads and weights do not fit together");
  }
  if (!out.faults().empty()) return;

  Chain chain(transforms, segments);
  Chain::State state = chain.initial_state();
  Flat params = to_flat(weights);
  const Flat raw = to_flat(gradient);
  Flat update = Flat::Zero(size);
  chain.measure_clipping(true);
  chain.begin_step({1, 1, 1}, state);  // with learning rate 1 the update is minus what is left
  chain.apply({params.data(), raw.data(), update.data()}, state, 0, size);

  Numbers left, tolerances;
  const double tol = c.tolerance("tol_rel", kBeyondFloat32);
  double squares = 0;
  for (const double x : expected) {
    squares += x * x;
    tolerances.push_back(tol * std::max(std::abs(x), kFloor));
  }
  for (const Scalar u : update) left.push_back(-static_cast<double>(u));
  out.compare("gradient", left, expected, tolerances);
  const double norm = std::sqrt(sum_of_squares(raw.data(), size));
  const double before = c.number("global_l2_before");
  out.compare("norm before", norm, before, tol * std::max(before, kFloor));
  out.compare("norm behind", chain.clipped_norm(), std::sqrt(squares),
              tol * std::max(std::sqrt(squares), kFloor));
}

}  // namespace

void replay_clipping(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, replay_clip_case);
}

}  // namespace golden
