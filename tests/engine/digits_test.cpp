// The file of handwritten digits: what it holds, and that no other file is taken for it.
#include "engine/data/digits.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

extern const char* const kDigitsText;
using namespace gradscope;

namespace {

std::string with(std::string text, std::size_t at, char c) {
  text[at] = c;
  return text;
}

}  // namespace

TEST_CASE("digits: 1,797 images of 64 pixels in the class counts of the UCI set") {
  REQUIRE(provide_digits(kDigitsText));
  CHECK(has_digits());
  const Dataset digits = read_digits();
  CHECK(digits.rows == 1797);
  CHECK(digits.features == 64);
  CHECK(digits.classes == 10);
  std::array<int, 10> counts{};
  for (const Scalar answer : digits.answers) ++counts.at(static_cast<std::size_t>(answer));
  CHECK(counts == std::array<int, 10>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});
}

TEST_CASE("digits: pixels are sixteenths from 0 to 1") {
  REQUIRE(provide_digits(kDigitsText));
  const Dataset digits = read_digits();
  double ink = 0;
  int odd = 0;
  for (const Scalar pixel : digits.inputs) {
    const double sixteenths = 16 * static_cast<double>(pixel);
    odd += sixteenths >= 0 && sixteenths <= 16 && sixteenths == std::floor(sixteenths) ? 0 : 1;
    ink += sixteenths;
  }
  CHECK(odd == 0);
  CHECK(ink == 561718);  // the sum over scikit-learn's load_digits().data
  const std::vector<Scalar> first(digits.inputs.begin(), digits.inputs.begin() + 8);
  CHECK(first == std::vector<Scalar>{0, 0, Scalar(5.0 / 16), Scalar(13.0 / 16), Scalar(9.0 / 16),
                                     Scalar(1.0 / 16), 0, 0});  // the top row of its first zero
}

TEST_CASE("digits: a wrong file is refused and the right one kept") {
  REQUIRE(provide_digits(kDigitsText));
  const std::string right = kDigitsText;
  const std::size_t row = right.find("\n0AAF") + 1;
  CHECK_FALSE(provide_digits(""));
  CHECK_FALSE(provide_digits("<!doctype html><title>404</title>"));
  CHECK_FALSE(provide_digits(right.substr(0, right.size() / 2)));
  CHECK_FALSE(provide_digits(right + right.substr(row, 66)));
  CHECK_FALSE(provide_digits(with(right, row, 'x')));        // no class
  CHECK_FALSE(provide_digits(with(right, row + 5, 'R')));    // too much ink
  CHECK_FALSE(provide_digits(with(right, row + 5, '@')));    // less than none
  CHECK_FALSE(provide_digits(with(right, row + 65, 'A')));   // two rows run together
  CHECK_FALSE(provide_digits(with(right, row + 30, '\n')));  // a row cut in two
  CHECK(has_digits());
  CHECK(read_digits().rows == 1797);
}

TEST_CASE("digits: fewer samples are a random choice without repetition") {
  REQUIRE(provide_digits(kDigitsText));
  const Stream stream = Stream::of(1, Purpose::kData);
  const Dataset some = Digits{500}.make(stream);
  CHECK(some.rows == 500);
  CHECK(some.inputs.size() == 500 * 64);
  const Dataset all = Digits{1797}.make(stream);
  std::array<int, 10> counts{};
  for (const Scalar answer : all.answers) ++counts.at(static_cast<std::size_t>(answer));
  CHECK(counts == std::array<int, 10>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180});
  CHECK(std::equal(some.inputs.begin(), some.inputs.end(), all.inputs.begin()));
  CHECK_FALSE(same_array(all.inputs, read_digits().inputs));  // shuffled
}
