// What a replay found: numbers compared, the worst of them, and what is wrong. Knows no algorithm.
#pragma once

#include <limits>
#include <span>

#include "engine/core/scalar.hpp"
#include "tests/golden/reader.hpp"

namespace golden {

inline constexpr bool kFloat64 = sizeof(gradscope::Scalar) == sizeof(double);

/// Tolerances were measured for float32. Float64 must use only this share of them, wherever a
/// number differs by rounding alone (README.md says where it does not).
inline constexpr double kFloat64Share = 0.01;

/// Below this, numbers are compared absolutely: float32 loses digits there.
inline constexpr double kFloor = 1e-37;

/// For numbers that float32 cannot reproduce, because a case leaves its range: float64 must, to
/// this share (a tolerance of which only kFloat64Share is allowed). Float32 does not compare them.
inline constexpr double kBeyondFloat32 = kFloat64 ? 1e-5 : std::numeric_limits<double>::infinity();

/// Why a number may differ from the recorded one.
enum class Error { kRounding, kSampling };

/// One case.
class CaseReport {
 public:
  explicit CaseReport(std::string id) : id_(std::move(id)) {}

  const std::string& id() const { return id_; }
  Faults& faults() { return faults_; }
  const Faults& faults() const { return faults_; }
  std::size_t numbers() const { return numbers_; }
  /// The largest error as a fraction of its tolerance, and which number it is.
  double worst() const { return worst_; }
  const std::string& worst_at() const { return worst_at_; }

  /// In float64 too, allows the whole tolerance: the reference itself holds a float32 number.
  void trust_only_float32() { share_ = 1; }

  /// Holds |got - expected| <= tolerance. Equal infinities and two NaNs agree; an infinite
  /// tolerance means that the number is not comparable.
  void compare(const std::string& what, double got, double expected, double tolerance,
               Error error = Error::kRounding);
  /// Element by element; one tolerance for each, or one for all.
  void compare(const std::string& what, std::span<const double> got,
               std::span<const double> expected, std::span<const double> tolerances,
               Error error = Error::kRounding);
  void compare(const std::string& what, std::span<const double> got,
               std::span<const double> expected, double tolerance, Error error = Error::kRounding);
  /// Holds that two values without a tolerance are equal.
  void equal(const std::string& what, const std::string& got, const std::string& expected);

  /// Called at the end: a case that compared nothing has failed, unless its tolerances say that
  /// float32 cannot reproduce it.
  void finish();

 private:
  std::string id_;
  Faults faults_;
  std::size_t numbers_ = 0;
  std::size_t beyond_ = 0;
  std::size_t outside_ = 0;
  double share_ = kFloat64 ? kFloat64Share : 1;
  double worst_ = 0;
  double worst_over_limit_ = 0;
  std::string worst_at_;
  std::string worst_outside_;
};

/// One file.
struct FileReport {
  std::string name;
  std::string kind;
  Faults faults;  ///< Of the file as a whole.
  std::vector<CaseReport> cases;

  std::size_t passed() const;
  bool good() const { return faults.empty() && !cases.empty() && passed() == cases.size(); }
  /// The case with the largest fraction, or null.
  const CaseReport* worst() const;
  /// Every fault, with the case it belongs to.
  std::vector<std::string> failures() const;
};

/// A line for people: cases, passed, numbers, worst fraction and where.
std::string summary(const FileReport& report);

}  // namespace golden
