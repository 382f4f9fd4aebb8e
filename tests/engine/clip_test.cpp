// Clipping and Muon: the transforms that look at a whole update.
#include <catch2/catch.hpp>

#include <Eigen/Cholesky>

#include "tests/engine/optimizer.hpp"

using namespace gradscope;

namespace {

/// What a chain of one transform makes of a gradient, without the learning rate's sign.
Flat clipped(const Transform& transform, const Flat& gradient) {
  Optimizer o({transform}, 1);
  o.step(gradient);
  return -o.update;
}

double norm_of_type(const Flat& x, int type, Index begin, Index end) {
  const auto part = x.segment(begin, end - begin).cast<double>();
  return type == 0 ? std::sqrt(part.square().sum())
                   : (type == 1 ? part.abs().sum() : part.abs().maxCoeff());
}

/// Where the groups of a clipping begin and end in kSegments.
using Groups = std::vector<std::pair<Index, Index>>;
const Groups kAll = {{0, 43}}, kLayers = {{0, 37}, {37, 43}},
             kTensors = {{0, 28}, {28, 37}, {37, 43}};

template <class Clip>
const Groups& groups() {
  if constexpr (std::is_same_v<Clip, ClipByGlobalNorm>) return kAll;
  if constexpr (std::is_same_v<Clip, ClipByLayerNorm>) return kLayers;
  return kTensors;
}

}  // namespace

TEMPLATE_TEST_CASE("clip: never enlarges, never turns, and small gradients pass bit for bit", "",
                   ClipByValue, ClipByGlobalNorm, ClipByLayerNorm, ClipByTensorNorm, AdaptiveClip) {
  for (const double size : {1e-30, 1e-6, 1e-3, 1.0, 1e3, 1e30}) {
    const Flat before = gradient_of(61, size);
    const Flat after = clipped(TestType{}, before);
    INFO(TestType::info.kind << " at " << size);
    for (Index i = 0; i < 43; ++i) {
      CHECK(std::abs(after[i]) <= std::abs(before[i]));
      CHECK(after[i] * before[i] >= 0);
    }
    if (size <= 1e-6) CHECK(same_array(after, before));
    if (size >= 1e3) CHECK_FALSE(same_array(after, before));
  }
}

TEMPLATE_TEST_CASE("clip: a group that is too large gets exactly max_norm, in every norm", "",
                   ClipByGlobalNorm, ClipByLayerNorm, ClipByTensorNorm) {
  for (const int type : {0, 1, 2}) {
    const Flat before = gradient_of(61, 100);
    const Flat after = clipped(TestType{{0.5, type, 0}}, before);
    for (const auto& [begin, end] : groups<TestType>()) {
      INFO(TestType::info.kind << ", norm " << kNormTypes[static_cast<std::size_t>(type)]);
      // Each element is rounded once, the factor once.
      CHECK(norm_of_type(after, type, begin, end) == Approx(0.5).epsilon(2 * kEpsilon));
      const double factor = static_cast<double>(after[begin]) / static_cast<double>(before[begin]);
      for (Index i = begin; i < end; ++i) {  // the direction stays
        CHECK(static_cast<double>(after[i]) ==
              Approx(static_cast<double>(before[i]) * factor).epsilon(2 * kEpsilon));
      }
    }
  }
}

TEST_CASE("clip: groups that are small are left alone while others are cut") {
  Flat gradient = gradient_of(61, 100);
  gradient.segment(37, 6) *= scalar(1e-4);
  const Flat by_layer = clipped(ClipByLayerNorm{{1, 0, 0}}, gradient);
  CHECK(same_array(Flat(by_layer.tail(6)), Flat(gradient.tail(6))));
  const Flat by_all = clipped(ClipByGlobalNorm{{1, 0, 0}}, gradient);
  CHECK((by_all.tail(6).abs() < gradient.tail(6).abs()).all());
}

TEST_CASE("clip: eps is added to the norm, PyTorch's way") {
  const Flat before = gradient_of(61, 100);
  const double norm = norm_of(before);
  const Flat after = clipped(ClipByGlobalNorm{{2, 0, 0.5}}, before);
  CHECK(norm_of(after) == Approx(2 * norm / (norm + 0.5)).epsilon(2 * kEpsilon));
}

