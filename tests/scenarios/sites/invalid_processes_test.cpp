// Runs in processes that are invalid because a part, played by a script, misbehaves.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "tests/scenarios/sites/scripted_parts.h"

namespace dialtone {
namespace {

struct Misbehaviour {
  std::string name;
  // Shell commands of the provisioning server and of the devices; `serve`, `live` and `wait_for_end` are the correct
  // behaviour.
  std::string provisioning;
  std::string devices;
  // The reason why the run is invalid; empty: the run is valid.
  std::string reason;

  friend void PrintTo(const Misbehaviour& row, std::ostream* out) { *out << row.name; }
};

class InvalidProcesses : public testing::TestWithParam<Misbehaviour> {
 protected:
  RunSummary run() const {
    const std::string script = R"(read start
wait_for_end() { sleep 60 & wait; }
end() { kill $! 2>/dev/null; exit 0; }
trap end INT
serve() { say "$1" server.started ',"endpoint":"127.0.0.1:9"'; wait_for_end; }
# finish LAG: in microseconds.
finish() { say devices part.finished ",\"timer_lag_p99_us\":$1"; end; }
live() { lag=$1; trap 'finish $lag' INT; say homes-0001 device.power_on; wait_for_end; }
case $3 in
call-agent) serve $3;;
provisioning) )" + GetParam().provisioning +
                               ";;\ndevices) " + GetParam().devices + ";;\nesac\n";
    return run_with_parts(folder_, script,
                          "scenario: s\nduration: 3s\nliveness: none\nfleet:\n  homes: { count: 1 }\nexpect:\n"
                          "  - never: { event: registration.rejected, of: homes }\n");
  }

  const TemporaryFolder folder_;
};

// 12.1
TEST_P(InvalidProcesses, MakeTheRunInvalid) {
  const RunSummary summary = run();
  if (GetParam().reason.empty()) {
    EXPECT_EQ(summary.result, RunResult::kPassed) << testing::PrintToString(summary.reasons);
    return;
  }
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  ASSERT_FALSE(summary.reasons.empty());
  EXPECT_EQ(summary.reasons.front(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Parts, InvalidProcesses,
    testing::Values(Misbehaviour{"NoneOfWhich", "serve $3", "live 40000", ""},
                    Misbehaviour{"ComeLate", "serve $3", "live 51000",
                                 "this machine was the bottleneck: its own timers came up to 51 ms late (p99)"},
                    Misbehaviour{"DoNotTellHowLateTheyCame", "serve $3", "say homes-0001 device.power_on; wait_for_end",
                                 "the process of devices did not tell how late its timers came"},
                    Misbehaviour{"SayWhatIsNoEvent", "serve $3", "echo nonsense; live 0",
                                 "devices said what is no event: nonsense"},
                    Misbehaviour{"EndInTheMiddle", "serve $3", "say homes-0001 device.power_on",
                                 "the process of devices ended in the middle of the run"},
                    Misbehaviour{"CannotStart", "say $3 server.failed ',\"reason\":\"no port\"'; wait_for_end",
                                 "live 0", "provisioning did not start: no port"},
                    Misbehaviour{"DoNotSayThatTheyServe", "wait_for_end", "live 0",
                                 "the servers did not start within 10 s"},
                    Misbehaviour{"DoNotEnd", "trap '' INT; serve $3", "live 0",
                                 "the process of provisioning did not end when it was asked to"},
                    Misbehaviour{"PowerNobodyOn", "serve $3", "trap 'finish 0' INT; wait_for_end",
                                 "only 0 of 1 planned devices took part"}),
    [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace dialtone
