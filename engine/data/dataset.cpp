// The formulas of the data sets.
#include "engine/data/dataset.hpp"

#include <algorithm>

#include "engine/data/digits.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Random numbers of one sample, which has eight places of the stream to itself.
class Draw {
 public:
  Draw(const Stream& stream, std::int64_t sample)
      : stream_(stream), next_(static_cast<std::uint64_t>(sample) * 8) {}
  double unit() { return stream_.unit(next_++); }
  double fraction() { return stream_.fraction(next_++); }
  double normal() {  // takes an even place and the one behind it
    const std::uint64_t pair = (next_ + 1) / 2;
    next_ = 2 * pair + 2;
    return stream_.normal(pair);
  }

 private:
  const Stream& stream_;
  std::uint64_t next_;
};

/// `samples` points in the plane of alternating class; `point(draw, label)` returns x and y.
template <class Point>
Dataset plane(const Stream& stream, std::int64_t samples, double noise, Point&& point) {
  Dataset data(Task::kClassification, 2, 2);
  for (std::int64_t i = 0; i < samples; ++i) {
    Draw draw(stream, i);
    const int label = static_cast<int>(i % 2);
    const auto [x, y] = point(draw, label);
    const double dx = noise * draw.normal();
    data.add({x + dx, y + noise * draw.normal()}, label);
  }
  return data;
}

struct Xy {
  double x, y;
};

Xy polar(double radius, double angle) {
  const SinCos s = sin_cos(angle);
  return {radius * s.cos, radius * s.sin};
}

}  // namespace

void Dataset::add(std::initializer_list<double> input, double answer) {
  for (const double x : input) inputs.push_back(static_cast<Scalar>(x));
  answers.push_back(static_cast<Scalar>(answer));
  ++rows;
}

Dataset Moons::make(const Stream& stream) const {
  return plane(stream, samples, noise, [](Draw& draw, int label) {
    const Xy p = polar(1, std::numbers::pi * draw.fraction());
    return label == 0 ? Xy{p.x - 0.5, p.y - 0.25} : Xy{0.5 - p.x, 0.25 - p.y};
  });
}

Dataset Circles::make(const Stream& stream) const {
  return plane(stream, samples, noise, [](Draw& draw, int label) {
    const double angle = 2 * std::numbers::pi * draw.fraction();
    return polar(label == 0 ? 1.2 : 0.6 * std::sqrt(draw.fraction()), angle);
  });
}

Dataset Xor::make(const Stream& stream) const {
  return plane(stream, samples, noise, [](Draw& draw, int label) {
    const double x = draw.unit();
    const double y = abs(draw.unit());
    return Xy{x, (x > 0) == (label == 0) ? y : -y};
  });
}

Dataset Spiral::make(const Stream& stream) const {
  return plane(stream, samples, noise, [this](Draw& draw, int label) {
    const double along = std::sqrt(draw.fraction());
    return polar(1.3 * along, std::numbers::pi * (2 * turns * along + label));
  });
}

Dataset Gaussians::make(const Stream& stream) const {
  return plane(stream, samples, noise, [](Draw&, int label) {
    const double centre = label == 0 ? -0.7 : 0.7;
    return Xy{centre, centre};
  });
}

Dataset SineWave::make(const Stream& stream) const {
  Dataset data(Task::kRegression, 1, 0);
  for (std::int64_t i = 0; i < samples; ++i) {
    Draw draw(stream, i);
    const double x = draw.unit();
    data.add({x}, sin_cos(std::numbers::pi * periods * x).sin + noise * draw.normal());
  }
  return data;
}

Dataset Digits::make(const Stream& stream) const {
  Dataset all = read_digits();
  Dataset data(Task::kClassification, all.features, all.classes);
  data.rows = min(static_cast<Index>(samples), all.rows);
  for (Index i = 0; i < data.rows; ++i) {  // a random choice without repetition: Fisher-Yates
    const auto rest = static_cast<std::uint64_t>(all.rows - i);
    const Index j = i + static_cast<Index>(stream.below(static_cast<std::uint64_t>(i), rest));
    const auto row = all.inputs.begin() + j * all.features;
    data.inputs.insert(data.inputs.end(), row, row + all.features);
    data.answers.push_back(all.answers[static_cast<std::size_t>(j)]);
    std::copy_n(all.inputs.begin() + i * all.features, all.features, row);
    all.answers[static_cast<std::size_t>(j)] = all.answers[static_cast<std::size_t>(i)];
  }
  return data;
}

