// Scenarios and stores for the engine's tests.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

#include "scenarios/language/parties/scenario.h"
#include "scenarios/language/plan/plan.h"

namespace dialtone {

// Returns a scenario of `count` homes that are switched on within a second, and must all be registered within a minute.
inline Scenario homes(std::uint64_t count) {
  Scenario scenario;
  scenario.name = "homes";
  scenario.duration = std::chrono::minutes(1);
  Group group;
  group.name = "homes";
  group.count = count;
  group.power_on.spread = std::chrono::seconds(1);
  scenario.fleet.push_back(group);
  const EventuallyCondition all{
      .group = "homes", .condition = DeviceCondition::kRegistered, .after = {}, .within = std::chrono::minutes(1)};
  scenario.expectations.push_back({"eventually all homes are registered", all, {}});
  return scenario;
}

// A temporary folder for each test, removed with this object.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
    std::string pattern = (parent / "dialtone-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace dialtone
