// Any file: read, or refused with a reason; what is read is written so that it reads again, and the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "scenarios/engine/scenario_reader.h"
#include "scenarios/engine/scenario_writer.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string path = "/nonexistent/fuzz.yaml";
  const ScenarioResult scenario = read_scenario(std::string(data, data + size), path);
  if (!scenario) {
    if (scenario.error().empty() || to_text(scenario.error()).empty()) std::abort();
    return 0;
  }
  const std::string written = write_scenario(*scenario);
  const ScenarioResult again = read_scenario(written, path);
  if (!again || write_scenario(*again) != written) std::abort();
  return 0;
}
