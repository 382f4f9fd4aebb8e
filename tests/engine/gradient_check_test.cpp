// The gradient check: its V over h, what it says of a wrong gradient, the kinks it finds.
#include "engine/train/gradient_check.hpp"

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

constexpr bool kDouble = sizeof(Scalar) == 8;

std::vector<LayerCheck> check_of(const std::string& link, Index entries = 0) {
  Trainer trainer(run_of(link));
  return check_gradient(trainer, 0, entries);
}

}  // namespace

TEST_CASE("gradient check: a right gradient is found right, for every activation") {
  for (const std::string& activation : kinds<Activation>()) {
    const auto layers =
        check_of("v1&depth=3&width=6&init=xavier_normal(gain:2)&activation=" + activation);
    REQUIRE(layers.size() == 4);
    for (const LayerCheck& layer : layers) {
      INFO(activation << " error " << layer.sweep[layer.best].error);
      CHECK(layer.agreement != Agreement::kWrong);
      if (kDouble) CHECK(layer.agreement == Agreement::kRight);
    }
  }
}

TEST_CASE("gradient check: the error over h is a V, h^2 on its right") {
  if (!kDouble) return;
  for (const LayerCheck& layer : check_of("v1&depth=3&activation=tanh")) {
    const auto error = [&](std::size_t i) { return layer.sweep[i].error; };
    CHECK(error(0) / error(1) == Approx(100).epsilon(0.2));  // truncation: h = 0.1 and 0.01
    CHECK(error(1) / error(2) == Approx(100).epsilon(0.2));
    CHECK(error(layer.best) < 1e-9);
    CHECK(error(8) > 100 * error(layer.best));  // rounding: h = 1e-9
    CHECK(error(8) > 30 * error(6));
    CHECK((layer.best > 1 && layer.best < 6));
  }
}

TEST_CASE("gradient check: a wrong gradient is found wrong") {
  // BCE is for probabilities. Of an output below 0 its logarithm stops at -100 while its gradient,
  // like PyTorch's, goes on: not the derivative of anything.
  for (const LayerCheck& layer : check_of("v1&depth=2&activation=tanh&loss=bce")) {
    CHECK(layer.agreement == Agreement::kWrong);
    CHECK(layer.sweep[layer.best].error > 0.5);
  }
}

namespace {

/// The sweep of a gradient that is wrong by a factor 1 + 2 `wrong`: truncation c h^2, rounding
/// r / h (here the nominal `noise`, and errors a third of it).
LayerCheck sweep_of(double wrong, double truncation, double rounding) {
  LayerCheck layer{100, 100, {}, 0, Agreement::kUnclear};
  for (std::size_t i = 0; i < kStepSizes.size(); ++i) {
    const double h = kStepSizes[i];
    const double noise = rounding / h;
    const double error = std::min(1.0, wrong + truncation * h * h + noise / 3);
    layer.sweep[i] = {error, noise, 0};
  }
  judge(layer);
  return layer;
}

}  // namespace

TEST_CASE("gradient check: an error of 3e-5 at every step size is wrong") {
  LayerCheck layer = sweep_of(3e-5, 1, 1e-15);
  CHECK(layer.agreement == Agreement::kWrong);
  layer.sweep.back().error = 2.9e-5;  // luck where rounding makes 1e-6 and more
  layer.sweep.back().noise = 1e-5;
  judge(layer);
  CHECK(layer.agreement == Agreement::kWrong);
  CHECK(sweep_of(0, 1, 1e-15).agreement == Agreement::kRight);
}

TEST_CASE("gradient check: deltas times 1.001 are right in no layer, however small its gradient") {
  for (double rounding = 1e-17; rounding < 1e-3; rounding *= 10) {
    for (const double truncation : {1e-3, 1.0, 100.0}) {
      INFO("rounding " << rounding << ", truncation " << truncation);
      CHECK(sweep_of(5e-4, truncation, rounding).agreement != Agreement::kRight);
      CHECK(sweep_of(0, truncation, rounding).agreement != Agreement::kWrong);
    }
  }
  CHECK(sweep_of(5e-4, 1, 1e-12).agreement == Agreement::kWrong);
  CHECK(sweep_of(0, 1, 1e-4).agreement == Agreement::kUnclear);
}

TEST_CASE("gradient check: says when there is nothing but kinks") {
  // MAE at a tie: the subgradient 0 is no derivative, whatever h.
  const auto tie =
      check_of("v1&data=bowl&depth=0&bias=false&loss=mae&init=zeros&batch=0&test_fraction=0");
  REQUIRE(tie.size() == 1);
  CHECK(tie[0].sweep[tie[0].best].kinks == 1);
  CHECK(tie[0].agreement == Agreement::kUnclear);
}

TEST_CASE("gradient check: kinks of the activation are flagged, and left out of the error") {
  const auto layers = check_of("v1&depth=4&width=8&activation=relu&init=he_normal");
  Index at_large_h = 0;
  Index at_small_h = 0;
  for (const LayerCheck& layer : layers) {
    at_large_h += layer.sweep[0].kinks;
    at_small_h += layer.sweep[5].kinks;
    for (const Difference& d : layer.sweep) CHECK(d.kinks <= layer.entries);
    if (kDouble) CHECK(layer.sweep[layer.best].error < 1e-8);
  }
  CHECK(at_large_h > 20);
  CHECK(at_small_h == 0);
  CHECK(layers.back().sweep[0].kinks == 0);  // behind the last ReLU
  for (const LayerCheck& layer : check_of("v1&depth=4&activation=softplus")) {
    for (const Difference& d : layer.sweep) CHECK(d.kinks == 0);
  }
}