TEST_CASE("clip: a norm beyond float32's range is still a norm") {
  const Flat after = clipped(ClipByGlobalNorm{{1, 0, 0}}, gradient_of(61, 1e30));
  CHECK(norm_of(after) == Approx(1).epsilon(2 * kEpsilon));
}

TEST_CASE("clip: a maximum of 0 stops everything, also where nothing moves") {
  for (const double eps : {0.0, 1e-6}) {
    CHECK((clipped(ClipByGlobalNorm{{0, 0, eps}}, gradient_of(61)) == 0).all());
    CHECK((clipped(ClipByGlobalNorm{{0, 0, eps}}, Flat::Zero(43)) == 0).all());
  }
}

TEST_CASE("clip_by_value: limits each element on its own") {
  const Flat before = gradient_of(61, 2);
  const Flat after = clipped(ClipByValue{0.5}, before);
  for (Index i = 0; i < 43; ++i) {
    CHECK(after[i] == std::min(std::max(before[i], Scalar(-0.5)), Scalar(0.5)));
  }
}

TEST_CASE("adaptive_clip: a unit's update stays below a share of its weights") {
  Optimizer o({AdaptiveClip{0.1, 1e-3}}, 1);
  const Flat params = o.params;
  o.step(gradient_of(61, 100));
  const auto row = [](const Flat& x, Index begin, Index n) { return norm_of(x, begin, begin + n); };
  for (Index r = 0; r < 4; ++r) {  // the rows of the first matrix
    CHECK(row(o.update, 7 * r, 7) == Approx(0.1 * row(params, 7 * r, 7)).epsilon(2 * kEpsilon));
  }
  CHECK(row(o.update, 28, 9) == Approx(0.1 * row(params, 28, 9)).epsilon(2 * kEpsilon));  // whole
}

TEST_CASE("muon: the update of a matrix is nearly orthogonal, whatever the gradient's size") {
  // Five Newton-Schulz steps take singular values above 1e-2 to within 0.68 and 1.14 (Jordan 2024).
  for (const double size : {1e-4, 1.0, 1e10}) {
    const Flat u = clipped(Muon{0.95, true, 5, 2}, gradient_of(61, size));
    const Eigen::Map<const Eigen::Matrix<Scalar, 4, 7, Eigen::RowMajor>> matrix(u.data());
    const Eigen::Matrix<double, 4, 7> w = matrix.cast<double>();
    const Eigen::Matrix4d squares = w * w.transpose();
    const auto positive = [](const Eigen::Matrix4d& m) {
      return Eigen::LLT<Eigen::Matrix4d>(m).info() == Eigen::Success;
    };
    INFO("gradient of size " << size);
    CHECK(positive(1.14 * 1.14 * Eigen::Matrix4d::Identity() - squares));
    CHECK(positive(squares - 0.68 * 0.68 * Eigen::Matrix4d::Identity()));
    CHECK(norm_of(u, 28, 37) == Approx(0.9).margin(0.25));  // a vector: one singular value
  }
}

TEST_CASE("muon: keeps the singular vectors of the momentum") {
  const Flat gradient = gradient_of(61);
  const Flat u = clipped(Muon{0.95, false, 5, 2}, gradient);
  using Matrix = Eigen::Matrix<Scalar, 4, 7, Eigen::RowMajor>;
  const Eigen::MatrixXd g = Eigen::Map<const Matrix>(gradient.data()).cast<double>();
  const Eigen::MatrixXd x = Eigen::Map<const Matrix>(u.data()).cast<double>();
  const Eigen::MatrixXd p = g * x.transpose();  // symmetric if both share singular vectors
  CHECK((p - p.transpose()).norm() < 200 * kEpsilon * p.norm());  // 5 steps of products of length 7
  CHECK(p.trace() > 0);
}

TEST_CASE("muon: the factor is sqrt(rows / columns), 0.2 sqrt(longer side), or 1") {
  const std::vector<Segment> tall = {{0, 8, 2, 0}};
  const auto update = [&](int scale) {
    Optimizer o({Muon{0.95, true, 5, scale}}, 1, tall);
    o.step(gradient_of(61, 1, 16));
    return norm_of(o.update, 0, 16);
  };
  CHECK(update(0) / update(2) == Approx(2).epsilon(4 * kEpsilon));
  CHECK(update(1) / update(2) == Approx(0.2 * std::sqrt(8.0)).epsilon(4 * kEpsilon));
}
