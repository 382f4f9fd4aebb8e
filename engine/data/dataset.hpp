// Data sets: the one list of them. Small, seeded, made in memory; the digits are real and come from
// a file (digits.hpp).
//
// A member is a struct with
//   Dataset make(const Stream& stream) const
// and, where it differs from two classes,
//   Task task() const        kRegression
//   kClasses                 how many
//   kSamples                 how many, if `samples` is no parameter
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/core/rng.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

enum class Task { kRegression, kClassification };

/// Samples and their answers.
struct Dataset {
  Task task = Task::kClassification;
  Index rows = 0;
  Index features = 0;
  Index classes = 0;  ///< Classification only.
  Index answer_columns = 1;
  std::vector<Scalar> inputs;   ///< [rows][features], row-major.
  std::vector<Scalar> answers;  ///< [rows][answer_columns]: values, or one class number.

  Dataset() = default;
  Dataset(Task t, Index features_, Index classes_)
      : task(t), features(features_), classes(classes_) {}
  void add(std::initializer_list<double> input, double answer);
};

inline constexpr Range kSampleRange{2, 20000, true};
inline constexpr Range kNoiseRange{0, 2};

struct Moons {
  std::int64_t samples = 400;
  double noise = 0.1;
  static constexpr Info info{"moons", "Two moons", "", "", "Two interleaved half circles."};
  static constexpr auto fields() {
    return std::array{integer<&Moons::samples>("samples", "Samples", kSampleRange),
                      real<&Moons::noise>("noise", "Standard deviation of the noise", kNoiseRange)};
  }
  Dataset make(const Stream& stream) const;
};

struct Circles {
  std::int64_t samples = 400;
  double noise = 0.1;
  static constexpr Info info{"circles", "Circles", "", "", "A ring around a disc."};
  static constexpr auto fields() {
    return std::array{
        integer<&Circles::samples>("samples", "Samples", kSampleRange),
        real<&Circles::noise>("noise", "Standard deviation of the noise", kNoiseRange)};
  }
  Dataset make(const Stream& stream) const;
};

struct Xor {
  std::int64_t samples = 400;
  double noise = 0.1;
  static constexpr Info info{"xor", "Exclusive or", "", "", "Opposite quadrants share a class."};
  static constexpr auto fields() {
    return std::array{integer<&Xor::samples>("samples", "Samples", kSampleRange),
                      real<&Xor::noise>("noise", "Standard deviation of the noise", kNoiseRange)};
  }
  Dataset make(const Stream& stream) const;
};

struct Spiral {
  std::int64_t samples = 400;
  double noise = 0.05;
  double turns = 1.25;
  static constexpr Info info{"spiral", "Spirals", "", "", "Two arms wound around each other."};
  static constexpr auto fields() {
    return std::array{integer<&Spiral::samples>("samples", "Samples", kSampleRange),
                      real<&Spiral::noise>("noise", "Standard deviation of the noise", kNoiseRange),
                      real<&Spiral::turns>("turns", "Turns of each arm", {0.25, 4})};
  }
  Dataset make(const Stream& stream) const;
};

struct Gaussians {
  std::int64_t samples = 400;
  double noise = 0.4;
  static constexpr Info info{"gaussians", "Gaussians", "", "",
                             "Two round clouds: a linear problem."};
  static constexpr auto fields() {
    return std::array{
        integer<&Gaussians::samples>("samples", "Samples", kSampleRange),
        real<&Gaussians::noise>("noise", "Standard deviation of a cloud", kNoiseRange)};
  }
  Dataset make(const Stream& stream) const;
};

struct SineWave {
  std::int64_t samples = 400;
  double noise = 0.05;
  double periods = 1.5;
  static constexpr Info info{"sine", "Sine wave", R"(y = \sin(\pi p x))", "",
                             "Regression of a sine."};
  static constexpr auto fields() {
    return std::array{
        integer<&SineWave::samples>("samples", "Samples", kSampleRange),
        real<&SineWave::noise>("noise", "Standard deviation of the noise", kNoiseRange),
        real<&SineWave::periods>("periods", "Periods p", {0.25, 8})};
  }
  Task task() const { return Task::kRegression; }
  Dataset make(const Stream& stream) const;
};

struct Digits {
  std::int64_t samples = 1797;
  static constexpr Info info{"digits", "Handwritten digits", "", "Alpaydin and Kaynak 1998, UCI",
                             "1,797 real digits of 8 x 8 pixels in ten classes."};
  static constexpr Index kClasses = 10;
  static constexpr auto fields() {
    return std::array{integer<&Digits::samples>("samples", "Samples", {20, 1797, true})};
  }
  Dataset make(const Stream& stream) const;
};

struct ArticleProportional {
  static constexpr Info info{"article_proportional", "Article 003: y = x", "",
                             "article 003, section 4",
                             "X = 1, 2, 3, 4 and y = X: batch gradient descent goes to theta = 1."};
  static constexpr std::int64_t kSamples = 4;
  Task task() const { return Task::kRegression; }
  Dataset make(const Stream& stream) const;
};

struct ArticleLine {
  static constexpr Info info{
      "article_line", "Article 001: y = 2x + 1", "", "article 001, section 4",
      "Five points with noise. Fitted without a bias the best weight is 2.29, not 2."};
  static constexpr std::int64_t kSamples = 5;
  Task task() const { return Task::kRegression; }
  Dataset make(const Stream& stream) const;
};

struct ArticleNoise {
  std::int64_t samples = 100;
  bool labels = false;
  static constexpr Info info{
      "article_noise", "Articles 002 and 004: noise", "", "articles 002 and 004, code",
      "Ten random inputs and a random answer: there is nothing to learn but the noise."};
  static constexpr auto fields() {
    return std::array{integer<&ArticleNoise::samples>("samples", "Samples", kSampleRange),
                      boolean<&ArticleNoise::labels>("labels", "Two classes instead of numbers")};
  }
  Task task() const { return labels ? Task::kClassification : Task::kRegression; }
  Dataset make(const Stream& stream) const;
};

struct Bowl {
  static constexpr Info info{
      "bowl", "Bowl", R"(L = \tfrac12 w^2)", "",
      "One sample, x = 1 and y = 0: with half_mse and one weight the loss is w^2/2."};
  static constexpr std::int64_t kSamples = 1;
  Task task() const { return Task::kRegression; }
  Dataset make(const Stream& stream) const;
};

/// The one list. Append only: menus show this order.
using Data = std::variant<Moons, Circles, Xor, Spiral, Gaussians, SineWave, Digits,
                          ArticleProportional, ArticleLine, ArticleNoise, Bowl>;

template <>
inline constexpr const char* kFamilyKey<Data> = "data";

Task task_of(const Data& data);
Index classes_of(const Data& data);

/// Samples for training; the rest of the data is for testing. Two are always left to train on.
Index training_samples(const Data& data, double test_fraction);

/// A data set cut in two.
struct Split {
  Dataset train;
  Dataset test;
};

/// Makes the data of a seed and sets a share aside for testing, chosen by the same seed.
Split make_data(const Data& data, std::uint64_t seed, double test_fraction);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