TEST_CASE("gradient check: kinks of the loss and of the L1 penalty are flagged") {
  const auto kinks = [](const std::string& link) {
    Index sum = 0;
    for (const LayerCheck& layer : check_of(link)) sum += layer.sweep[0].kinks;
    return sum;
  };
  const std::string line = "v1&data=sine&depth=1&activation=tanh";
  CHECK(kinks(line + "&loss=mae") > 0);
  CHECK(kinks(line + "&loss=mse") == 0);
  CHECK(kinks(line + "&loss=huber(delta:0.01)") == 0);  // bends, but its slope does not jump
  CHECK(kinks("v1&depth=1&activation=tanh&loss=hinge(margin:0.1)") > 0);
  CHECK(kinks("v1&depth=1&activation=tanh&loss=squared_hinge(margin:0.1)") == 0);
  CHECK(kinks("v1&depth=1&activation=tanh") == 0);
  CHECK(kinks("v1&depth=1&activation=tanh&l1=0.1") > 0);
}

TEST_CASE("gradient check: a gradient that is exactly zero agrees") {
  const auto layers = check_of("v1&depth=2&activation=tanh&init=zeros&bias=false");
  CHECK(layers[0].sweep[3].error == 0);
  CHECK(layers[0].agreement == Agreement::kRight);
}

TEST_CASE("gradient check: looks at as many entries as it is asked to, each layer alike") {
  const auto some = check_of("v1&depth=3&width=16&activation=tanh", 5);
  for (const LayerCheck& layer : some) CHECK(layer.entries == 5);
  const auto all = check_of("v1&depth=3&width=16&activation=tanh", 1000000);
  Index parameters = 0;
  for (const LayerCheck& layer : all) {
    CHECK(layer.entries == layer.parameters);
    parameters += layer.parameters;
  }
  CHECK(parameters == make_run(config_of("v1&depth=3&width=16")).layout.parameter_count());
  if (kDouble) {
    for (const LayerCheck& layer : some) CHECK(layer.agreement == Agreement::kRight);
  }
}

TEST_CASE("gradient check: leaves the parameters as they were") {
  Trainer trainer(run_of("v1&depth=2&activation=relu&dropout=0.2&normalization=batch_norm"));
  for (int i = 0; i < 3; ++i) trainer.step();
  const Flat before = trainer.params();
  const auto layers = check_gradient(trainer, 7, 3);
  CHECK(same_array(before, trainer.params()));
  CHECK(trainer.step_count() == 3);
  if (kDouble) {
    for (const LayerCheck& layer : layers) CHECK(layer.agreement != Agreement::kWrong);
  }
}

TEST_CASE("gradient check: says how far it is, and one layer alone is as among all") {
  Trainer trainer(run_of("v1&depth=2&activation=tanh"));
  std::vector<double> shares;
  const auto layers = check_gradient(trainer, 0, 5, [&](double share) { shares.push_back(share); });
  REQUIRE(shares.size() == 3 * kStepSizes.size());
  CHECK(std::is_sorted(shares.begin(), shares.end()));
  CHECK(shares.front() == Approx(1.0 / static_cast<double>(shares.size())));
  CHECK(shares.back() == 1);
  const LayerCheck one = check_layer(trainer, 0, 1, 5);
  CHECK(one.entries == layers[1].entries);
  for (std::size_t i = 0; i < kStepSizes.size(); ++i) {
    const double expected = layers[1].sweep[i].error;  // NaN where a float does not move by h
    CHECK((one.sweep[i].error == expected ||
           (std::isnan(expected) && std::isnan(one.sweep[i].error))));
  }
}

TEST_CASE("gradient check: what article 002 prints passes before training and fails after it") {
  Trainer trainer(run_of("v1&depth=2&activation=tanh"));
  trainer.gradient_at(0);
  const Flat at_start = trainer.gradient();
  for (const bool trained : {false, true}) {
    const auto layers = check_gradient(trainer, 0, 8);
    for (Index l = 0; l < 3; ++l) {
      const double printed = printed_check(trainer, at_start, l);
      CHECK((trained ? printed > 0.1 : printed == 0));
      if (kDouble) CHECK(layers[static_cast<std::size_t>(l)].agreement == Agreement::kRight);
    }
    for (int i = 0; i < 300; ++i) trainer.step();
  }
  const Flat wrong = 2 * at_start;  // a gradient that is twice what it should be, on both sides
  CHECK(printed_check(trainer, trainer.gradient(), 0) == 0);
  CHECK(printed_check(trainer, wrong, 0) > 0);
}

TEST_CASE("gradient check: as a value it has a list per layer along the step sizes") {
  const Value value = describe(check_of("v1&depth=1"));
  const Value::List& layers = *value.find("layers")->as_list();
  CHECK(value.find("step_sizes")->as_list()->size() == kStepSizes.size());
  REQUIRE(layers.size() == 2);
  for (const char* key : {"errors", "noise", "kinks"}) {
    CHECK(layers[0].find(key)->as_list()->size() == kStepSizes.size());
  }
  CHECK(layers[0].find("agreement")->as_string() != nullptr);
}

TEST_CASE("gradient check: a loss that is not finite is said to be that") {
  const auto layers = check_of("v1&batch=64&width=32&activation=relu&init=article_he", 3);
  for (const LayerCheck& layer : layers) CHECK(layer.agreement == Agreement::kNotFinite);
}
