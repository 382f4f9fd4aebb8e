// The articles' formulas, watched failing: the numbers of the audit, on the bowl x^2 / 2 from x = 1
// or 3, where the gradient is x itself.
#include <catch2/catch.hpp>

#include "tests/engine/optimizer.hpp"

using namespace gradscope;

namespace {

/// The path of one weight on x^2 / 2.
std::vector<double> walk(const Transform& transform, double start, double rate, int steps) {
  Optimizer o({transform}, rate, {{0, 1, 1, 0}});
  o.params[0] = scalar(start);
  std::vector<double> path;
  for (int t = 0; t < steps; ++t) {
    const Flat gradient = o.params;
    o.step(gradient);
    path.push_back(static_cast<double>(o.params[0]));
  }
  return path;
}

}  // namespace

TEST_CASE("specimen: article 001's Adam runs to minus a billion billions in ten steps") {
  // Two to four digits as printed in the audit; an independent computation in Python.
  const auto path = walk(ArticleAdam{}, 1, 0.1, 10);
  const std::vector<double> expected = {-0.899, -1.80, -2.89,  -5.06,  -10.9,
                                        -33,    -207,  -5.7e3, -3.6e6, -1.3e12};
  for (std::size_t t = 0; t < 10; ++t) CHECK(path[t] == Approx(expected[t]).epsilon(0.04));
}

TEST_CASE("specimen: article 001's Adam code is signSGD with an accidental schedule") {
  Optimizer o({ArticleAdamCode{}}, 1);
  const Flat gradient = gradient_of(61, 100);
  const std::map<int, double> size = {{1, 1.0}, {2, 0.744}, {5, 0.545}, {10, 0.484}, {100, 0.976}};
  for (int t = 1; t <= 100; ++t) {
    o.step(gradient);
    if (size.count(t) == 0) continue;
    INFO("step " << t);
    CHECK(std::abs(static_cast<double>(o.update[0])) == Approx(size.at(t)).epsilon(1e-3));
    CHECK(o.update[0] * gradient[0] < 0);
  }
}

TEST_CASE("specimen: article 001's Adam code turns a gradient of zero into NaN") {
  Optimizer o({ArticleAdamCode{}});
  CHECK_FALSE(o.step(Flat::Zero(43)));
  CHECK(std::isnan(o.params[0]));
}

TEST_CASE("specimen: article 001's RMSprop code is the sign of the gradient") {
  for (const double step : walk(ArticleRmspropCode{}, 1, 0.001, 5)) CHECK(step < 1);
  Optimizer o({ArticleRmspropCode{}}, 1);
  o.step(gradient_of(61, 1000));
  for (Index i = 0; i < 43; ++i)
    CHECK(std::abs(static_cast<double>(o.update[i])) == Approx(1).epsilon(1e-6));
  o.step(gradient_of(61, 1000));  // the correction is over after one step, what it corrects is not
  CHECK(std::abs(static_cast<double>(o.update[0])) ==
        Approx(std::sqrt(0.999 / (1 - 1e-6))).epsilon(1e-9 + 4 * kEpsilon));
}

TEST_CASE("specimen: article 001's RMSprop formula starts with steps three times too long") {
  Optimizer o({ArticleRmsprop{}}, 1);
  o.step(gradient_of(61, 1000));
  CHECK(std::abs(static_cast<double>(o.update[0])) == Approx(0.1 / std::sqrt(0.001)).epsilon(1e-5));
  const auto path = walk(ArticleRmsprop{}, 1, 0.1, 60);
  CHECK(*std::min_element(path.begin(), path.end()) < -0.5);  // past the minimum
}

TEST_CASE("specimen: article 002's clipping walks uphill, the right one comes down") {
  CHECK(walk(ArticleClip{}, 3, 0.1, 50).back() == Approx(8.0).epsilon(1e-5));
  CHECK(walk(ClipByValue{}, 3, 0.1, 50).back() == Approx(0.042).epsilon(0.01));
}

TEST_CASE("specimen: article 004's constant gradient walks through the minimum") {
  const auto path = walk(ArticleConstantGradient{}, 1, 0.1, 400);
  CHECK(path[199] == Approx(0).margin(200 * kEpsilon));
  CHECK(path[399] == Approx(-1).margin(400 * kEpsilon));
}

TEST_CASE("specimen: article 003 steps towards the gradient and away from the minimum") {
  const auto path =
      walk(ArticleAscent{}, 1, 0.15, 50);  // factor 1.15 a step: theta - 1 of its example
  CHECK(path.back() == Approx(std::pow(1.15, 50)).epsilon(200 * kEpsilon));
  CHECK(1 - path.back() == Approx(-1083).epsilon(1e-3));
}