Dataset ArticleProportional::make(const Stream&) const {
  Dataset data(Task::kRegression, 1, 0);
  for (const double x : {1.0, 2.0, 3.0, 4.0}) data.add({x}, x);
  return data;
}

Dataset ArticleLine::make(const Stream&) const {
  // numpy.random.seed(42); 0.1 * randn(5): the article's noise.
  constexpr std::array kNoise = {0.0496714, -0.0138264, 0.0647689, 0.1523030, -0.0234153};
  Dataset data(Task::kRegression, 1, 0);
  for (std::size_t i = 0; i < kNoise.size(); ++i) {
    const double x = static_cast<double>(i + 1);
    data.add({x}, 2 * x + 1 + kNoise[i]);
  }
  return data;
}

Dataset ArticleNoise::make(const Stream& stream) const {
  Dataset data(labels ? Task::kClassification : Task::kRegression, 10, labels ? 2 : 0);
  for (std::int64_t i = 0; i < samples; ++i) {
    const auto at = static_cast<std::uint64_t>(i) * 16;
    for (std::uint64_t f = 0; f < 10; ++f) {
      data.inputs.push_back(static_cast<Scalar>(stream.normal(at + f)));
    }
    const double answer = stream.normal(at + 10);
    data.answers.push_back(static_cast<Scalar>(labels ? (answer > 0 ? 1 : 0) : answer));
  }
  data.rows = static_cast<Index>(samples);
  return data;
}

Dataset Bowl::make(const Stream&) const {
  Dataset data(Task::kRegression, 1, 0);
  data.add({1}, 0);
  return data;
}

Task task_of(const Data& data) {
  return visit_active(
      [](const auto& d) {
        if constexpr (requires { d.task(); }) {
          return d.task();
        } else {
          return Task::kClassification;
        }
      },
      data);
}

Index classes_of(const Data& data) {
  return of_active_type(data, []<class D>() {
    if constexpr (requires { D::kClasses; }) {
      return D::kClasses;
    } else {
      return Index{2};
    }
  });
}

Index training_samples(const Data& data, double test_fraction) {
  const auto all = visit_active(
      [](const auto& d) {
        if constexpr (requires { d.samples; }) {
          return static_cast<Index>(d.samples);
        } else {
          return static_cast<Index>(d.kSamples);
        }
      },
      data);
  const auto tested = static_cast<Index>(test_fraction * static_cast<double>(all) + 0.5);
  return all - tested < 2 ? all : all - tested;
}

Split make_data(const Data& data, std::uint64_t seed, double test_fraction) {
  const Stream stream = Stream::of(seed, Purpose::kData);
  const Dataset all = visit_active([&](const auto& d) { return d.make(stream); }, data);
  const Index tested = all.rows - training_samples(data, test_fraction);
  Split split{{all.task, all.features, all.classes}, {all.task, all.features, all.classes}};
  const Stream choice = Stream::of(seed, Purpose::kSplit);
  for (Index i = 0; i < all.rows; ++i) {  // selection sampling (Knuth 3.4.2, algorithm S)
    const auto left = static_cast<std::uint64_t>(all.rows - i);
    const bool test = choice.below(static_cast<std::uint64_t>(i), left) <
                      static_cast<std::uint64_t>(tested - split.test.rows);
    Dataset& part = test ? split.test : split.train;
    const auto row = all.inputs.begin() + i * all.features;
    part.inputs.insert(part.inputs.end(), row, row + all.features);
    part.answers.push_back(all.answers[static_cast<std::size_t>(i)]);
    ++part.rows;
  }
  return split;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
