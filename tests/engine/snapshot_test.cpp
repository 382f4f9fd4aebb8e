// Saving and continuing a run, bit for bit, whatever it remembers.
#include "engine/train/snapshot.hpp"

#include "tests/engine/runs.hpp"

using namespace gradscope;

namespace {

constexpr std::uint64_t kRun = 7;  // stands for the fingerprint of a config

/// Everything of a run that a further step depends on, as bytes.
std::vector<std::uint8_t> state(const Trainer& trainer) {
  return to_bytes(trainer.snapshot(), kRun);
}

void steps(Trainer& trainer, int count) {
  for (int i = 0; i < count; ++i) trainer.step();
}

/// Saves after 7 steps; a run continued from there, in the same trainer and in a new one, by way of
/// bytes or not, must not differ from one that was never interrupted.
void check_continues(const std::string& link) {
  INFO(link);
  Trainer straight(run_of(link)), other(run_of(link));
  steps(straight, 7);
  const Snapshot saved = straight.snapshot();
  const std::vector<std::uint8_t> bytes = to_bytes(saved, kRun);
  steps(straight, 9);
  const auto end = state(straight);
  REQUIRE(end != bytes);
  straight.restore(saved);
  CHECK(state(straight) == bytes);
  steps(straight, 9);
  CHECK(state(straight) == end);
  steps(other, 3);
  Snapshot read = other.snapshot();
  REQUIRE(from_bytes(bytes, read, kRun));
  other.restore(read);
  steps(other, 9);
  CHECK(state(other) == end);
}

const std::string kBase = "v1&depth=2&width=5&activation=tanh&batch=24";

}  // namespace

TEST_CASE("snapshot: every transform continues exactly") {
  for (const std::string& kind : kinds<Transform>(true)) {
    if (kind != "article_adam_code")
      check_continues(kBase + "&update=" + kind);  // NaN at once: no run
  }
  check_continues(kBase + "&update=clip_by_global_norm,adam,add_decayed_weights,asgd");
}

TEST_CASE("snapshot: every schedule continues exactly") {
  for (const std::string& kind : kinds<Schedule>(true)) {
    check_continues(kBase + "&warmup_steps=2&schedule=" + kind);
  }
  check_continues(kBase + "&schedule=plateau(patience:1;cooldown:3;threshold:0.5)&update=asgd");
}

TEST_CASE("snapshot: normalisation, dropout, trained slopes and resets continue exactly") {
  for (const char* rest :
       {"&normalization=batch_norm", "&normalization=layer_norm", "&dropout=0.4",
        "&activation=prelu", "&reset=redo(tau:0.5;every:3)", "&reset=redraw(tau:0.9;every:3)",
        "&order=sequential", "&batch=0", "&precision=float64&residual=true"}) {
    check_continues("v1&depth=2&width=5&update=adam" + std::string(rest));
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
    return !from_bytes(junk, target, kRun) && to_bytes(target, kRun) == bytes;
  };
  CHECK(refused({}));
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 7) {  // cut short
    CHECK(refused({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)}));
  }
  std::vector<std::uint8_t> longer = bytes;
  longer.push_back(0);
  CHECK(refused(longer));
  CHECK(refused(to_bytes(target, kRun + 1)));
  CHECK(refused(state(Trainer(run_of("v1&depth=2&width=6&update=adam")))));
  CHECK(refused(state(Trainer(run_of(kBase + "&schedule=plateau")))));
  CHECK(refused(state(Trainer(run_of(kBase + "&update=adam&normalization=batch_norm")))));
  CHECK(refused(state(Trainer(run_of(kBase + "&update=adam,clip_by_value")))));
}

