// Any `--set` on a scenario that has every section.
#include <cstddef>
#include <cstdint>
#include <string>

#include "scenarios/language/plan/scenario_reader.h"

using namespace dialtone;

namespace {

constexpr std::string_view kScenario = R"(scenario: fuzz
fleet:
  homes: { count: 3, power_on: { at: 0s, spread: 1s } }
servers:
  call_agent: { cores: 2 }
faults:
  blackout: { target: homes, at: 1s, do: { power_cut: { off_for: 10s } } }
expect:
  - eventually: { all: homes, are: registered, within: 30s }
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(read_scenario(kScenario, "/nonexistent/fuzz.yaml", {std::string(data, data + size)}).ok());
  return 0;
}
