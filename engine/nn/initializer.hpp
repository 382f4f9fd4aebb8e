// How weights start: the one list of initialisers. Biases start at 0 unless `fill_bias` says
// otherwise or the config's bias_std does (train/config.hpp).
//
// A member is a struct with
//   double std(Fan) const                        expected standard deviation of an entry
//   void fill(Weights, const Stream&) const      draws the matrix, [out][in] row-major
// Numbers are drawn in double and rounded once, so both precisions start from the same luck.
#pragma once

#include <variant>

#include "engine/core/rng.hpp"
#include "engine/nn/tensor.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// A weight matrix to fill: [fan.out][fan.in], row-major.
struct Weights {
  Scalar* data;
  Fan fan;
  Index size() const { return fan.in * fan.out; }
};

void fill_normal(Weights w, double mean, double std, const Stream& stream);
/// Uniform on (lo, hi).
void fill_uniform(Weights w, double lo, double hi, const Stream& stream);
void fill_constant(Weights w, double diagonal, double elsewhere);
/// Normal with mean and std, redrawn until it falls within [lo, hi].
void fill_truncated(Weights w, double mean, double std, double lo, double hi, const Stream& stream);
/// Orthonormal rows or columns, whichever are fewer, times gain (Haar measure).
void fill_orthogonal(Weights w, double gain, const Stream& stream);

struct Zeros {
  static constexpr Info info{"zeros", "Zeros", "0", "",
                             "All units of a layer stay equal: symmetry is never broken."};
  double std(Fan) const { return 0; }
  void fill(Weights w, const Stream&) const { fill_constant(w, 0, 0); }
};

struct Constant {
  double constant = 0.1;
  static constexpr Info info{"constant", "Constant", "c", "", "Every weight the same number."};
  static constexpr auto fields() {
    return std::array{real<&Constant::constant>("value", "Value of every weight", {-100, 100})};
  }
  double std(Fan) const { return 0; }
  void fill(Weights w, const Stream&) const { fill_constant(w, constant, constant); }
};

struct Normal {
  double mean = 0;
  double sigma = 0.01;
  static constexpr Info info{
      "normal", "Normal", R"(\mathcal N(\mu, \sigma^2))", "Krizhevsky et al. 2012",
      "Zero-mean noise of a fixed size; the size decides, not the zero mean."};
  static constexpr auto fields() {
    return std::array{real<&Normal::mean>("mean", "Mean", {-10, 10}),
                      real<&Normal::sigma>("std", "Standard deviation", {0, 100, true})};
  }
  double std(Fan) const { return sigma; }
  void fill(Weights w, const Stream& s) const { fill_normal(w, mean, sigma, s); }
};

struct Uniform {
  double lo = -0.1;
  double hi = 0.1;
  static constexpr Info info{"uniform", "Uniform", R"(U(a, b))", "",
                             "Flat noise between two limits."};
  static constexpr auto fields() {
    return std::array{real<&Uniform::lo>("lo", "Lower limit", {-100, 100}),
                      real<&Uniform::hi>("hi", "Upper limit", {-100, 100})};
  }
  const char* fault() const { return lo < hi ? nullptr : "lo must be below hi"; }
  double std(Fan) const { return (hi - lo) / std::sqrt(12.0); }
  void fill(Weights w, const Stream& s) const { fill_uniform(w, lo, hi, s); }
};

struct TruncatedNormal {
  double mean = 0;
  double sigma = 0.1;
  double lo = -0.2;
  double hi = 0.2;
  static constexpr Info info{"truncated_normal", "Truncated normal",
                             R"(\mathcal N(\mu, \sigma^2)\ \text{on}\ [a, b])", "",
                             "Normal without its tails. At 2 sigma its std is 0.8796 sigma; Keras "
                             "rescales for that, PyTorch and this do not."};
  static constexpr auto fields() {
    return std::array{real<&TruncatedNormal::mean>("mean", "Mean before truncation", {-10, 10}),
                      real<&TruncatedNormal::sigma>("std", "Standard deviation before truncation",
                                                    {1e-6, 100, true}),
                      real<&TruncatedNormal::lo>("lo", "Lower limit", {-100, 100}),
                      real<&TruncatedNormal::hi>("hi", "Upper limit", {-100, 100})};
  }
  const char* fault() const {
    if (!(lo < hi)) return "lo must be below hi";
    const double beyond = max(lo - mean, mean - hi);
    return beyond <= 30 * sigma ? nullptr : "lo and hi lie more than 30 std beyond the mean";
  }
  double std(Fan) const;
  void fill(Weights w, const Stream& s) const { fill_truncated(w, mean, sigma, lo, hi, s); }
};

