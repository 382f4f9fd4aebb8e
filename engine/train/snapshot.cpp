// Walks the fields of a snapshot once to write them and once to read them, with the same function.
#include "engine/train/snapshot.hpp"

#include "engine/registry/fingerprint.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr std::uint64_t kMagic = 0x3250'414E'5353'4700 + sizeof(Scalar);  // "GSSNAP2", precision
constexpr std::int64_t kMostSteps = std::int64_t{1} << 48;  // times a batch, still an int64

constexpr std::size_t kWord = sizeof(std::uint64_t);

struct Counter {
  std::size_t size = 0;
  void raw(const void*, std::size_t more) { size += more; }
};

struct Writer {
  std::uint8_t* next;  // in room that a Counter has measured
  void raw(const void* data, std::size_t size) {
    if (size > 0) std::memcpy(next, data, size);  // an empty array has no address
    next += size;
  }
};

struct Reader {
  std::span<const std::uint8_t> bytes;
  bool good = true;
  void raw(void* data, std::size_t size) {
    good = good && bytes.size() >= size;
    if (!good || size == 0) return;
    std::memcpy(data, bytes.data(), size);
    bytes = bytes.subspan(size);
  }
};

/// Calls io.raw for every field; `check(n)` writes or compares a size.
template <class Io, class S, class Check>
void walk(Io& io, S& s, Check&& check) {
  const auto array = [&](auto* data, auto size) {
    check(static_cast<std::uint64_t>(size));
    io.raw(data, static_cast<std::size_t>(size) * sizeof(*data));
  };
  io.raw(&s.step, sizeof s.step);
  io.raw(&s.previous_learning_rate, sizeof s.previous_learning_rate);
  io.raw(&s.schedule.rate, sizeof s.schedule.rate);
  io.raw(&s.schedule.best, sizeof s.schedule.best);
  io.raw(&s.schedule.seen, sizeof s.schedule.seen);
  io.raw(&s.schedule.bad, sizeof s.schedule.bad);
  io.raw(&s.schedule.cooldown, sizeof s.schedule.cooldown);
  array(s.params.data(), s.params.size());
  array(s.running.data(), s.running.size());
  array(s.optimizer.moments.data(), s.optimizer.moments.size());
  array(s.optimizer.memory.data(), s.optimizer.memory.size());
}

/// Whether a run can come to these numbers, and go on from them.
bool reachable(const Snapshot& s) {
  const auto counts = [](std::int64_t n) { return n >= 0 && n <= kMostSteps; };
  return counts(s.step) && counts(s.schedule.seen) && counts(s.schedule.bad) &&
         counts(s.schedule.cooldown);
}

}  // namespace

std::vector<std::uint8_t> to_bytes(const Snapshot& snapshot, std::uint64_t config) {
  Counter counter;
  walk(counter, snapshot, [&](std::uint64_t) { counter.size += kWord; });
  std::vector<std::uint8_t> bytes(counter.size + 3 * kWord);
  Writer writer{bytes.data()};
  const auto word = [&](std::uint64_t n) { writer.raw(&n, kWord); };
  word(kMagic);
  word(config);
  walk(writer, snapshot, word);
  word(checksum(std::span(bytes).first(bytes.size() - kWord)));
  return bytes;
}

bool from_bytes(std::span<const std::uint8_t> bytes, Snapshot& snapshot, std::uint64_t config) {
  if (bytes.size() < 3 * kWord) return false;
  Reader reader{bytes.first(bytes.size() - kWord)};
  std::uint64_t sum = 0;
  std::memcpy(&sum, bytes.last(kWord).data(), kWord);
  if (sum != checksum(reader.bytes)) return false;
  Snapshot read = snapshot;
  const auto expect = [&](std::uint64_t expected) {
    std::uint64_t found = 0;
    reader.raw(&found, kWord);
    reader.good = reader.good && found == expected;
  };
  expect(kMagic);
  expect(config);
  walk(reader, read, expect);
  if (!reader.good || !reader.bytes.empty() || !reachable(read)) return false;
  snapshot = std::move(read);
  return true;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
