// Target `snapshot`: a run from bytes, saved. Its own snapshot continues it bit for bit in another
// session; one with changed bytes is refused and changes nothing; one that somebody changed with
// care, so that its checksum is right, does no harm.
#include "engine/train/snapshot.hpp"

#include <algorithm>
#include <string>

#include "engine/registry/fingerprint.hpp"
#include "engine/registry/json.hpp"
#include "tests/fuzz/any_config.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {
namespace fuzz {

namespace {

constexpr double kSnapshotWork = 2e5;
constexpr std::size_t kSum = sizeof(std::uint64_t);

using State = std::vector<std::uint8_t>;

State state_of(Session& s) {
  const auto bytes = s.snapshot();
  return {bytes.begin(), bytes.end()};
}

std::vector<double> observations_of(Session& s) {
  const auto numbers = s.observations();
  return {numbers.begin(), numbers.end()};
}

/// Bytes changed, put in or cut off, as the input says.
void edit(State& bytes, Bytes& input) {
  for (std::size_t left = 1 + input.below(4); left > 0; --left) {
    const std::size_t at = input.word(3) % (bytes.size() + 1);
    const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    switch (input.below(8)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.insert(place, input.byte());
        break;
      case 2:
        for (std::size_t i = at; i < std::min(at + 8, bytes.size()); ++i) bytes[i] = input.byte();
        break;
      default:
        if (at < bytes.size()) bytes[at] ^= input.byte();
    }
  }
}

void repair_sum(State& bytes) {
  if (bytes.size() < kSum) return;
  const std::uint64_t sum = checksum(std::span(bytes).first(bytes.size() - kSum));
  std::memcpy(bytes.data() + bytes.size() - kSum, &sum, kSum);
}

/// Two runs of one state go the same way, and see the same.
void check_continued(Session& a, Session& b, Index steps) {
  const Index rows = a.run(steps, 1);
  require(b.run(steps, 1) == rows, "a restored run goes as far");
  require(bytes_of(a.rows()) == bytes_of(b.rows()), "a restored run measures the same");
  require(state_of(a) == state_of(b), "a restored run goes on bit for bit");
  require(write_json(a.diagnosis()) == write_json(b.diagnosis()),
          "a restored run is told the same");
}

/// Nobody knows what is in it; it may only not be taken for another, and not do harm.
void check_forged(Session& s, const State& bytes, Bytes& input) {
  if (!s.restore(bytes)) return;
  require(state_of(s) == bytes, "what is restored is what was given");
  const std::vector<double> own = observations_of(s);
  std::vector<double> numbers = own;
  for (double& x : numbers) {
    const std::uint8_t how = input.byte();
    if (how % 4 == 0) x = how % 8 == 0 ? input.real() : x + 0.5;
  }
  if (!s.take_up(numbers))
    require(bytes_of(observations_of(s)) == bytes_of(own),
            "memory that is refused changes nothing");
  s.run(3, 1);
  s.probe();
  s.evaluate("test");
  s.reset_units();
  write_json(s.diagnosis());
}

}  // namespace

void snapshot(Bytes input) {
  const Index first = static_cast<Index>(input.below(5));
  const Index more = 1 + static_cast<Index>(input.below(4));
  const bool forged = input.below(2) == 1;
  std::vector<std::uint8_t> edits(48);
  for (std::uint8_t& byte : edits) byte = input.byte();
  const ConfigResult result = read_config(any_settings(input));
  if (!result.errors.empty()) return;
  if (work_of(result.config, static_cast<double>(first + 2 * more)) > kSnapshotWork) return;
  Session a(result.config);
  Session b(result.config);
  a.run(first, 1);
  b.run(more, 1);
  const State saved = state_of(a);
  require(b.restore(saved), "an own snapshot is restored");
  require(b.take_up(observations_of(a)), "and what was observed");
  require(state_of(b) == saved, "nothing is lost");
  State changed = saved;
  Bytes how(edits);
  edit(changed, how);
  if (forged) repair_sum(changed);
  if (forged) {
    Session other(result.config);
    check_forged(other, changed, how);
  } else {
    require(b.restore(changed) == (changed == saved), "a changed snapshot is refused");
    if (changed == saved) b.take_up(observations_of(a));
    require(state_of(b) == saved, "and changes nothing");
  }
  if (!a.trainer().trouble()) check_continued(a, b, more);
}

}  // namespace fuzz
}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
