// The fuzz program: one of five targets, chosen by `--target=NAME`, under libFuzzer. run.mjs starts
// it. Two other modes serve run.mjs: `--words` and `--read-links`.
#include <array>
#include <set>
#include <string>

#include "engine/data/digits.hpp"
#include "tests/fuzz/target.hpp"

using namespace gradscope;

namespace {

constexpr std::array kTargets = {fuzz::Target{"link", fuzz::link}, fuzz::Target{"json", fuzz::json},
                                 fuzz::Target{"run", fuzz::run},
                                 fuzz::Target{"snapshot", fuzz::snapshot},
                                 fuzz::Target{"digits", fuzz::digits}};

const fuzz::Target* chosen = nullptr;

void collect(std::span<const Slot> slots, std::set<std::string>& words) {
  for (const Slot& slot : slots) {
    words.insert(slot.key);
    words.insert(slot.words.begin(), slot.words.end());
    if (slot.family == nullptr) continue;
    for (const Member& member : slot.family->members) {
      if (words.insert(member.kind).second) collect(member.slots, words);
    }
  }
}

/// Every key, kind and word there is, as a dictionary of libFuzzer.
void print_words() {
  std::set<std::string> words{"kind", "ui.", "true", "false", "v1&", "null", "1e"};
  collect(kSlots<Config>, words);
  for (const std::string& word : words) std::printf("\"%s\"\n", word.c_str());
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* count, char*** words) {
  fuzz::require(provide_digits(kDigitsText), "the digits are what they are");
  for (int i = 1; i < *count; ++i) {
    const std::string_view word = (*words)[i];
    if (word == "--words") print_words();
    if (word == "--read-links") fuzz::read_links();
    if (word == "--words" || word == "--read-links") std::exit(0);
    for (const fuzz::Target& target : kTargets) {
      if (word == std::string("--target=") + target.name) chosen = &target;
    }
  }
  fuzz::require(chosen != nullptr, "--target= names one of link, json, run, snapshot, digits");
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run(fuzz::Bytes({data, size}));
  return 0;
}
