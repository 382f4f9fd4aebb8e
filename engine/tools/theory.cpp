// `gradscope theory`: mean-field theory of a run before it trains, beside the run's own draw.
#include "engine/train/theory.hpp"

#include <algorithm>
#include <sstream>

#include "engine/registry/json.hpp"
#include "engine/tools/config.hpp"
#include "engine/tools/output.hpp"
#include "engine/tools/table.hpp"

namespace gradscope::tools::float64 {

namespace {

const char* meaning_of(std::string_view reason) {
  return std::find_if(kNoTheory.begin(), kNoTheory.end(),
                      [&](const Word& word) { return word.key == reason; })
      ->meaning;
}

void print_field(std::ostream& out, const Theory& theory) {
  const MeanField& m = theory.field;
  if (theory.sigma_w != theory.sigma_w) {
    out << "Fewer than two hidden layers: nothing to settle on.\n\n";
    return;
  }
  out << "sigma_w " << fixed(theory.sigma_w, 4) << ", sigma_b " << fixed(theory.sigma_b, 4)
      << " (chi_1 = 1 at sigma_w " << fixed(critical_sigma_w(theory.activation, theory.sigma_b), 4)
      << ")\n";
  out << kStatuses[static_cast<std::size_t>(m.status)].meaning;
  if (m.status == MeanField::Status::kFinite) out << ' ' << fixed(m.q_star, 6);
  out << "; chi_1 " << fixed(m.chi_1, 6) << ", depth scale of the gradient " << fixed(m.xi_grad, 2)
      << " layers\n";
  if (m.chi_1 < 1) out << "Gradients shrink towards the input.\n";
  if (m.chi_1 > 1) out << "Gradients grow towards the input.\n";
  out << '\n';
}

void print(const Theory& theory) {
  std::ostringstream out;
  print_field(out, theory);
  Table table({"layer", "q", "delta, predicted", "nine of ten from", "to", "this draw"});
  for (std::size_t l = 0; l < theory.layers.size(); ++l) {
    const LayerTheory& t = theory.layers[l];
    const bool inside = t.measured >= t.low && t.measured <= t.high;
    table.add({std::to_string(l + 1), fixed(t.q, 6), scientific(t.delta_rms), scientific(t.low),
               scientific(t.high), scientific(t.measured) + (inside ? " " : "!")});
  }
  out << table.text()
      << "\ndelta: root mean square of dL/dz; that of the last layer is measured, not "
         "predicted.\n!: outside of the band, as one of ten draws is.\n";
  write_lines(out.str());
}

}  // namespace

int theory(const Request& request) {
  Trainer trainer(make_run(config_of(request)));
  const Theory theory = theory_of(trainer);
  if (request.options.has("--json")) {
    write_lines(write_json(describe(theory)) + '\n');
  } else if (theory.reason != nullptr) {
    write_lines(std::string("No theory for this run: ") + meaning_of(theory.reason) + '\n');
  } else {
    print(theory);
  }
  return kSuccess;
}

}  // namespace gradscope::tools::float64
