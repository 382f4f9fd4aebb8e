// Walks the settings and the families behind them.
#include "engine/schema.hpp"

#include "engine/train/config.hpp"
#include "engine/train/statistics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

class Fingerprint {
 public:
  void add(const Slot& slot) {
    add(slot.key);
    add(slot.range.min);
    add(slot.range.max);
    for (const char* word : slot.words) add(word);
    if (slot.family == nullptr) return;
    for (const Member& member : slot.family->members) {
      add(member.kind);
      for (const Slot& parameter : member.slots) add(parameter);
    }
  }
  void add(const char* text) {
    do hash_ = (hash_ ^ static_cast<unsigned char>(*text)) * 0x100000001B3;
    while (*text++ != 0);
  }
  std::string text() const {
    std::string digits;
    for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[hash_ >> shift & 15];
    return digits;
  }

 private:
  void add(double number) { hash_ = (hash_ ^ bits_as<std::uint64_t>(number)) * 0x100000001B3; }
  std::uint64_t hash_ = 0xCBF29CE484222325;
};

}  // namespace

std::string schema_hash() {
  Fingerprint fingerprint;
  for (const Slot& slot : kSlots<Config>) fingerprint.add(slot);
  for (const StepColumn& column : kStepColumns) fingerprint.add(column.key);
  for (const LayerColumn& column : kLayerColumns) fingerprint.add(column.key);
  return fingerprint.text();
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
