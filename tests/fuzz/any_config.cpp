// Walks the registry, and asks the bytes at every turn.
#include "tests/fuzz/any_config.hpp"

#include <algorithm>
#include <cmath>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

namespace {

Value any_choice(const Family& family, Bytes& input);

double any_real(const Slot& slot, Bytes& input) {
  const auto [min, max, logarithmic] = slot.range;
  switch (input.below(8)) {
    case 0:
      return min;
    case 1:
      return max;
    case 2:
      return input.real();  // mostly outside
    case 3:
      return std::clamp(std::ldexp(max, -static_cast<int>(input.byte())), min, max);
    case 4:
      return std::clamp(static_cast<double>(input.byte()), min, max);
    default:
      return min + (max - min) * static_cast<double>(input.word(2)) / 0x10000;
  }
}

double any_integer(const Slot& slot, Bytes& input) {
  const auto [min, max, logarithmic] = slot.range;
  switch (input.below(8)) {
    case 0:
      return min;
    case 1:
      return max;
    case 2:
      return input.real();
    case 3:
      return std::min(max, min + static_cast<double>(input.word(4)));
    default:  // small ones, so that most runs are
      return std::min(max, min + static_cast<double>(input.below(24)));
  }
}

Value any_value(const Slot& slot, Bytes& input) {
  switch (slot.type) {
    case FieldType::kReal:
      return any_real(slot, input);
    case FieldType::kInteger:
      return any_integer(slot, input);
    case FieldType::kBoolean:
      return input.below(2) == 1;
    case FieldType::kWord:
      return slot.words[input.below(slot.words.size())];
    case FieldType::kChoice:
      return any_choice(*slot.family, input);
    case FieldType::kIntegers:
    case FieldType::kChoices:
      break;
  }
  Value::List list;
  for (std::size_t left = input.below(5); left > 0; --left) {
    list.push_back(slot.type == FieldType::kIntegers ? Value(any_integer(slot, input))
                                                     : any_choice(*slot.family, input));
  }
  return list;
}

/// Each of some fields with a chance of a half, or of an eighth.
void add_fields(std::span<const Slot> slots, std::uint8_t mask, Value::Object& object,
                Bytes& input) {
  for (const Slot& slot : slots) {
    if ((input.byte() & mask) == 0) object.emplace_back(slot.key, any_value(slot, input));
  }
}

Value any_choice(const Family& family, Bytes& input) {
  const Member& member = family.members[input.below(family.members.size())];
  Value::Object object{{"kind", member.kind}};
  add_fields(member.slots, 7, object, input);
  return object;
}

}  // namespace

Value any_settings(Bytes& input) {
  Value::Object object;
  add_fields(kSlots<Config>, 1, object, input);
  return object;
}

double work_of(const Config& config, double steps) {
  constexpr double kWidestInput = 64;
  constexpr double kRounds = 10;  // of an initialiser that looks at its layers
  const auto width = static_cast<double>(config.width);
  const auto depth = static_cast<double>(config.depth);
  const auto samples = static_cast<double>(training_samples(config.data, 0));
  const auto batch = config.batch == 0 ? samples : static_cast<double>(config.batch);
  const double params = kWidestInput * width + depth * width * (width + 4);
  const double links = 1 + static_cast<double>(config.update.size()) * (20 + width);
  return params * (batch * (steps + kRounds) + 4 * samples + links * steps);
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
