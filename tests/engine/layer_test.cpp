// What every layer promises, for each member of the family: it says its tensors, predicts what it
// passes on in training where nothing differs, and has a right gradient.
#include <map>
#include <set>

#include "engine/train/theory.hpp"
#include "tests/engine/differences.hpp"
#include "tests/engine/layers.hpp"
#include "tests/engine/rows.hpp"

using namespace gradscope;

namespace {

/// Runs the batch of the trainer through predict().
std::vector<double> predicted(Trainer& trainer) {
  const Panels& in = trainer.network().input();
  std::vector<Scalar> inputs;
  for (Index row = 0; row < in.rows; ++row) {
    for (Index f = 0; f < in.features; ++f) inputs.push_back(in.at(row, f));
  }
  return copy(std::span<const Scalar>(trainer.predict(inputs)));
}

}  // namespace

TEMPLATE_LIST_TEST_CASE("layers: tensors follow each other without gap or overlap", "", Layer) {
  for (const std::string& structure : kStructures) {
    const Layout layout = run_with<TestType>(structure).layout;
    INFO(structure);
    Index end = 0;
    std::set<std::string> names;
    std::set<std::uint64_t> streams;
    for (Index l = 0; l < layout.depth(); ++l) {
      REQUIRE_FALSE(layout.tensors(l).empty());
      CHECK(&layout.weight(l) == &layout.tensors(l).front());
      CHECK(layout.weight(l).is_matrix());
      CHECK(layout.weight(l).columns == layout.layers()[static_cast<std::size_t>(l)].in);
      for (const TensorSpec& t : layout.tensors(l)) {
        CHECK(t.layer == l);
        CHECK(t.offset == end);
        CHECK(t.size() > 0);
        CHECK(names.insert(t.name).second);
        CHECK(layout.find(t.name)->offset == t.offset);
        if (t.is_matrix()) CHECK(t.size() == t.fan.in * t.fan.out);
        // No two tensors are drawn from the same numbers.
        if (t.start != Start::kConstant) CHECK(streams.insert(t.stream).second);
        end += t.size();
      }
    }
    CHECK(end == layout.parameter_count());
  }
}

TEMPLATE_LIST_TEST_CASE("layers: predictions are the outputs of training without what only trains",
                        "", Layer) {
  for (const char* structure :
       {"&activation=tanh", "&activation=tanh&bias=false", "&activation=gelu&residual=true",
        "&activation=prelu", "&activation=tanh&normalization=layer_norm",
        "&activation=prelu&normalization=layer_norm(position:post)&residual=true"}) {
    Trainer trainer(run_with<TestType>(structure));
    for (int i = 0; i < 3; ++i) trainer.step();
    trainer.loss_at(trainer.step_count());
    const Panels& y = trainer.network().output();
    const std::vector<double> predictions = predicted(trainer);
    INFO(structure);
    REQUIRE(predictions.size() == static_cast<std::size_t>(y.rows));
    for (Index row = 0; row < y.rows; ++row) {
      CHECK(predictions[static_cast<std::size_t>(row)] == static_cast<double>(y.at(row, 0)));
    }
  }
}

TEMPLATE_LIST_TEST_CASE("layers: a prediction leaves the values of the batch alone", "", Layer) {
  for (const std::string& structure : kStructures) {
    Trainer asked(run_with<TestType>(structure)), silent(run_with<TestType>(structure));
    for (int i = 0; i < 4; ++i) {
      asked.loss_at(i);
      predicted(asked);
      for (Index l = 0; l < asked.run().layout.depth(); ++l) {
        silent.loss_at(i);
        for (std::size_t s = 0; s < asked.network().signals(l).size(); ++s) {
          const Signal& a = asked.network().signals(l)[s];
          const Signal& b = silent.network().signals(l)[s];
          bool same = true;
          for (Index row = 0; row < a.values.rows; ++row) {
            for (Index f = 0; f < a.values.features; ++f) {
              same = same && same_bits(a.values.at(row, f), b.values.at(row, f));
            }
          }
          INFO(structure << ": " << a.name << l);
          CHECK(same);
        }
      }
      asked.step();
      silent.step();
    }
    CHECK(same_array(asked.params(), silent.params()));
    CHECK(same_array(asked.running(), silent.running()));
    CHECK(same_array(asked.optimizer_state().moments, silent.optimizer_state().moments));
  }
}

TEMPLATE_LIST_TEST_CASE("layers: the gradient of a network with them is that of its loss", "",
                        Layer) {
  for (const std::string& structure : kStructures) {
    for (const char* more : {"", "&l1=0.2&l2=0.1"}) {
      check_differences(run_with<TestType>(structure, more), structure + more);
    }
  }
}

TEMPLATE_LIST_TEST_CASE("layers: their signals are what they show, in the order of the passes", "",
                        Layer) {
  Trainer trainer(run_with<TestType>("&activation=tanh&normalization=layer_norm"));
  trainer.gradient_at(0);
  for (Index l = 0; l < trainer.run().layout.depth(); ++l) {
    const LayerValues& x = trainer.network().layer(l);
    std::map<std::string, const Scalar*> found;
    std::map<std::string, std::size_t> place;
    bool backward = false;
    for (const Signal& s : trainer.network().signals(l)) {
      CHECK(s.backward >= backward);
      backward = s.backward;
      place[s.name] = place.size();
      found[s.name] = s.values.data;
    }
    CHECK(place.at("z") < place.at("u"));
    CHECK(place.at("u") < place.at("a"));
    CHECK(place.at("a") < place.at("delta"));
    CHECK(found.at("z") == x.z.data);
    CHECK(found.at("u") == x.u.data);
    CHECK(found.at("a") == x.a.data);
    CHECK(found.at("delta") == x.delta.data);
  }
}

TEMPLATE_LIST_TEST_CASE("layers: what keeps one from the theory has words", "", Layer) {
  for (const std::string& structure : kStructures) {
    const Layout layout = run_with<TestType>(structure).layout;
    for (const LayerSpec& spec : layout.layers()) {
      const char* reason =
          std::visit([&](const auto& kind) { return kind.outside_mean_field(spec); }, spec.kind);
      const auto same = [&](const Word& word) { return reason == std::string_view(word.key); };
      INFO(structure);
      CHECK((reason == nullptr || std::any_of(kNoTheory.begin(), kNoTheory.end(), same)));
    }
  }
}
