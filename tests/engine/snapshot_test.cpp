// Saving and continuing a run, bit for bit, whatever it remembers.
#include "engine/train/snapshot.hpp"

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

/// Everything of a run that a further step depends on, as bytes.
std::vector<std::uint8_t> state(const Trainer& trainer) { return to_bytes(trainer.snapshot()); }

void steps(Trainer& trainer, int count) {
  for (int i = 0; i < count; ++i) trainer.step();
}

/// Saves after 7 steps; a run continued from there, in the same trainer and in a new one, by way of
/// bytes or not, must not differ from one that was never interrupted.
void check(const std::string& link) {
  INFO(link);
  Trainer straight(run_of(link)), other(run_of(link));
  steps(straight, 7);
  const Snapshot saved = straight.snapshot();
  const std::vector<std::uint8_t> bytes = to_bytes(saved);
  steps(straight, 9);
  const auto end = state(straight);
  REQUIRE(end != bytes);
  straight.restore(saved);
  CHECK(state(straight) == bytes);
  steps(straight, 9);
  CHECK(state(straight) == end);
  steps(other, 3);
  Snapshot read = other.snapshot();
  REQUIRE(from_bytes(bytes, read));
  other.restore(read);
  steps(other, 9);
  CHECK(state(other) == end);
}

const std::string kBase = "v1&depth=2&width=5&activation=tanh&batch=24";

}  // namespace

TEST_CASE("snapshot: every transform continues exactly") {
  for (const std::string& kind : kinds<Transform>(true)) {
    if (kind != "article_adam_code") check(kBase + "&update=" + kind);  // NaN at once: no run
  }
  check(kBase + "&update=clip_by_global_norm,adam,add_decayed_weights,asgd");
}

TEST_CASE("snapshot: every schedule continues exactly") {
  for (const std::string& kind : kinds<Schedule>(true)) {
    check(kBase + "&warmup_steps=2&schedule=" + kind);
  }
  check(kBase + "&schedule=plateau(patience:1;cooldown:3;threshold:0.5)&update=asgd");
}

TEST_CASE("snapshot: normalisation, dropout, trained slopes and resets continue exactly") {
  for (const char* rest :
       {"&normalization=batch_norm", "&normalization=layer_norm", "&dropout=0.4",
        "&activation=prelu", "&reset=redo(tau:0.5;every:3)", "&reset=redraw(tau:0.9;every:3)",
        "&order=sequential", "&batch=0", "&precision=float64&residual=true"}) {
    check("v1&depth=2&width=5&update=adam" + std::string(rest));
  }
}

TEST_CASE("snapshot: running statistics are part of it") {
  Trainer trainer(run_of(kBase + "&normalization=batch_norm"));
  steps(trainer, 3);
  const Snapshot saved = trainer.snapshot();
  const auto outputs = trainer.predict(trainer.run().data.test.inputs);
  steps(trainer, 3);
  CHECK_FALSE(same_array(outputs, trainer.predict(trainer.run().data.test.inputs)));
  trainer.restore(saved);
  CHECK(same_array(outputs, trainer.predict(trainer.run().data.test.inputs)));
}

TEST_CASE("snapshot: restoring ends trouble") {
  Trainer trainer(run_of("v1&depth=2&width=5&activation=identity&loss=mse&learning_rate=1000000"));
  const Snapshot saved = trainer.snapshot();
  for (int i = 0; i < 1000 && trainer.step();) ++i;
  REQUIRE(trainer.trouble());
  trainer.restore(saved);
  CHECK_FALSE(trainer.trouble());
  CHECK(trainer.step_count() == 0);
  CHECK(trainer.step());
}

TEST_CASE("snapshot: bytes of another kind are refused and change nothing") {
  Trainer trainer(run_of(kBase + "&update=adam&schedule=plateau"));
  steps(trainer, 5);
  const std::vector<std::uint8_t> bytes = state(trainer);
  Snapshot target = trainer.snapshot();
  const auto refused = [&](const std::vector<std::uint8_t>& junk) {
    return !from_bytes(junk, target) && to_bytes(target) == bytes;
  };
  CHECK(refused({}));
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 7) {  // cut short
    CHECK(refused({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}));
  }
  std::vector<std::uint8_t> longer = bytes;
  longer.push_back(0);
  CHECK(refused(longer));
  for (const std::size_t header : {0U, 5U, 7U}) {  // version, precision
    std::vector<std::uint8_t> other = bytes;
    ++other[header];
    CHECK(refused(other));
  }
  CHECK(refused(state(Trainer(run_of("v1&depth=2&width=6&update=adam")))));
  CHECK(refused(state(Trainer(run_of(kBase + "&schedule=plateau")))));
  CHECK(refused(state(Trainer(run_of(kBase + "&update=adam&normalization=batch_norm")))));
  CHECK(refused(state(Trainer(run_of(kBase + "&update=adam,clip_by_value")))));
}

TEST_CASE("snapshot: a step number that no run can reach is refused") {
  Trainer trainer(run_of(kBase));
  Snapshot target = trainer.snapshot();
  for (const std::int64_t step : {std::int64_t{-1}, std::int64_t{1} << 62, INT64_MIN}) {
    Snapshot odd = target;
    odd.step = step;
    INFO("step " << step);
    CHECK_FALSE(from_bytes(to_bytes(odd), target));
  }
}

TEST_CASE("snapshot: random changes to the bytes are refused or restored, never worse") {
  Trainer trainer(run_of(kBase + "&update=adam&normalization=batch_norm"));
  steps(trainer, 3);
  const std::vector<std::uint8_t> bytes = state(trainer);
  Snapshot target = trainer.snapshot();
  for (std::uint64_t i = 0; i < 300; ++i) {
    const Stream stream = Stream::of(i, Purpose::kCheck, 3);
    std::vector<std::uint8_t> junk = bytes;
    for (std::uint64_t k = 0; k < 3; ++k) {
      junk[index_below(stream, 2 * k, junk.size())] =
          static_cast<std::uint8_t>(stream.below(2 * k + 1, 256));
    }
    if (!from_bytes(junk, target)) continue;
    trainer.restore(target);
    trainer.step();
    trainer.step();
  }
  REQUIRE(from_bytes(bytes, target));
  trainer.restore(target);
  CHECK(trainer.step());
}

TEST_CASE("session: a snapshot by bytes continues a run exactly") {
  Session a(config_of(kBase + "&update=adam")), b(config_of(kBase + "&update=adam"));
  a.run(10, 1);
  const auto bytes = a.snapshot();
  const std::vector<std::uint8_t> saved(bytes.begin(), bytes.end());
  REQUIRE(b.restore(saved));
  CHECK(b.step_count() == 10);
  a.run(5, 5);
  b.run(5, 5);
  CHECK(state(a.trainer()) == state(b.trainer()));
  CHECK_FALSE(b.restore(std::vector<std::uint8_t>(100)));
  CHECK(b.step_count() == 15);
}
