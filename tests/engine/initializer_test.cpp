// How weights start: moments, limits, orthogonality, and the same draw in both precisions.
#include "engine/nn/initializer.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

const Stream kStream = Stream::of(3, Purpose::kWeights, 2);

template <class Init>
std::vector<Scalar> drawn(const Init& init, Fan fan) {
  std::vector<Scalar> w(static_cast<std::size_t>(fan.in * fan.out), Scalar{99});
  init.fill({w.data(), fan}, kStream);
  return w;
}

struct Moments {
  double mean = 0, std = 0, largest = 0;
};

Moments moments(const std::vector<Scalar>& w) {
  Moments m;
  double squares = 0;
  for (const Scalar x : w) {
    m.mean += static_cast<double>(x) / static_cast<double>(w.size());
    m.largest = std::max(m.largest, std::abs(static_cast<double>(x)));
  }
  for (const Scalar x : w) squares += std::pow(static_cast<double>(x) - m.mean, 2);
  m.std = std::sqrt(squares / static_cast<double>(w.size()));
  return m;
}

/// |W W^T - gain^2 I| or |W^T W - gain^2 I|, whichever is smaller a matrix: the largest entry.
double off_orthogonal(const std::vector<Scalar>& w, Fan fan, double gain) {
  const bool wide = fan.out <= fan.in;
  const Index count = wide ? fan.out : fan.in;
  const Index length = wide ? fan.in : fan.out;
  const auto entry = [&](Index vector, Index i) {
    return static_cast<double>(
        w[static_cast<std::size_t>(wide ? vector * fan.in + i : i * fan.in + vector)]);
  };
  double worst = 0;
  for (Index a = 0; a < count; ++a) {
    for (Index b = 0; b <= a; ++b) {
      double dot = a == b ? -gain * gain : 0;
      for (Index i = 0; i < length; ++i) dot += entry(a, i) * entry(b, i);
      worst = std::max(worst, std::abs(dot));
    }
  }
  return worst;
}

/// Those that draw every entry on its own, from a zero-mean distribution.
using Random =
    std::variant<XavierNormal, XavierUniform, HeNormal, HeUniform, LecunNormal, LecunUniform,
                 LinearDefault, Normal, TruncatedNormal, Uniform, ArticleHeUniform>;

}  // namespace

TEMPLATE_LIST_TEST_CASE("initializer: mean 0 and the std that it promises", "", Random) {
  for (const Fan fan : {Fan{96, 64}, Fan{64, 96}, Fan{1, 4000}, Fan{4000, 1}}) {
    const TestType init;
    const std::vector<Scalar> w = drawn(init, fan);
    const Moments m = moments(w);
    const auto n = static_cast<double>(w.size());
    INFO(TestType::info.kind << ' ' << fan.out << " x " << fan.in);
    // Five standard errors: of a mean, std / sqrt(n); of a std, at most std / sqrt(2 n) (normal).
    CHECK(std::abs(m.mean) < 5 * init.std(fan) / std::sqrt(n));
    CHECK(std::abs(m.std - init.std(fan)) < 5 * init.std(fan) / std::sqrt(2 * n));
  }
}

TEMPLATE_TEST_CASE("initializer: uniform draws fill their limits and keep them", "", XavierUniform,
                   HeUniform, LecunUniform, LinearDefault, Uniform, ArticleHeUniform) {
  const Fan fan{64, 96};
  const TestType init;
  const double limit = init.std(fan) * std::sqrt(3.0);
  const double largest = moments(drawn(init, fan)).largest;
  CHECK(largest <= limit * (1 + kEpsilon));  // rounded once
  CHECK(largest > 0.99 * limit);             // of 6,144 draws none beyond 99 %: once in 1e27
}

