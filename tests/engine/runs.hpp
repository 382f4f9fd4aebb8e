// Runs for tests, from links. Holds no tests.
#pragma once

#include <catch2/catch.hpp>

#include "engine/data/digits.hpp"
#include "engine/train/session.hpp"
#include "tests/engine/support.hpp"

extern const char* const kDigitsText;

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// The config of a link that must be free of faults; specimens are allowed.
inline Config config_of(const std::string& link) {
  static const bool provided = provide_digits(kDigitsText);
  REQUIRE(provided);
  const ConfigResult result = read_config_text(link + "&specimens=true");
  for (const ConfigError& e : result.errors)
    UNSCOPED_INFO(link << ": " << e.path << ' ' << e.message);
  REQUIRE(result.errors.empty());
  return result.config;
}

inline Run run_of(const std::string& link) { return make_run(config_of(link)); }

/// Every kind of a family that is no specimen (or every one), for building links.
template <class Variant>
std::vector<std::string> kinds(bool specimens = false) {
  std::vector<std::string> result;
  for (const Member& m : family<Variant>().members) {
    if (specimens || !m.specimen) result.push_back(m.kind);
  }
  return result;
}

/// The place of a column in a row: a step column, or a column of a layer.
inline std::size_t step_column(std::string_view key) {
  for (std::size_t i = 0; i < kStepColumns.size(); ++i) {
    if (key == kStepColumns[i].key) return i;
  }
  FAIL("no step column " << key);
  return 0;
}
inline std::size_t layer_column(Index layer, std::string_view key) {
  for (std::size_t i = 0; i < kLayerColumns.size(); ++i) {
    if (key != kLayerColumns[i].key) continue;
    return kStepColumns.size() + static_cast<std::size_t>(layer) * kLayerColumns.size() + i;
  }
  FAIL("no layer column " << key);
  return 0;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
