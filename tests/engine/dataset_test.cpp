// The data sets: shapes, seeds, geometry, and the split into training and test samples.
#include "engine/data/dataset.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "engine/data/digits.hpp"
#include "engine/train/session.hpp"
#include "tests/engine/support.hpp"

extern const char* const kDigitsText;
using namespace gradscope;

namespace {

const bool kDigitsProvided = provide_digits(kDigitsText);

Dataset everything(const Data& data, std::uint64_t seed = 1) {
  return make_data(data, seed, 0).train;
}

/// The rows of a data set, each with its answer at the end.
std::multiset<std::vector<Scalar>> rows(const Dataset& data) {
  std::multiset<std::vector<Scalar>> result;
  for (Index r = 0; r < data.rows; ++r) {
    const auto row = data.inputs.begin() + r * data.features;
    std::vector<Scalar> v(row, row + data.features);
    v.push_back(data.answers[static_cast<std::size_t>(r)]);
    result.insert(v);
  }
  return result;
}

/// Calls f(x, y, label) for every point of a data set in the plane, without its noise.
template <class Set, class F>
void for_each_point(Set set, F&& f) {
  set.noise = 0;
  set.samples = 400;
  const Dataset data = everything(set);
  for (std::size_t i = 0; i < 400; ++i) {
    f(static_cast<double>(data.inputs[2 * i]), static_cast<double>(data.inputs[2 * i + 1]),
      static_cast<int>(data.answers[i]));
  }
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("data: the shape is what the data set says it is", "", Data) {
  REQUIRE(kDigitsProvided);
  const Data data = TestType{};
  const Dataset all = everything(data);
  INFO(TestType::info.kind);
  CHECK(all.rows == training_samples(data, 0));
  CHECK(all.task == task_of(data));
  CHECK(all.inputs.size() == static_cast<std::size_t>(all.rows * all.features));
  CHECK(all.answers.size() == static_cast<std::size_t>(all.rows * all.answer_columns));
  CHECK(all.classes == (all.task == Task::kClassification ? classes_of(data) : 0));
  const auto finite = [](Scalar x) { return std::isfinite(x); };
  CHECK(std::all_of(all.inputs.begin(), all.inputs.end(), finite));
  CHECK(std::all_of(all.answers.begin(), all.answers.end(), finite));
}

TEMPLATE_LIST_TEST_CASE("data: a seed makes the same data, another seed others", "", Data) {
  const Data data = TestType{};
  const Dataset once = everything(data, 7);
  INFO(TestType::info.kind);
  CHECK(same_array(once.inputs, everything(data, 7).inputs));
  CHECK(same_array(once.answers, everything(data, 7).answers));
  if constexpr (requires(TestType t) { t.samples; }) {
    CHECK_FALSE(same_array(once.inputs, everything(data, 8).inputs));
  } else {  // the articles' fixed numbers
    CHECK(same_array(once.inputs, everything(data, 8).inputs));
  }
}

TEMPLATE_LIST_TEST_CASE("data: made classes are balanced", "", Data) {
  const Data data = TestType{};
  const Dataset all = everything(data);
  if (all.task != Task::kClassification || std::is_same_v<TestType, Digits>) return;
  const auto ones = std::count(all.answers.begin(), all.answers.end(), Scalar{1});
  const auto zeros = std::count(all.answers.begin(), all.answers.end(), Scalar{0});
  INFO(TestType::info.kind);
  CHECK(ones + zeros == all.rows);
  CHECK(std::abs(ones - zeros) <= 1);
}

TEMPLATE_LIST_TEST_CASE("data: the split keeps every sample once, and the right number for testing",
                        "", Data) {
  const Data data = TestType{};
  const Dataset all = everything(data);
  for (const double share : {0.0, 0.25, 0.5, 0.9}) {
    const Split split = make_data(data, 1, share);
    const auto wanted = static_cast<Index>(std::floor(share * static_cast<double>(all.rows) + 0.5));
    INFO(TestType::info.kind << ", share " << share);
    CHECK(split.test.rows == (all.rows - wanted < 2 ? 0 : wanted));
    CHECK(split.train.rows == training_samples(data, share));
    CHECK(split.train.rows + split.test.rows == all.rows);
    auto both = rows(split.train);
    both.merge(rows(split.test));
    CHECK(both == rows(all));
  }
}

TEST_CASE("data: which samples are set aside depends on the seed alone") {
  // Noise moves every point, but not the choice.
  const Split a = make_data(Moons{400, 0.1}, 5, 0.25);
  const Split b = make_data(Moons{400, 0.2}, 5, 0.25);
  const Split other = make_data(Moons{400, 0.1}, 6, 0.25);
  CHECK(same_array(a.test.answers, b.test.answers));
  CHECK_FALSE(same_array(a.test.answers, other.test.answers));
}

TEST_CASE("data: more samples begin with the same samples") {
  const Dataset few = everything(Spiral{100}), many = everything(Spiral{300});
  CHECK(std::equal(few.inputs.begin(), few.inputs.end(), many.inputs.begin()));
}

TEST_CASE("data: changing the data set leaves the weights alone") {
  const auto weights = [](const char* link) {
    Session session(read_config_text(link).config);
    const auto w = session.values("W1");
    return std::vector<Scalar>(w.begin(), w.end());
  };
  const auto moons = weights("v1&data=moons");
  CHECK(moons.size() == 64);
  CHECK(same_array(moons, weights("v1&data=xor(noise:0.7)")));
  CHECK(same_array(moons, weights("v1&data=digits")));  // layer 1, behind another input
  CHECK_FALSE(same_array(moons, weights("v1&seed=2")));
}

TEST_CASE("data: two moons are two half circles of radius 1") {
  for_each_point(Moons{}, [](double x, double y, int label) {
    const double side = label == 0 ? 1 : -1;  // the second is the first, turned by half a turn
    const double cx = side * x + 0.5, cy = side * y + 0.25;
    CHECK(std::hypot(cx, cy) == Approx(1).margin(4 * kEpsilon));
    CHECK(cy >= -4 * kEpsilon);
  });
}

TEST_CASE("data: circles are a ring around a disc") {
  for_each_point(Circles{}, [](double x, double y, int label) {
    if (label == 0) CHECK(std::hypot(x, y) == Approx(1.2).margin(4 * kEpsilon));
    if (label == 1) CHECK(std::hypot(x, y) <= 0.6 + 4 * kEpsilon);
  });
}

TEST_CASE("data: in exclusive or, opposite quadrants share a class") {
  for_each_point(Xor{}, [](double x, double y, int label) { CHECK((x * y > 0) == (label == 0)); });
}

TEST_CASE("data: spirals wind by `turns`, the second half a turn ahead") {
  for_each_point(Spiral{}, [](double x, double y, int label) {
    const double radius = std::hypot(x, y);
    const double angle = std::numbers::pi * (2 * 1.25 * radius / 1.3 + label);
    CHECK(x == Approx(radius * std::cos(angle)).margin(50 * kEpsilon));  // the angle is up to 11
    CHECK(y == Approx(radius * std::sin(angle)).margin(50 * kEpsilon));
    CHECK(radius <= 1.3 + 4 * kEpsilon);
  });
}

TEST_CASE("data: noise has the standard deviation it says") {
  const Dataset data = everything(Gaussians{20000, 0.4});
  double square = 0;
  for (std::size_t i = 0; i < data.inputs.size(); ++i) {
    const double centre = data.answers[i / 2] == 0 ? -0.7 : 0.7;
    square += std::pow(static_cast<double>(data.inputs[i]) - centre, 2);
  }
  // Five standard errors of a mean square of 40,000 normal numbers.
  CHECK(square / 40000 == Approx(0.16).epsilon(5 * std::sqrt(2 / 40000.0)));
}

TEST_CASE("data: a sine wave without noise is a sine") {
  const Dataset data = everything(SineWave{100, 0, 1.5});
  for (std::size_t i = 0; i < 100; ++i) {
    const auto x = static_cast<double>(data.inputs[i]);
    CHECK(static_cast<double>(data.answers[i]) ==
          Approx(std::sin(1.5 * std::numbers::pi * x)).margin(4 * kEpsilon));
  }
}

TEST_CASE("data: the articles' data are the articles' numbers") {
  const Dataset proportional = everything(ArticleProportional{});
  CHECK(proportional.inputs == std::vector<Scalar>{1, 2, 3, 4});
  CHECK(proportional.answers == std::vector<Scalar>{1, 2, 3, 4});
  const Dataset line = everything(ArticleLine{});
  CHECK(line.inputs == std::vector<Scalar>{1, 2, 3, 4, 5});
  CHECK(line.answers[0] == scalar(3.0496714));
  CHECK(line.answers[4] == scalar(10.9765847));
  const Dataset bowl = everything(Bowl{});
  CHECK(bowl.inputs == std::vector<Scalar>{1});
  CHECK(bowl.answers == std::vector<Scalar>{0});
  CHECK(everything(ArticleNoise{}).features == 10);
  CHECK(task_of(ArticleNoise{}) == Task::kRegression);
  CHECK(task_of(ArticleNoise{100, true}) == Task::kClassification);
}