struct XavierUniform {
  double gain = 1;
  static constexpr Info info{
      "xavier_uniform", "Xavier uniform", R"(U(\pm g\sqrt{6/(n_{in}+n_{out})}))",
      "Glorot and Bengio 2010, eq. 16",
      "Keeps variance forwards and backwards for activations of slope 1 at 0."};
  static constexpr auto fields() {
    return std::array{real<&XavierUniform::gain>("gain", "Factor on the std", {0, 100, true})};
  }
  double std(Fan f) const { return gain * std::sqrt(2.0 / static_cast<double>(f.in + f.out)); }
  void fill(Weights w, const Stream& s) const {
    const double limit = std(w.fan) * std::sqrt(3.0);
    fill_uniform(w, -limit, limit, s);
  }
};

struct XavierNormal {
  double gain = 1;
  static constexpr Info info{
      "xavier_normal", "Xavier normal", R"(\mathcal N(0, g^2\tfrac{2}{n_{in}+n_{out}}))",
      "Glorot and Bengio 2010, eq. 12",
      "Keeps variance forwards and backwards for activations of slope 1 at 0."};
  static constexpr auto fields() {
    return std::array{real<&XavierNormal::gain>("gain", "Factor on the std", {0, 100, true})};
  }
  double std(Fan f) const { return gain * std::sqrt(2.0 / static_cast<double>(f.in + f.out)); }
  void fill(Weights w, const Stream& s) const { fill_normal(w, 0, std(w.fan), s); }
};

inline constexpr std::array<const char*, 2> kFanModes = {"fan_in", "fan_out"};

struct HeUniform {
  int mode = 0;
  double negative_slope = 0;
  static constexpr Info info{"he_uniform", "He uniform", R"(U(\pm\sqrt{6/((1+\alpha^2) n)}))",
                             "He et al. 2015, eq. 10",
                             "Keeps variance through ReLU, which halves it."};
  static constexpr auto fields() {
    return std::array{
        word<&HeUniform::mode>("mode", "Keep variance forwards or backwards", kFanModes),
        real<&HeUniform::negative_slope>("negative_slope", "Slope of the ReLU below 0", {0, 10})};
  }
  double std(Fan f) const {
    return std::sqrt(2 / (1 + negative_slope * negative_slope) /
                     static_cast<double>(mode == 0 ? f.in : f.out));
  }
  void fill(Weights w, const Stream& s) const {
    const double limit = std(w.fan) * std::sqrt(3.0);
    fill_uniform(w, -limit, limit, s);
  }
};

struct HeNormal {
  int mode = 0;
  double negative_slope = 0;
  static constexpr Info info{
      "he_normal", "He normal", R"(\mathcal N(0, \tfrac{2}{(1+\alpha^2) n}))",
      "He et al. 2015, eq. 10", "Keeps variance through ReLU, which halves it."};
  static constexpr auto fields() {
    return std::array{
        word<&HeNormal::mode>("mode", "Keep variance forwards or backwards", kFanModes),
        real<&HeNormal::negative_slope>("negative_slope", "Slope of the ReLU below 0", {0, 10})};
  }
  double std(Fan f) const { return HeUniform{mode, negative_slope}.std(f); }
  void fill(Weights w, const Stream& s) const { fill_normal(w, 0, std(w.fan), s); }
};

struct LecunNormal {
  static constexpr Info info{"lecun_normal", "LeCun normal", R"(\mathcal N(0, 1/n_{in}))",
                             "LeCun et al. 1998",
                             "Keeps variance forwards; what SELU is made for."};
  double std(Fan f) const { return std::sqrt(1.0 / static_cast<double>(f.in)); }
  void fill(Weights w, const Stream& s) const { fill_normal(w, 0, std(w.fan), s); }
};

struct LecunUniform {
  static constexpr Info info{"lecun_uniform", "LeCun uniform", R"(U(\pm\sqrt{3/n_{in}}))",
                             "LeCun et al. 1998",
                             "Keeps variance forwards; what SELU is made for."};
  double std(Fan f) const { return std::sqrt(1.0 / static_cast<double>(f.in)); }
  void fill(Weights w, const Stream& s) const {
    const double limit = std(w.fan) * std::sqrt(3.0);
    fill_uniform(w, -limit, limit, s);
  }
};

