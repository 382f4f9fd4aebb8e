// FNV-1a (Fowler, Noll and Vo) on words, and a shift: the product alone would never let a high bit
// reach a low one, and two flipped signs would cancel.
#include "engine/registry/fingerprint.hpp"

#include <algorithm>
#include <cstring>

#include "engine/core/numerics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

class Hash {
 public:
  void add(std::uint64_t word) {
    value_ = (value_ ^ word) * 0x100000001B3;  // each of the three is undone by another: no loss
    value_ ^= value_ >> 32;
  }
  void add(double number) { add(bits_as<std::uint64_t>(number + 0.0)); }  // -0 is 0
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0xCBF29CE484222325;
};

void add_fields(Hash& hash, std::span<const Slot> slots, void* target);

void add_choice(Hash& hash, const Family& family, void* variant) {
  const std::size_t index = family.index(variant);
  hash.add(std::uint64_t{index});
  add_fields(hash, family.members[index].slots, family.active(variant));
}

void add_slot(Hash& hash, const Slot& slot, void* member) {
  switch (slot.type) {
    case FieldType::kReal:
      return hash.add(*static_cast<double*>(member));
    case FieldType::kInteger:
      return hash.add(static_cast<std::uint64_t>(*static_cast<std::int64_t*>(member)));
    case FieldType::kBoolean:
      return hash.add(std::uint64_t{*static_cast<bool*>(member)});
    case FieldType::kWord:
      return hash.add(static_cast<std::uint64_t>(*static_cast<int*>(member)));
    case FieldType::kChoice:
      return add_choice(hash, *slot.family, member);
    case FieldType::kIntegers: {
      const auto& list = *static_cast<Integers*>(member);
      hash.add(std::uint64_t{list.size()});
      for (const std::int64_t i : list) hash.add(static_cast<std::uint64_t>(i));
      return;
    }
    case FieldType::kChoices: {
      const std::size_t size = slot.list->size(member);
      hash.add(std::uint64_t{size});
      for (std::size_t i = 0; i < size; ++i) {
        add_choice(hash, *slot.family, slot.list->item(member, i));
      }
    }
  }
}

void add_fields(Hash& hash, std::span<const Slot> slots, void* target) {
  for (const Slot& slot : slots) add_slot(hash, slot, slot.in(target));
}

}  // namespace

std::uint64_t fingerprint(std::span<const Slot> slots, void* target) {
  Hash hash;
  add_fields(hash, slots, target);
  return hash.value();
}

std::uint64_t checksum(std::span<const std::uint8_t> bytes) {
  Hash hash;
  while (!bytes.empty()) {
    const std::size_t size = std::min<std::size_t>(bytes.size(), 8);
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), size);
    hash.add(word);
    bytes = bytes.subspan(size);
  }
  return hash.value();
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
