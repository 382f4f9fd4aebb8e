// The random numbers: the published generator, streams that share nothing, and distributions.
#include "engine/core/rng.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/engine/support.hpp"

using namespace gradscope;

TEST_CASE("rng: the stream of a key is splitmix64 seeded with it") {
  // Computed by the public-domain C program of S. Vigna.
  CHECK(Stream(0).bits(0) == 0xe220a8397b1dcdaf);
  CHECK(Stream(0).bits(1) == 0x6e789e6aa1b965f4);
  CHECK(Stream(0).bits(2) == 0x06c45d188009454f);
  CHECK(Stream(0).bits(7) == 0xc584133ac916ab3c);
  CHECK(Stream(1).bits(0) == 0x910a2dec89025cc1);
  CHECK(Stream(1).bits(1) == 0xbeeb8da1658eec67);
  CHECK(Stream(42).bits(0) == 0xbdd732262feb6e95);
  CHECK(Stream(42).bits(6) == 0x37e9671c45376d5d);
  CHECK(Stream(1234567).bits(0) == 0x599ed017fb08fc85);
  CHECK(Stream(9007199254740991).bits(0) == 0x24b94facefb6559f);
}

TEST_CASE("rng: unit and fraction are the top 24 bits") {
  CHECK(Stream(0).unit(0) == 0.7666216492652893);
  CHECK(Stream(0).unit(1) == -0.1369439959526062);
  CHECK(Stream(42).unit(0) == 0.4831297993659973);
  CHECK(Stream(1234567).unit(7) == -0.4494250416755676);
  for (std::uint64_t i = 0; i < 100; ++i) {
    CHECK(Stream(3).fraction(i) == static_cast<double>(Stream(3).bits(i) >> 40) * 0x1p-24);
    CHECK(Stream(3).unit(i) == 2 * Stream(3).fraction(i) - 1 + 0x1p-24);
  }
}

TEST_CASE("rng: a number is a function of key and index alone") {
  STATIC_REQUIRE(Stream(0).bits(0) == 0xe220a8397b1dcdaf);  // no state: known to the compiler
  STATIC_REQUIRE(Stream::of(1, Purpose::kData).bits(5) == Stream::of(1, Purpose::kData, 0).bits(5));
}

TEST_CASE("rng: unit is never 0, stays within (-1, 1) and is exact in float32") {
  for (std::uint64_t i = 0; i < 100000; ++i) {
    const double x = Stream(5).unit(i);
    const bool good = x > -1 && x < 1 && x != 0 && static_cast<double>(static_cast<float>(x)) == x;
    if (!good) FAIL("number " << i << " is " << x);
  }
}

TEST_CASE("rng: seeds, purposes and parts have streams of their own") {
  std::vector<std::uint64_t> first;
  for (const std::uint64_t seed : {0u, 1u, 2u, 3u}) {
    for (std::uint64_t purpose = 0; purpose < 7; ++purpose) {
      for (std::uint64_t part = 0; part < 65; ++part) {
        first.push_back(Stream::of(seed, static_cast<Purpose>(purpose), part).bits(0));
      }
    }
  }
  std::sort(first.begin(), first.end());
  CHECK(std::adjacent_find(first.begin(), first.end()) == first.end());
}

TEST_CASE("rng: streams next to each other do not correlate") {
  constexpr std::uint64_t kCount = 20000;
  const double bound = 5 / std::sqrt(static_cast<double>(kCount));  // five standard deviations
  const Stream base = Stream::of(1, Purpose::kWeights, 0);
  for (const Stream& other :
       {Stream::of(1, Purpose::kWeights, 1), Stream::of(1, Purpose::kData, 0),
        Stream::of(2, Purpose::kWeights, 0), Stream::of(1, Purpose::kBatches, 0)}) {
    double sum = 0;
    for (std::uint64_t i = 0; i < kCount; ++i) sum += 3 * base.unit(i) * other.unit(i);
    CHECK(std::abs(sum / kCount) < bound);
  }
  double lagged = 0;
  for (std::uint64_t i = 0; i < kCount; ++i) lagged += 3 * base.unit(i) * base.unit(i + 1);
  CHECK(std::abs(lagged / kCount) < bound);
}

TEST_CASE("rng: below is uniform and stays below") {
  for (const std::size_t n : {1u, 2u, 7u, 10u}) {
    std::vector<double> count(n, 0);
    constexpr std::uint64_t kDraws = 70000;
    for (std::uint64_t i = 0; i < kDraws; ++i) count.at(index_below(Stream(8), i, n)) += 1;
    double chi_square = 0;
    const double expected = static_cast<double>(kDraws) / static_cast<double>(n);
    for (const double c : count) chi_square += (c - expected) * (c - expected) / expected;
    INFO("n = " << n);
    CHECK(chi_square < 30);  // nine degrees of freedom exceed 30 once in 2,000 seeds
  }
  const std::uint64_t huge = std::uint64_t{1} << 63;
  bool upper_half = false;
  for (std::uint64_t i = 0; i < 100; ++i) {
    CHECK(Stream(9).below(i, huge) < huge);
    upper_half = upper_half || Stream(9).below(i, huge) > huge / 2;
  }
  CHECK(upper_half);
}

TEST_CASE("rng: normal numbers have the moments and the tails of the normal distribution") {
  constexpr std::uint64_t kCount = 200000;
  const double n = static_cast<double>(kCount);
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, within1 = 0, within2 = 0, largest = 0;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const double x = Stream(10).normal(i);
    m1 += x;
    m2 += x * x;
    m3 += x * x * x;
    m4 += x * x * x * x;
    within1 += std::abs(x) < 1 ? 1 : 0;
    within2 += std::abs(x) < 2 ? 1 : 0;
    largest = std::max(largest, std::abs(x));
  }
  // Five standard errors: the variances of x, x^2, x^3, x^4 are 1, 2, 15, 96.
  CHECK(std::abs(m1 / n) < 5 * std::sqrt(1 / n));
  CHECK(std::abs(m2 / n - 1) < 5 * std::sqrt(2 / n));
  CHECK(std::abs(m3 / n) < 5 * std::sqrt(15 / n));
  CHECK(std::abs(m4 / n - 3) < 5 * std::sqrt(96 / n));
  CHECK(std::abs(within1 / n - 0.682689492) < 5 * std::sqrt(0.22 / n));
  CHECK(std::abs(within2 / n - 0.954499736) < 5 * std::sqrt(0.044 / n));
  CHECK(largest > 4);    // of 200,000 normal numbers about 13 lie beyond 4
  CHECK(largest < 8.6);  // sqrt(-2 ln 2^-53), the largest that 53 bits can give
}

TEST_CASE("rng: normal number i takes numbers 2i and 2i + 1 of its stream") {
  const Stream s(11);
  for (std::uint64_t i = 0; i < 50; ++i) {
    const double u = static_cast<double>((s.bits(2 * i) >> 11) + 1) * 0x1p-53;
    const double angle = 2 * std::numbers::pi * s.fraction(2 * i + 1);
    // libm's last digits differ from the engine's, times the length of the product.
    CHECK(s.normal(i) == Approx(std::sqrt(-2 * std::log(u)) * std::cos(angle)).margin(1e-14));
  }
}
