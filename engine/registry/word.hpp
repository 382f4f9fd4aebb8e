// What the engine answers in a word ("trained", "unclear"): the word, and what it means for people.
// Like labels, meanings are for the catalogue and for programs. What is looked up here at compile
// time leaves them out of the module.
#pragma once

#include <array>
#include <string_view>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Word {
  const char* key;      ///< In JSON and in TypeScript.
  const char* meaning;  ///< In English.
};

/// The place of what has that key in a list. A key that is not there does not compile.
template <class List>
consteval std::size_t place_of(const List& list, std::string_view key) {
  std::size_t i = 0;
  while (key != list.at(i).key) ++i;
  return i;
}

/// That key, for an answer.
template <class List>
consteval const char* key_of(const List& list, std::string_view key) {
  return list[place_of(list, key)].key;
}

namespace detail {
template <std::size_t n>
consteval auto keys_of(const std::array<Word, n>& words) {
  std::array<const char*, n> keys{};
  for (std::size_t i = 0; i < n; ++i) keys[i] = words[i].key;
  return keys;
}
}  // namespace detail

/// The keys of a list alone, to choose from at run time.
template <const auto& words>
inline constexpr auto kKeys = detail::keys_of(words);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