struct LinearDefault {
  static constexpr Info info{"linear_default", "torch.nn.Linear's default",
                             R"(U(\pm 1/\sqrt{n_{in}}))", "PyTorch",
                             "A third of LeCun's variance; biases are drawn the same way."};
  double std(Fan f) const { return std::sqrt(1.0 / (3 * static_cast<double>(f.in))); }
  void fill(Weights w, const Stream& s) const {
    const double limit = 1 / std::sqrt(static_cast<double>(w.fan.in));
    fill_uniform(w, -limit, limit, s);
  }
  void fill_bias(Scalar* bias, Fan fan, const Stream& s) const {
    const double limit = 1 / std::sqrt(static_cast<double>(fan.in));
    fill_uniform({bias, {1, fan.out}}, -limit, limit, s);
  }
};

struct Orthogonal {
  double gain = 1;
  static constexpr Info info{"orthogonal", "Orthogonal", R"(W W^T = g^2 I)", "Saxe et al. 2014",
                             "Turns without stretching: all singular values are equal."};
  static constexpr auto fields() {
    return std::array{real<&Orthogonal::gain>("gain", "Every singular value", {0, 100, true})};
  }
  double std(Fan f) const {
    return gain / std::sqrt(static_cast<double>(f.in > f.out ? f.in : f.out));
  }
  void fill(Weights w, const Stream& s) const { fill_orthogonal(w, gain, s); }
};

struct IdentityMatrix {
  double gain = 1;
  static constexpr Info info{"identity", "Identity", R"(g I)", "Le et al. 2015",
                             "Copies its input; ones on the main diagonal, the rest zero."};
  static constexpr auto fields() {
    return std::array{real<&IdentityMatrix::gain>("gain", "Value on the diagonal", {-100, 100})};
  }
  double std(Fan f) const {
    return gain / std::sqrt(static_cast<double>(f.in > f.out ? f.in : f.out));
  }
  void fill(Weights w, const Stream&) const { fill_constant(w, gain, 0); }
};

/// Orthogonal, then each hidden layer rescaled on the first batch (train/trainer_setup.cpp).
struct Lsuv {
  double tolerance = 0.01;
  static constexpr Info info{"lsuv", "LSUV", R"(W_l \gets W_l / \mathrm{std}(z_l))",
                             "Mishkin and Matas 2016",
                             "Orthogonal, then each hidden layer rescaled so that z has variance 1 "
                             "on the first batch, from the input on."};
  static constexpr bool kUsesData = true;
  static constexpr auto fields() {
    return std::array{real<&Lsuv::tolerance>("tolerance", "Allowed distance of the variance from 1",
                                             {1e-4, 0.5, true})};
  }
  double std(Fan f) const { return Orthogonal{}.std(f); }
  void fill(Weights w, const Stream& s) const { fill_orthogonal(w, 1, s); }
};

struct ArticleXavier {
  static constexpr Info info{"article_xavier",
                             "Xavier as printed",
                             R"(\sqrt{-a}\,U,\ a = 2/(n_{in}+n_{out}))",
                             "article 002, section 3.3.2",
                             "The square root of a negative number: every weight is NaN.",
                             true};
  double std(Fan) const { return std::sqrt(-1.0); }
  void fill(Weights w, const Stream&) const { fill_constant(w, std({}), std({})); }
};

struct ArticleHe {
  static constexpr Info info{"article_he",
                             "He as printed",
                             R"(\sqrt{-a}\,U,\ a = 2/n_{in})",
                             "article 002, section 3.3.3",
                             "The square root of a negative number: every weight is NaN.",
                             true};
  double std(Fan) const { return std::sqrt(-1.0); }
  void fill(Weights w, const Stream&) const { fill_constant(w, std({}), std({})); }
};

struct ArticleHeUniform {
  static constexpr Info info{"article_he_uniform",
                             "He with the article's limit",
                             R"(U(\pm\sqrt{2/n_{in}}))",
                             "article 002, section 4.5",
                             "A standard deviation used as a limit: a third of He's variance, and "
                             "deep ReLU networks vanish.",
                             true};
  double std(Fan f) const { return std::sqrt(2.0 / (3 * static_cast<double>(f.in))); }
  void fill(Weights w, const Stream& s) const {
    const double limit = std::sqrt(2.0 / static_cast<double>(w.fan.in));
    fill_uniform(w, -limit, limit, s);
  }
};

/// The one list. Append only: menus show this order.
using Initializer =
    std::variant<XavierNormal, XavierUniform, HeNormal, HeUniform, LecunNormal, LecunUniform,
                 LinearDefault, Normal, TruncatedNormal, Uniform, Orthogonal, Lsuv, IdentityMatrix,
                 Constant, Zeros, ArticleHeUniform, ArticleHe, ArticleXavier>;

template <>
inline constexpr const char* kFamilyKey<Initializer> = "initializer";

/// Draws a weight matrix.
void draw_weights(const Initializer& initializer, Weights w, const Stream& stream);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
