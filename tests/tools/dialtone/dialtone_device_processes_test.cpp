// Devices that are distributed over several processes must meet the same expectations as in one process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

// Contains everything that devices share: planned and triggered faults, a proxy, and a relay.
constexpr const char* kScenario = R"(scenario: s
duration: 12s
profiles: { quick: { boot_time: 500ms, boot_spread: 10ms, retry_base: 500ms, retry_cap: 1s } }
proxies: { cafe: {} }
fleet:
  homes: { count: 5, profile: quick }
  guests: { count: 2, profile: quick, through: cafe }
  distant: { count: 2, profile: quick }
faults:
  blackout: { target: homes, at: 4s, spread: 1s, do: { power_cut: { off_for: 1s } } }
  jolt: { target: homes, when: { event: registration.accepted, after: 200ms }, do: { reset: tcp } }
  stuck: { target: homes, until: 2500ms, match: { name: call_agent }, do: { resolve: { fail: no-such-name } } }
  portal: { target: cafe, until: 2s, do: { answer: { status: 503, headers: { Retry-After: 1 } } } }
  late: { target: distant, match: { peer: call_agent, direction: from-devices }, do: { delay: 200ms } }
  restart: { target: call_agent, at: 7s, do: { restart: { state: kept, off_for: 500ms } } }
expect:
  - eventually: { all: devices, are: registered, after: blackout, within: 6s }
  - metric: { device.power_on: count==14 }
  - metric: { device.power_cut: count==5, of: homes }
  - metric: { registration.duration: min>=200ms, of: distant }
  - eventually: { event: name.failed, of_each: homes, within: 4s }
  - metric: { provision.refused: count>=1, of: guests }
  - metric: { server.started: count==1, of: provisioning }
)";

class DeviceProcessesOfDialtone : public testing::TestWithParam<std::string> {
 protected:
  // Returns the exit code.
  int run() {
    folder_.write("s.yaml", kScenario);
    Command command(DIALTONE_SOURCE_DIR "/tests/tools/in_real_time",
                    {program("dialtone"), "run", "s.yaml", "--world", "processes", "--device-processes", GetParam(),
                     "--out", "out"},
                    folder_.path());
    const int code = command.wait(Command::kPatienceInRealTime);
    said_ = command.out() + command.err();
    std::istringstream lines(read_file(folder_.path() / "out" / "events.jsonl"));
    for (std::string line; std::getline(lines, line);) events_.push_back(line);
    return code;
  }

  std::int64_t count(const std::string& text) const {
    return std::count_if(events_.begin(), events_.end(),
                         [&](const std::string& line) { return line.find(text) != std::string::npos; });
  }

  const Folder folder_;
  std::string said_;
  std::vector<std::string> events_;
};

TEST_P(DeviceProcessesOfDialtone, TheSameExpectationsHoldAndFaultsAreToldOnce) {
  EXPECT_EQ(run(), 0) << said_;
  for (const std::string fault : {"blackout", "stuck", "portal", "late", "restart"}) {
    EXPECT_EQ(count("\"event\":\"fault.started\",\"fault\":\"" + fault + "\""), 1) << fault;
  }
  for (const std::string fault : {"blackout", "stuck", "portal", "restart"}) {
    EXPECT_EQ(count("\"event\":\"fault.ended\",\"fault\":\"" + fault + "\""), 1) << fault;
  }
  if (GetParam() != "1") EXPECT_THAT(said_, HasSubstr("--device-processes " + GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Several, DeviceProcessesOfDialtone, testing::Values("1", "3"),
                         [](const auto& each) { return "In" + each.param; });

TEST(DeviceProcessesOption, IsOfTheWorldThatHasProcesses) {
  const Folder folder;
  Command elsewhere("dialtone", {"run", catalog("first-light"), "--device-processes", "2"}, folder.path());
  EXPECT_EQ(elsewhere.wait(), 2);
  EXPECT_THAT(elsewhere.err(), HasSubstr("--device-processes: only --world processes has processes"));
  Command none("dialtone", {"run", catalog("first-light"), "--world", "processes", "--device-processes", "0"},
               folder.path());
  EXPECT_EQ(none.wait(), 2);
  EXPECT_THAT(none.err(), HasSubstr("--device-processes 0: it is a number from 1 to 64"));
}

}  // namespace
}  // namespace dialtone
