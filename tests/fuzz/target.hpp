// What the five targets share: how an invariant fails, how decisions are read from bytes, and where
// a target is found. Holds no invariant itself.
#pragma once

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>

#include "engine/train/session.hpp"

extern const char* const kDigitsText;

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

/// Ends the program, which libFuzzer takes for a crash, unless what must hold does.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: does not hold: %s\n", what);
  std::abort();
}

/// Decisions, read from an input; zeros behind its end.
class Bytes {
 public:
  explicit Bytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  std::uint8_t byte() {
    if (bytes_.empty()) return 0;
    const std::uint8_t first = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return first;
  }
  std::uint64_t word(int bytes = 8) {
    std::uint64_t result = 0;
    for (int i = 0; i < bytes; ++i) result |= std::uint64_t{byte()} << (8 * i);
    return result;
  }
  /// Any double at all.
  double real() { return std::bit_cast<double>(word()); }
  /// In [0, n), of a byte or two.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(word(n > 256 ? 2 : 1)) % n; }
  std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

struct Target {
  const char* name;
  void (*run)(Bytes input);
};

void link(Bytes input);
void json(Bytes input);
void run(Bytes input);
void snapshot(Bytes input);
void digits(Bytes input);

/// Reads links, a line of hexadecimal digits each, from standard input, and prints for each a line
/// of JSON: {faults: [{path, message}]}, or {config} if there are none. Faults that only settings
/// taken together have are not among them: the page does not know those.
void read_links();

/// Whether each fault has a message, and there are no more of them than are promised.
void check_faults(const ConfigErrors& errors);

/// The numbers of an array, as bytes.
template <class Array>
std::vector<std::uint8_t> bytes_of(const Array& array) {
  std::vector<std::uint8_t> bytes(array.size() * sizeof(*array.data()));
  if (!bytes.empty()) std::memcpy(bytes.data(), array.data(), bytes.size());
  return bytes;
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
