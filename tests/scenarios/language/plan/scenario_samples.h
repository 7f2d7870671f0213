// Scenarios that the tests of the reader share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/build_paths.h"
#include "values/text_file.h"

namespace dialtone {

inline constexpr std::string_view kEverything = R"yaml(# Everything that the language has.
scenario: everything
description: Power returns.
seed: 18446744073709551615
duration: 10m
domain: voip.example.org
profiles:
  slow:
    product: ATA-9
    user_agent: "ATA-9/1.0 (slow)"
    firmware_version: 1.10
    boot_time: 3s
    boot_spread: 1s
    answer_deadline: 5s
    retry_base: 1s
    retry_cap: 1m
    document: query
fleet:
  homes: { count: 5000, profile: slow, power_on: { at: 1s, spread: 10s }, expires: 10m }
  strangers: { count: 5, identity: wrong-mac, profile: ata-sip }
servers:
  provisioning: { cores: 4, request_cost: 2ms, latency: 1ms }
  call_agent:
    { cores: 8, request_cost: 500us, nonce_lifetime: 1m, min_expires: 30s, max_expires: 1h, max_contacts: 3 }
network:
  homes:
    latency: 20ms
    jitter: 5ms
    loss: 0.5%
    duplication: 0.01
    reordering: 1%
    bandwidth: 2Mbit
    queue: 100ms
    mtu: 1400
faults:
  blackout: { target: homes, at: 5s, spread: 2s, do: { power_cut: { off_for: 10s } } }
  evening: { target: strangers, at: 9s, do: { power_off: { off_for: 1m } } }
expect:
  - eventually: { all: homes, are: registered, after: blackout, within: 30s }
  - never: { event: registration.rejected, of: homes }
  - never: { any: strangers, are: provisioned }
  - metric: { registration.duration: p(95)<2s, of: homes }
  - metric: { registration.accepted: count>=5000 }
)yaml";

// Returns the diagnostics of a file, one per line.
inline std::string faults_of(std::string_view yaml, const std::vector<std::string>& overrides = {}) {
  const ScenarioResult scenario = read_scenario(yaml, "s.yaml", overrides);
  return scenario ? "" : to_text(scenario.error(), 1'000);
}

inline std::vector<std::filesystem::path> catalog_files() {
  std::vector<std::filesystem::path> files;
  for (const std::filesystem::directory_entry& entry :
       std::filesystem::directory_iterator(DIALTONE_SOURCE_DIR "/scenarios/catalog")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::string text_of(const std::filesystem::path& path) {
  const Result<std::string> text = read_text_file(path.string(), kLargestYaml);
  EXPECT_TRUE(text.ok()) << path;
  return text ? *text : "";
}

}  // namespace dialtone
