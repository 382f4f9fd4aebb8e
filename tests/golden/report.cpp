// Comparing and counting.
#include "tests/golden/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace golden {

namespace {

std::string format(const char* pattern, auto... values) {
  std::string text(static_cast<std::size_t>(std::snprintf(nullptr, 0, pattern, values...)), ' ');
  std::snprintf(text.data(), text.size() + 1, pattern, values...);
  return text;
}

double fraction(double got, double expected, double tolerance) {
  if (got == expected || (std::isnan(got) && std::isnan(expected))) return 0;
  const double f = std::abs(got - expected) / tolerance;
  return std::isnan(f) ? std::numeric_limits<double>::infinity() : f;
}

}  // namespace

void CaseReport::compare(const std::string& what, double got, double expected, double tolerance,
                         Error error) {
  if (tolerance == std::numeric_limits<double>::infinity()) {
    ++beyond_;
    return;
  }
  ++numbers_;
  const double f = fraction(got, expected, tolerance);
  if (worst_at_.empty() || f > worst_) {
    worst_ = f;
    worst_at_ = what;
  }
  const double limit = error == Error::kRounding ? share_ : 1;
  if (f <= limit) return;
  ++outside_;
  if (f / limit > worst_over_limit_) {
    worst_over_limit_ = f / limit;
    worst_outside_ = format("%s: got %.9g, expected %.9g, tolerance %.3g times %g", what.c_str(),
                            got, expected, tolerance, limit);
  }
}

void CaseReport::compare(const std::string& what, std::span<const double> got,
                         std::span<const double> expected, std::span<const double> tolerances,
                         Error error) {
  if (got.size() != expected.size() || tolerances.size() != expected.size()) {
    faults_.push_back(format("%s: %zu numbers, expected %zu, with %zu tolerances", what.c_str(),
                             got.size(), expected.size(), tolerances.size()));
    return;
  }
  for (std::size_t i = 0; i < got.size(); ++i) {
    compare(format("%s[%zu]", what.c_str(), i), got[i], expected[i], tolerances[i], error);
  }
}

void CaseReport::compare(const std::string& what, std::span<const double> got,
                         std::span<const double> expected, double tolerance, Error error) {
  compare(what, got, expected, Numbers(expected.size(), tolerance), error);
}

void CaseReport::equal(const std::string& what, const std::string& got,
                       const std::string& expected) {
  ++numbers_;
  if (got != expected) faults_.push_back(what + ": got " + got + ", expected " + expected);
}

void CaseReport::finish() {
  if (outside_ > 0) {
    faults_.push_back(format("%zu of %zu numbers differ; the worst is ", outside_, numbers_) +
                      worst_outside_);
  }
  if (faults_.empty() && numbers_ == 0 && beyond_ == 0) faults_.push_back("compares nothing");
}

std::size_t FileReport::passed() const {
  return static_cast<std::size_t>(std::count_if(
      cases.begin(), cases.end(), [](const CaseReport& c) { return c.faults().empty(); }));
}

const CaseReport* FileReport::worst() const {
  const auto worst = std::max_element(
      cases.begin(), cases.end(),
      [](const CaseReport& a, const CaseReport& b) { return a.worst() < b.worst(); });
  return worst == cases.end() ? nullptr : &*worst;
}

std::vector<std::string> FileReport::failures() const {
  std::vector<std::string> list;
  for (const std::string& fault : faults) list.push_back(name + ": " + fault);
  for (const CaseReport& c : cases) {
    for (const std::string& fault : c.faults()) list.push_back(name + ", " + c.id() + ": " + fault);
  }
  if (cases.empty() && faults.empty()) list.push_back(name + ": has no cases");
  return list;
}

std::string summary(const FileReport& report) {
  std::size_t numbers = 0;
  for (const CaseReport& c : report.cases) numbers += c.numbers();
  const CaseReport* worst = report.worst();
  const std::string at = worst == nullptr ? "" : worst->id() + ", " + worst->worst_at();
  return format("%-40s %4zu cases %4zu passed %8zu numbers  worst %.2e of tolerance  %s",
                report.name.c_str(), report.cases.size(), report.passed(), numbers,
                worst == nullptr ? 0.0 : worst->worst(), at.c_str());
}

}  // namespace golden
