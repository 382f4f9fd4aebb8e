// Which samples a step sees, and how they reach the panels.
#include "engine/data/batches.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <numeric>

#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// The stream of samples of many steps, one behind the other.
std::vector<Index> samples(Index rows, Index batch, Order order, std::int64_t steps,
                           std::uint64_t seed = 1) {
  Batches batches(rows, batch, order, seed);
  std::vector<Index> result;
  for (std::int64_t step = 0; step < steps; ++step) {
    batches.choose(step);
    result.insert(result.end(), batches.chosen().begin(), batches.chosen().end());
  }
  return result;
}

std::vector<Index> first(Index n) {
  std::vector<Index> result(static_cast<std::size_t>(n));
  std::iota(result.begin(), result.end(), Index{0});
  return result;
}

}  // namespace

TEST_CASE("batches: every epoch is a permutation of the data, also when batches straddle it") {
  for (const Index batch : {1, 7, 10, 32, 99}) {
    const auto stream = samples(100, batch, Order::kShuffled, 400 / batch + 1);
    INFO("batch " << batch);
    for (std::size_t epoch = 0; epoch < 4; ++epoch) {
      const auto begin = stream.begin() + static_cast<std::ptrdiff_t>(100 * epoch);
      std::vector<Index> sorted(begin, begin + 100);
      std::sort(sorted.begin(), sorted.end());
      CHECK(sorted == first(100));
    }
  }
}

TEST_CASE("batches: epochs and seeds have different permutations") {
  const auto stream = samples(100, 10, Order::kShuffled, 20);
  CHECK_FALSE(std::equal(stream.begin(), stream.begin() + 100, stream.begin() + 100));
  CHECK_FALSE(stream == samples(100, 10, Order::kShuffled, 20, 2));
  CHECK(stream == samples(100, 10, Order::kShuffled, 20));
}

TEST_CASE("batches: the order of samples does not depend on the batch size") {
  const auto small = samples(100, 5, Order::kShuffled, 40);
  const auto large = samples(100, 20, Order::kShuffled, 10);
  CHECK(small == large);
}

TEST_CASE("batches: every sample is equally likely to be first") {
  std::array<int, 5> count{};
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    ++count.at(static_cast<std::size_t>(samples(5, 1, Order::kShuffled, 1, seed)[0]));
  }
  // Five standard deviations of a count with mean 1,000.
  for (const int c : count) CHECK(std::abs(c - 1000) < 5 * std::sqrt(1000 * 0.8));
}

TEST_CASE("batches: sequential batches wrap around") {
  CHECK(samples(5, 3, Order::kSequential, 4) ==
        std::vector<Index>{0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1});
}

TEST_CASE("batches: a batch of everything is the data as they are, chosen once") {
  for (const Order order : {Order::kShuffled, Order::kSequential}) {
    Batches batches(6, 6, order, 1);
    CHECK(batches.choose(0));
    CHECK(batches.chosen() == first(6));
    CHECK_FALSE(batches.choose(1));
    CHECK_FALSE(batches.choose(1000));
    CHECK(batches.chosen() == first(6));
  }
}

TEST_CASE("batches: any step can be asked for, in any order") {
  const auto stream = samples(30, 8, Order::kShuffled, 50);
  Batches batches(30, 8, Order::kShuffled, 1);
  for (const int step : {49, 0, 17, 3, 4, 48, 17}) {
    batches.choose(step);
    const auto begin = stream.begin() + 8 * step;
    INFO("step " << step);
    CHECK(std::equal(begin, begin + 8, batches.chosen().begin()));
  }
  CHECK_FALSE(batches.choose(17));  // the same as last time
  CHECK(batches.choose(18));
}

TEST_CASE("batches: inputs go to their lanes, the padding repeats the last sample") {
  Dataset data(Task::kRegression, 2, 0);
  for (int i = 0; i < 5; ++i) data.add({10.0 * i, 10.0 * i + 1}, i);
  PanelPool pool;
  const Panels in = pool.make(3, 2);
  load_inputs(data, {4, 0, 2}, in);
  const std::array<Scalar, 8> expected = {40, 0, 20, 20, 20, 20, 20, 20};
  for (Index row = 0; row < 8; ++row) {
    const Scalar x = expected[static_cast<std::size_t>(row)];
    CHECK(in.at(row, 0) == x);
    CHECK(in.at(row, 1) == x + 1);
  }
}

TEST_CASE("batches: answers become targets as the encoding says") {
  Dataset data(Task::kClassification, 1, 3);
  for (int i = 0; i < 6; ++i) data.add({0}, i % 3);
  PanelPool pool;
  const Panels three = pool.make(3, 3), one = pool.make(3, 1);
  load_targets(data, {2, 0, 4}, {true, -1, 1}, three);
  const auto row = [&](Index r) {
    return std::vector<Scalar>{three.at(r, 0), three.at(r, 1), three.at(r, 2)};
  };
  CHECK(row(0) == std::vector<Scalar>{-1, -1, 1});
  CHECK(row(1) == std::vector<Scalar>{1, -1, -1});
  CHECK(row(2) == std::vector<Scalar>{-1, 1, -1});
  CHECK(row(7) == row(2));                 // padding
  load_targets(data, {2, 0, 4}, {}, one);  // class numbers as they are
  CHECK(one.at(0, 0) == 2);
  CHECK(one.at(2, 0) == 1);
  load_targets(data, {1, 0, 4}, {true, 0, 1}, one);  // one column asks for class 1
  CHECK(one.at(0, 0) == 1);
  CHECK(one.at(1, 0) == 0);
  CHECK(one.at(2, 0) == 1);
}
