// Any file is read, or refused with a reason; a scenario that was read is written, and reads back unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/plan/scenario_writer.h"

using namespace dialtone;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string path = "/nonexistent/fuzz.yaml";
  const std::string text(data, data + size);
  // Every included file has this same content.
  const ReadFile read = [&](const std::string&, std::size_t) -> Result<std::string> { return text; };
  const ScenarioResult scenario = read_scenario(text, path, {}, read);
  if (!scenario) {
    if (scenario.error().empty() || to_text(scenario.error()).empty()) std::abort();
    return 0;
  }
  const std::string written = write_scenario(*scenario);
  const ScenarioResult again = read_scenario(written, path);
  if (!again || write_scenario(*again) != written) std::abort();
  return 0;
}
