// Runs in processes in which a shell script plays the parts.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "tests/wanted.h"

namespace dialtone {

// The beginning of the script. `say HOST EVENT FIELDS` prints an event; `$3` is the name of the part, as in `part PLAN
// NAME`.
inline constexpr const char* kScriptedParts = R"(#!/bin/sh
say() { echo '{"time":0,"host":"'"$1"'","event":"'"$2"'"'"$3"'}'; }
)";

// Runs the scenario with that script in place of dialtone's executable. The run's directory is the subdirectory `run`
// of `folder`.
inline RunSummary run_with_parts(const TemporaryFolder& folder, const std::string& script,
                                 const std::string& scenario_text, std::uint32_t device_processes = 1) {
  const std::filesystem::path parts = folder.path() / "parts";
  std::ofstream(parts) << kScriptedParts << script;
  std::filesystem::permissions(parts, std::filesystem::perms::owner_all);
  const ScenarioResult scenario = read_scenario(scenario_text, "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  RunOptions options;
  options.world = WorldKind::kProcesses;
  options.directory = folder.path() / "run";
  options.executable = parts;
  options.device_processes = device_processes;
  std::filesystem::create_directory(options.directory);
  return run_plan(make_plan(wanted(scenario)), options);
}

}  // namespace dialtone