TEST_CASE("initializer: standard deviations are those of the papers") {
  const Fan fan{200, 50};
  CHECK(XavierNormal{}.std(fan) == Approx(std::sqrt(2.0 / 250)));
  CHECK(XavierUniform{4}.std(fan) == Approx(4 * std::sqrt(2.0 / 250)));
  CHECK(HeNormal{}.std(fan) == Approx(std::sqrt(2.0 / 200)));
  CHECK(HeUniform{1, 0}.std(fan) == Approx(std::sqrt(2.0 / 50)));
  CHECK(HeNormal{0, 0.5}.std(fan) == Approx(std::sqrt(2.0 / 200 / 1.25)));
  CHECK(LecunNormal{}.std(fan) == Approx(std::sqrt(1.0 / 200)));
  CHECK(LecunUniform{}.std(fan) == Approx(std::sqrt(1.0 / 200)));
  CHECK(LinearDefault{}.std(fan) == Approx(std::sqrt(1.0 / 600)));
  CHECK(Uniform{-0.5, 1}.std(fan) == Approx(1.5 / std::sqrt(12.0)));
  CHECK(TruncatedNormal{}.std(fan) == Approx(0.1 * 0.8796256610342398));  // cut at 2 sigma
  CHECK(ArticleHeUniform{}.std(fan) == Approx(HeNormal{}.std(fan) / std::sqrt(3.0)));
}

TEST_CASE("initializer: orthogonal matrices of every shape") {
  for (const Fan fan : {Fan{1, 1}, Fan{1, 7}, Fan{7, 1}, Fan{8, 8}, Fan{33, 9}, Fan{9, 33},
                        Fan{64, 64}, Fan{2, 65}}) {
    for (const double gain : {1.0, 1.7}) {
      INFO(fan.out << " x " << fan.in << ", gain " << gain);
      const std::vector<Scalar> w = drawn(Orthogonal{gain}, fan);
      // Entries are rounded once: a dot product of a unit vector is off by about 2 epsilon gain^2.
      CHECK(off_orthogonal(w, fan, gain) < 4 * kEpsilon * gain * gain);
      CHECK(same_array(drawn(Lsuv{}, fan), drawn(Orthogonal{}, fan)));
    }
  }
}

TEST_CASE("initializer: an orthogonal draw is as likely as its mirror image") {
  double sum = 0;  // of the first entries: +1 or -1 for a 1 x 1 matrix
  for (std::uint64_t part = 0; part < 400; ++part) {
    Scalar w = 0;
    Orthogonal{}.fill({&w, {1, 1}}, Stream::of(1, Purpose::kWeights, part));
    CHECK(std::abs(w) == 1);
    sum += static_cast<double>(w);
  }
  CHECK(std::abs(sum) < 5 * std::sqrt(400.0));  // five standard deviations
}

TEST_CASE("initializer: constant, zeros and identity are what they say") {
  CHECK(drawn(Zeros{}, {3, 2}) == std::vector<Scalar>(6, 0));
  CHECK(drawn(Constant{0.5}, {3, 2}) == std::vector<Scalar>(6, Scalar{0.5}));
  CHECK(drawn(IdentityMatrix{2}, {3, 2}) == std::vector<Scalar>{2, 0, 0, 0, 2, 0});
  CHECK(drawn(IdentityMatrix{2}, {2, 3}) == std::vector<Scalar>{2, 0, 0, 2, 0, 0});
}

TEST_CASE("initializer: the articles' square root of a negative number is NaN everywhere") {
  for (const Scalar w : drawn(ArticleXavier{}, {3, 2})) CHECK(std::isnan(w));
  for (const Scalar w : drawn(ArticleHe{}, {3, 2})) CHECK(std::isnan(w));
}