TEST_CASE("snapshot: numbers that no run can reach are refused, and the largest do no harm") {
  Trainer trainer(run_of(kBase + "&schedule=plateau"));
  steps(trainer, 3);
  const Snapshot good = trainer.snapshot();
  constexpr std::int64_t kMost = std::int64_t{1} << 48;
  const auto with = [&](int field, std::int64_t number) {
    Snapshot odd = good;
    std::int64_t* fields[] = {&odd.step, &odd.schedule.seen, &odd.schedule.bad,
                              &odd.schedule.cooldown};
    *fields[field] = number;
    return odd;
  };
  for (int field = 0; field < 4; ++field) {
    INFO("field " << field);
    Snapshot target = good;
    for (const std::int64_t number : {std::int64_t{-1}, kMost + 1, INT64_MAX, INT64_MIN}) {
      CHECK_FALSE(from_bytes(to_bytes(with(field, number), kRun), target, kRun));
    }
    REQUIRE(from_bytes(to_bytes(with(field, kMost), kRun), target, kRun));
    trainer.restore(target);
    CHECK(trainer.step());
  }
}

TEST_CASE("snapshot: a change to any byte is refused") {
  Trainer trainer(run_of("v1&depth=1&width=2&update=adam&schedule=plateau"));
  steps(trainer, 3);
  std::vector<std::uint8_t> bytes = state(trainer);
  Snapshot target = trainer.snapshot();
  int accepted = 0;
  for (std::uint8_t& byte : bytes) {
    for (int change = 1; change < 256; ++change) {
      byte = static_cast<std::uint8_t>(byte ^ change);
      accepted += from_bytes(bytes, target, kRun) ? 1 : 0;
      byte = static_cast<std::uint8_t>(byte ^ change);
    }
  }
  CHECK(accepted == 0);
  CHECK(from_bytes(bytes, target, kRun));
}

TEST_CASE("snapshot: ten thousand random changes are refused") {
  Trainer trainer(run_of(kBase + "&update=adam&normalization=batch_norm"));
  steps(trainer, 3);
  const std::vector<std::uint8_t> bytes = state(trainer);
  Snapshot target = trainer.snapshot();
  int changed = 0;
  int accepted = 0;
  for (std::uint64_t i = 0; changed < 10000; ++i) {
    const Stream stream = Stream::of(i, Purpose::kCheck, 3);
    std::vector<std::uint8_t> junk = bytes;
    const std::uint64_t places = 1 + stream.below(0, 8);
    for (std::uint64_t k = 0; k < places; ++k) {
      // Signs too: a product alone would let two of them cancel.
      const std::size_t at = index_below(stream, 3 * k + 1, junk.size());
      const bool flip = stream.below(3 * k + 2, 2) == 0;
      junk[at] = static_cast<std::uint8_t>(flip ? junk[at] ^ 0x80 : stream.below(3 * k + 3, 256));
    }
    if (junk == bytes) continue;
    ++changed;
    accepted += from_bytes(junk, target, kRun) ? 1 : 0;
  }
  CHECK(accepted == 0);
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

TEST_CASE("session: a snapshot belongs to its config, whatever words that came in") {
  Session a(config_of(kBase + "&update=adam"));
  a.run(3, 1);
  const auto bytes = a.snapshot();
  Session same(config_of("v1&batch=24&activation=tanh()&width=5&depth=2&update=adam(beta1:0.9)"));
  CHECK(same.restore(bytes));
  for (const char* change :
       {"&seed=2", "&learning_rate=0.2", "&update=adam(beta1:0.8)", "&activation=relu",
        "&order=sequential", "&dropout=0.1", "&schedule=multistep(milestones:500,1001)",
        "&data=moons(noise:0.11)", "&bias_std=1", "&activations=tanh,tanh"}) {
    INFO(change);
    std::string link = "v1&depth=2&width=5&batch=24";
    if (std::string(change).find("activation=") == std::string::npos) link += "&activation=tanh";
    if (std::string(change).find("update=") == std::string::npos) link += "&update=adam";
    Session other(config_of(link + change));
    CHECK_FALSE(other.restore(bytes));
    CHECK(other.step_count() == 0);
  }
}
