// How a choice describes itself, so that menus, links, JSON, errors, docs and tests follow from it.
// Knows no algorithm.
//
// A choice is a small struct with default member values, an `info` and, if it has parameters,
// `fields()`. A family is a std::variant of such structs: the one list of its members.
//
//   struct LeakyRelu {
//     double alpha = 0.01;  // the default lives here and nowhere else
//     static constexpr Info info{"leaky_relu", "Leaky ReLU", ...};
//     static constexpr auto fields() {
//       return std::array{real<&LeakyRelu::alpha>("alpha", "Slope below 0", {0, 0.99})};
//     }
//   };
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/scalar.hpp"
#include "engine/registry/visit.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Info {
  const char* kind;     ///< Its name in JSON and links.
  const char* title;    ///< Its name for people, in English.
  const char* formula;  ///< LaTeX.
  const char* source;   ///< The paper, or why there is none.
  const char* summary;  ///< One English sentence: what it does, and where libraries differ.
  /// Wrong on purpose: a formula as an article prints it. A config must allow specimens to use one.
  bool specimen = false;
};

enum class FieldType : std::uint8_t {
  kReal,
  kInteger,
  kBoolean,
  kWord,
  kIntegers,
  kChoice,
  kChoices
};

/// Allowed values, both ends included. `logarithmic` is a hint for sliders.
struct Range {
  double min;
  double max;
  bool logarithmic = false;
};

/// A short list of whole numbers. Without memory of its own, so that a family that uses it is
/// copied as plain bytes.
class Integers {
 public:
  static constexpr std::size_t kMost = 64;
  constexpr Integers(std::initializer_list<std::int64_t> numbers) {
    for (const std::int64_t n : numbers) push_back(n);
  }
  constexpr void push_back(std::int64_t number) { numbers_[size_++] = number; }
  constexpr std::size_t size() const { return size_; }
  constexpr const std::int64_t* begin() const { return numbers_.data(); }
  constexpr const std::int64_t* end() const { return begin() + size_; }

 private:
  std::array<std::int64_t, kMost> numbers_{};
  std::size_t size_ = 0;
};

struct Family;
struct ListOfChoices;

/// A parameter, as far as reading it goes: where it lies in its struct and what it may be.
struct Slot {
  const char* key;
  FieldType type;
  std::uint16_t offset;  ///< Of the member, in bytes.
  Range range{0, 0};     ///< Of the number; of each number of kIntegers; of the length of kChoices.
  std::span<const char* const> words{};  ///< kWord: the allowed words; the member is their index.
  const Family* family = nullptr;        ///< kChoice and kChoices.
  const ListOfChoices* list = nullptr;   ///< kChoices.

  /// The member of an object: double, int64, bool, int, Integers, variant or vector of variants.
  void* in(void* object) const { return static_cast<char*>(object) + offset; }
};

/// A parameter with its name for people. Only the catalogue looks at that, so the module for the
/// web does not carry it.
struct Field {
  Slot slot;
  const char* label;
};

/// One alternative of a variant.
struct Member {
  const char* kind;
  bool specimen;
  std::span<const Slot> slots;
  /// Null if its parameters go together whatever they are; else gives null, or what is wrong.
  const char* (*fault)(const void* active);
};

struct Family {
  const char* key;
  std::span<const Member> members;
  std::size_t (*index)(const void* variant);
  void (*select)(void* variant, std::size_t member);  ///< With default parameters.
  void* (*active)(void* variant);                     ///< The active struct.
};

/// What can be done with a vector of variants.
struct ListOfChoices {
  void* (*append)(void* list);  ///< Adds one and returns it.
  std::size_t (*size)(const void* list);
  void* (*item)(void* list, std::size_t i);
  void (*clear)(void* list);
};