TEST_CASE("initializer: a truncated draw stays within its limits and has the std it promises") {
  for (const TruncatedNormal& init :
       {TruncatedNormal{}, TruncatedNormal{0.5, 0.1, 0.45, 0.8}, TruncatedNormal{0, 1, 2, 3},
        TruncatedNormal{0, 1, 3, 100}, TruncatedNormal{0, 1, -100, -3},
        TruncatedNormal{1, 2, 0.99, 1.01}, TruncatedNormal{0, 1e-6, 5e-6, 100}}) {
    const std::vector<Scalar> w = drawn(init, {64, 64});
    const Moments m = moments(w);
    INFO(init.mean << ", " << init.sigma << " within " << init.lo << ", " << init.hi);
    double outside = 0;
    for (const Scalar x : w) outside += x < scalar(init.lo) || x > scalar(init.hi) ? 1 : 0;
    CHECK(outside == 0);
    // Five standard errors of a std; a tail is about exponential, whose kurtosis of 9 gives
    // sqrt(8 / 4 n).
    CHECK(std::abs(m.std - init.std({})) < 5 * init.std({}) * std::sqrt(2.0 / 4096));
  }
}

TEST_CASE("initializer: a truncation far from the mean is drawn without waiting") {
  for (const TruncatedNormal& init :
       {TruncatedNormal{0, 1, 29, 100}, TruncatedNormal{10, 0.1, -100, 7.1},
        TruncatedNormal{0, 1e-6, 2.9e-5, 100}}) {
    REQUIRE(init.fault() == nullptr);
    const double edge = init.lo > init.mean ? init.lo : init.hi;
    double sum = 0;
    for (const Scalar x : drawn(init, {32, 32})) {
      CHECK((x >= scalar(init.lo) && x <= scalar(init.hi)));
      sum += std::abs(static_cast<double>(x) - edge) / init.sigma;
    }
    // A tail that begins 29 std out falls off over 1/29 std; five standard errors of 1,024 draws.
    // float32 resolves it to 1 %.
    CHECK(sum / 1024 == Approx(1.0 / 29).epsilon(5 / 32.0));
  }
  CHECK(TruncatedNormal{0, 1, 30.1, 100}.fault() != nullptr);
  CHECK(TruncatedNormal{0, 1e-6, -100, -0.5}.fault() != nullptr);
}

TEST_CASE("initializer: both precisions draw the same numbers") {
  // The first two of an 8 x 8 matrix, from the float64 engine; float32 rounds each once.
  struct Known {
    Initializer initializer;
    double first, second;
  };
  for (const Known& k : std::initializer_list<Known>{
           {Normal{0, 1}, -0x1.6d15e76d5b57ep-2, -0x1.8f09a45465e61p-1},
           {Uniform{-1, 2}, 0x1.1dac5f8p+0, -0x1.43d83p-5},
           {TruncatedNormal{}, -0x1.241185f115dffp-5, -0x1.3f3ae9dd1e51bp-4},
           {TruncatedNormal{0, 1, 2, 30}, 0x1.0ecdd8p+1, 0x1.007706p+1},
           {XavierNormal{}, -0x1.02278bcdd9abfp-3, -0x1.1a29886d68c02p-2},
           {HeUniform{}, 0x1.6c2186cdc255cp-2, -0x1.3ef98c81ba30fp-2},
           {Orthogonal{}, -0x1.48391f7378fd7p-3, 0x1.2faa9782118d2p-1},
       }) {
    std::vector<Scalar> w(64);
    std::visit([&](const auto& init) { init.fill({w.data(), {8, 8}}, kStream); }, k.initializer);
    INFO(kind_of(k.initializer));
    CHECK(w[0] == scalar(k.first));
    CHECK(w[1] == scalar(k.second));
  }
}

TEST_CASE("initializer: PyTorch's default draws its biases like its weights") {
  std::vector<Scalar> bias(4000);
  LinearDefault{}.fill_bias(bias.data(), {16, 4000}, kStream);
  const Moments m = moments(bias);
  CHECK(m.largest <= 0.25);
  CHECK(m.std == Approx(0.25 / std::sqrt(3.0)).epsilon(5 / std::sqrt(8000.0)));  // as above
}
