// Runs the examples of docs/scenarios.md: its scenarios must pass, its fragments must pass within a scenario that
// completes them, and its commands must end with 0.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "tests/build_paths.h"
#include "tests/docs/document.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

// The text around a fragment that makes it a whole scenario in which each of its faults acts.
struct Frame {
  std::string before;
  std::string after;
};

// Keyed by the fragment's first key and the first name or remark after it.
const std::map<std::string, Frame>& frames() {
  static const std::map<std::string, Frame> all{
      {"faults: portal",
       {"scenario: portal\nduration: 15m\nproxies: { cafe: {} }\n"
        "fleet: { homes: { count: 20, expires: 60s, through: cafe } }\n"
        "expect:\n  - eventually: { all: homes, are: registered, from: 5m, within: 10m }\n",
        // These faults make the device write a second time.
        "  new: { target: provisioning, at: 3m, do: { change: { of: homes, expires: 90 } } }\n"
        "  told: { target: call_agent, at: 181s, do: { notify: check-sync } }\n"}},
      {"faults: # Each device is cut off the moment",
       {"scenario: cut-off\nduration: 15m\nfleet: { homes: { count: 60, power_on: { spread: 30s } } }\nliveness: none\n"
        "expect:\n  - eventually: { any: homes, are: registered, from: 4m, within: 10m }\n",
        ""}},
      {"faults: # Three phones get firmware",
       {"scenario: changes\nduration: 90m\nfleet: { homes: { count: 20, expires: 60s } }\n"
        "expect:\n  - eventually: { all: homes, are: registered, from: 70m, within: 10m }\n",
        ""}},
      {"expect: # After 423 the next REGISTER",
       {"scenario: expectations\nduration: 10m\nfleet: { homes: { count: 60, expires: 60s } }\n"
        "servers: { call_agent: { min_expires: 10m, digest_algorithms: \"SHA-256,MD5\" } }\n"
        "faults:\n  ill: { target: provisioning, until: 30s, "
        "do: { answer: { status: 503, headers: { Retry-After: 20 } } } }\n",
        ""}},
      {"expect: - eventually: { 99%: homes", {"scenario: shares\nduration: 5m\nfleet: { homes: { count: 60 } }\n", ""}},
      {"expect: # The second floor registers only",
       {"scenario: floors\nduration: 5m\nprofiles: { slow: { boot_time: 30s } }\n"
        "fleet:\n  first-floor: { count: 10 }\n  second-floor: { count: 10, profile: slow }\n",
        ""}},
      {"record: [requests, SIP.Contact",
       {"scenario: wire\nduration: 5m\nfleet: { homes: { count: 20, expires: 60s } }\n", ""}},
      {"expect: # Of some seeds' homes none is hit",
       {"scenario: vacuous\nduration: 10m\nfleet: { homes: { count: 20 } }\n"
        "faults:\n  blackout: { target: homes, at: 1m, do: { power_cut: { off_for: 10s } } }\n",
        ""}},
  };
  return all;
}

class GuideExamples : public testing::Test {
 protected:
  // Returns the frame of a fragment that begins with these lines; null if there is none.
  static const Frame* frame_of(const std::vector<std::string>& lines) {
    const std::string start = lines[0] + " " + lines[1].substr(lines[1].find_first_not_of(' '));
    for (const auto& [begin, frame] : frames()) {
      if (start.starts_with(begin)) return &frame;
    }
    return nullptr;
  }
  // Returns the scenario's name if the block is a whole scenario; else an empty text.
  static std::string scenario_of(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      if (line.starts_with("scenario: ")) return words_of(line)[1];
    }
    return {};
  }

  // Runs a command that must end with 0 and without a fault that never struck.
  void run(const std::vector<std::string>& words, const FencedBlock& block) const {
    Command command(words.front(), {words.begin() + 1, words.end()}, folder_.path());
    const int code = command.wait();
    const std::string said = "docs/scenarios.md:" + std::to_string(block.line) + "\n" + command.out() + command.err();
    EXPECT_EQ(code, 0) << said;
    EXPECT_EQ(said.find("never struck"), std::string::npos) << said;
  }
  void run_scenario(const std::string& name, const std::string& text, const FencedBlock& block) const {
    folder_.write(name + ".yaml", text);
    run({"dialtone", "validate", name + ".yaml"}, block);
    const bool is_matrix = text.find("\nmatrix:") != std::string::npos;
    run({"dialtone", is_matrix ? "suite" : "run", name + ".yaml", "--out", "of-" + name}, block);
  }

  void try_yaml(const FencedBlock& block) {
    const std::vector<std::string> lines = lines_of(block.text);
    ASSERT_GE(lines.size(), 2U);
    const std::string scenario = scenario_of(lines);
    if (!scenario.empty()) return run_scenario(scenario, block.text, block);
    if (lines[0].starts_with("# ") && lines[0].ends_with(".yaml")) {
      const fs::path path = folder_.path() / lines[0].substr(2);
      fs::create_directories(path.parent_path());
      std::ofstream(path) << block.text;
      return;
    }
    const Frame* frame = frame_of(lines);
    ASSERT_NE(frame, nullptr) << "docs/scenarios.md:" << block.line << ": what is around it, so that it can be run?";
    ++framed_;
    run_scenario("fragment-" + std::to_string(framed_), frame->before + block.text + frame->after, block);
  }

  Folder folder_;
  std::size_t framed_ = 0;
};

// 10, Done means
TEST_F(GuideExamples, AreCarriedOut) {
  int commands = 0;
  for (const FencedBlock& block : fenced_blocks(fs::path(DIALTONE_SOURCE_DIR) / "docs" / "scenarios.md")) {
    if (block.language == "yaml") {
      try_yaml(block);
    } else {
      ASSERT_EQ(block.language, "console") << "docs/scenarios.md:" << block.line << ": what is it?";
      for (const std::string& line : lines_of(block.text)) {
        run(words_of(line), block);
        ++commands;
      }
    }
  }
  EXPECT_EQ(framed_, frames().size()) << "a frame that is for nothing";
  EXPECT_EQ(commands, 4);
}

}  // namespace
}  // namespace dialtone