namespace detail {
template <class M>
struct MemberPointer;
template <class C, class T>
struct MemberPointer<T C::*> {
  using Class = C;
  using Type = T;
};

template <class Class>
union Bytes {
  Bytes();
  ~Bytes();
  char bytes[sizeof(Class)];
  Class object;
};
/// There is none: the compiler compares addresses within it.
template <class Class>
extern const Bytes<Class> kBytes;

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif
/// offsetof, of a pointer to a member, which the language does not have.
template <auto member>
consteval std::uint16_t offset_of() {
  using Class = typename MemberPointer<decltype(member)>::Class;
  const void* at = &(kBytes<Class>.object.*member);
  std::uint16_t offset = 0;
  while (static_cast<const void*>(&kBytes<Class>.bytes[offset]) != at) ++offset;
  return offset;
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif

template <class T>
concept HasFields = requires {
  T::fields();
};

template <class T>
constexpr auto fields_of() {
  if constexpr (HasFields<T>) {
    return T::fields();
  } else {
    return std::array<Field, 0>{};
  }
}

template <class T>
constexpr auto slots_of() {
  constexpr auto fields = fields_of<T>();
  std::array<Slot, fields.size()> slots{};
  for (std::size_t i = 0; i < fields.size(); ++i) slots[i] = fields[i].slot;
  return slots;
}

/// A struct whose parameters constrain each other has `const char* fault() const`.
template <class T>
constexpr auto fault_of() -> const char* (*)(const void*) {
  if constexpr (requires(const T t) { t.fault(); }) {
    return [](const void* active) { return static_cast<const T*>(active)->fault(); };
  } else {
    return nullptr;
  }
}
}  // namespace detail

template <auto member>
constexpr Field real(const char* key, const char* label, Range range) {
  return {{key, FieldType::kReal, detail::offset_of<member>(), range}, label};
}

template <auto member>
constexpr Field integer(const char* key, const char* label, Range range) {
  return {{key, FieldType::kInteger, detail::offset_of<member>(), range}, label};
}

template <auto member>
constexpr Field boolean(const char* key, const char* label) {
  return {{key, FieldType::kBoolean, detail::offset_of<member>()}, label};
}

template <auto member>
constexpr Field word(const char* key, const char* label, std::span<const char* const> words) {
  return {{key, FieldType::kWord, detail::offset_of<member>(), {0, 0}, words}, label};
}

template <auto member>
constexpr Field integers(const char* key, const char* label, Range range) {
  return {{key, FieldType::kIntegers, detail::offset_of<member>(), range}, label};
}

/// The fields of T, with and without labels, in static storage.
template <class T>
inline constexpr auto kFields = detail::fields_of<T>();
template <class T>
inline constexpr auto kSlots = detail::slots_of<T>();

/// The key of a family; each room gives it beside the variant.
template <class Variant>
inline constexpr const char* kFamilyKey = nullptr;

namespace detail {
template <class Variant>
struct FamilyOf;

template <class... T>
struct FamilyOf<std::variant<T...>> {
  using Variant = std::variant<T...>;
  static_assert(std::is_trivially_copyable_v<Variant>, "else every copy asks which member it is");
  template <class Member>
  [[gnu::always_inline]] static inline bool emplace_if(bool wanted, Variant& variant) {
    if (wanted) variant.template emplace<Member>();
    return wanted;
  }
  static void select(void* variant, std::size_t member) {
    (void)(emplace_if<T>(member-- == 0, *static_cast<Variant*>(variant)) || ...);
  }
  static constexpr std::array<Member, sizeof...(T)> kMembers = {
      Member{T::info.kind, T::info.specimen, kSlots<T>, fault_of<T>()}...};
  static constexpr Family kFamily = {
      kFamilyKey<Variant>, kMembers,
      [](const void* v) { return static_cast<const Variant*>(v)->index(); }, select,
      [](void* v) {
        return visit_active([](auto& choice) -> void* { return &choice; },
                            *static_cast<Variant*>(v));
      }};
};

template <class List>
inline constexpr ListOfChoices kList = {
    [](void* list) -> void* { return &static_cast<List*>(list)->emplace_back(); },
    [](const void* list) { return static_cast<const List*>(list)->size(); },
    [](void* list, std::size_t i) -> void* { return &(*static_cast<List*>(list))[i]; },
    [](void* list) { static_cast<List*>(list)->clear(); }};
}  // namespace detail

/// The description of a variant.
template <class Variant>
const Family& family() {
  static_assert(kFamilyKey<Variant> != nullptr, "give the family a key beside its variant");
  return detail::FamilyOf<Variant>::kFamily;
}

template <auto member>
constexpr Field choice(const char* key, const char* label) {
  using Variant = typename detail::MemberPointer<decltype(member)>::Type;
  return {{key,
           FieldType::kChoice,
           detail::offset_of<member>(),
           {0, 0},
           {},
           &detail::FamilyOf<Variant>::kFamily},
          label};
}

/// A list of choices with at most `most` members.
template <auto member>
constexpr Field choices(const char* key, const char* label, double most) {
  using List = typename detail::MemberPointer<decltype(member)>::Type;
  return {{key,
           FieldType::kChoices,
           detail::offset_of<member>(),
           {0, most},
           {},
           &detail::FamilyOf<typename List::value_type>::kFamily,
           &detail::kList<List>},
          label};
}

/// The kind of the active choice.
template <class Variant>
const char* kind_of(const Variant& variant) {
  return family<Variant>().members[variant.index()].kind;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
