// Why delta changes from layer to layer: the parts add up, and are what theory says of them.
#include "engine/train/cause.hpp"

#include <numeric>

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

constexpr double kChangeRounding = sizeof(Scalar) == 8 ? 1e-12 : 1e-5;

/// [layer][part]
std::vector<DeltaChange> changes_of(Trainer& trainer) {
  const std::vector<double> flat = trainer.delta_changes();
  std::vector<DeltaChange> result(flat.size() / kDeltaParts);
  for (std::size_t i = 0; i < flat.size(); ++i) result[i / kDeltaParts][i % kDeltaParts] = flat[i];
  return result;
}
double sum_of_parts(const DeltaChange& c) { return std::accumulate(c.begin(), c.end(), 0.0); }
double part_of(const DeltaChange& c, DeltaPart part) { return c[static_cast<std::size_t>(part)]; }
double delta_size(const Trainer& trainer, Index l) { return rms(trainer.network().layer(l).delta); }

}  // namespace

TEST_CASE("cause: the parts add up to the change of delta, before an update and behind one") {
  for (const std::string link :
       {"v1", "v1&activation=relu&init=he_normal", "v1&activation=prelu&normalization=batch_norm",
        "v1&activation=tanh&normalization=batch_norm(position:post)&residual=true",
        "v1&activation=gelu&normalization=layer_norm&residual=true&dropout=0.3",
        "v1&activation=selu&normalization=layer_norm(position:post)&update=adam&batch=13",
        "v1&activation=elu&residual=true&dropout=0.5&loss=cross_entropy&learning_rate=1"}) {
    INFO(link);
    Trainer trainer(run_of(link + "&depth=5"));
    std::vector<double> row(static_cast<std::size_t>(trainer.row_size()));
    trainer.probe(row.data());
    for (int pass = 0; pass < 3; ++pass) {
      const auto changes = changes_of(trainer);
      REQUIRE(changes.size() == 5);
      for (Index l = 0; l < 5; ++l) {
        const double whole = std::log10(delta_size(trainer, l) / delta_size(trainer, l + 1));
        CHECK(sum_of_parts(changes[static_cast<std::size_t>(l)]) ==
              Approx(whole).margin(kChangeRounding).epsilon(0));
      }
      trainer.step();
    }
  }
}

TEST_CASE("cause: what is not there has no part, and each part is the size that it must be") {
  Trainer linear(run_of("v1&depth=4&activation=identity&init=orthogonal&bias=false"));
  linear.gradient_at(0);
  for (const DeltaChange& c : changes_of(linear)) {
    CHECK(part_of(c, DeltaPart::kSkip) == 0);
    CHECK(part_of(c, DeltaPart::kDropout) == 0);
    CHECK(part_of(c, DeltaPart::kNormalization) == 0);
    CHECK(part_of(c, DeltaPart::kActivation) == Approx(0).margin(kChangeRounding));
  }
  // Orthogonal matrices keep lengths; from one output to eight units the mean square falls by 8.
  CHECK(part_of(changes_of(linear)[1], DeltaPart::kWeights) == Approx(0).margin(kChangeRounding));
  CHECK(part_of(changes_of(linear)[3], DeltaPart::kWeights) ==
        Approx(-std::log10(8) / 2).margin(kChangeRounding));
  Trainer sigmoid(run_of("v1&depth=6&width=64"));
  sigmoid.gradient_at(0);
  for (const DeltaChange& c : changes_of(sigmoid)) {
    CHECK(part_of(c, DeltaPart::kActivation) <
          std::log10(0.25) + kChangeRounding);  // each sigmoid passes at most 1/4
    CHECK(part_of(c, DeltaPart::kActivation) > std::log10(0.2));
  }
  // A mask that keeps half of the units, doubled: the mean square doubles.
  Trainer masked(run_of("v1&depth=3&width=256&activation=tanh&dropout=0.5&batch=0"));
  masked.gradient_at(0);
  CHECK(part_of(changes_of(masked)[0], DeltaPart::kDropout) ==
        Approx(std::log10(2) / 2).margin(0.02));
}

TEST_CASE("cause: a skip connection carries what the branch does not") {
  Trainer trainer(run_of("v1&depth=4&activation=tanh&residual=true&init=normal(std:0.001)"));
  trainer.gradient_at(0);
  const DeltaChange c = changes_of(trainer)[1];
  CHECK(part_of(c, DeltaPart::kWeights) < -2);
  CHECK(part_of(c, DeltaPart::kSkip) > 2);
  CHECK(sum_of_parts(c) == Approx(0).margin(0.01));
}

TEST_CASE("cause: the scale of the weights has its part after an update that is large") {
  Trainer trainer(
      run_of("v1&depth=3&activation=identity&init=orthogonal&learning_rate=50&bias=false"));
  trainer.step();  // the weights are others now; those of the pass are orthogonal
  CHECK(part_of(changes_of(trainer)[1], DeltaPart::kWeights) == Approx(0).margin(1e-3));
}

TEST_CASE("cause: no number where there is no delta, and the dominant part of those that are") {
  Trainer dead(run_of("v1&depth=3&activation=relu&init=constant(value:-0.1)"));
  dead.gradient_at(0);
  const auto none = changes_of(dead);
  CHECK(std::isnan(sum_of_parts(none[1])));
  const DeltaChange shrinks{0.1, 0, 0, 0.05, -0.6}, grows{0.45, 0, 0, 0, -0.15};
  const auto part = [](std::vector<DeltaChange> hidden) {
    std::vector<double> flat;
    for (const DeltaChange& c : hidden) flat.insert(flat.end(), c.begin(), c.end());
    return dominant_part(flat);
  };
  CHECK(part({shrinks, shrinks, none[1]}).cause == Cause::kActivation);
  CHECK(part({shrinks, shrinks, none[1]}).decades == Approx(-0.6));
  CHECK(part({grows}).cause == Cause::kWeights);
  CHECK(part({grows, DeltaChange{0.15, 0, 0, 0, 0}}).decades == Approx(0.3));
  CHECK(part({DeltaChange{-0.1, 0, 0, -0.5, -0.2}}).cause == Cause::kNormalization);
  CHECK(part({DeltaChange{-0.1, 0.3, 0, 0, -0.1}}).cause == Cause::kSkip);
  CHECK(part({none[1]}).decades == 0);
}
