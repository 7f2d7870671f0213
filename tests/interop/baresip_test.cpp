// baresip, a softphone, registers at call_agent_sim, refreshes repeatedly, and answers the registrar's probes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/interop/servers.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

const Program kBaresip{"baresip", "baresip-core"};

// The phone's transport: udp or tcp.
class BaresipRegisters : public InteropTest, public testing::WithParamInterface<std::string> {
 protected:
  // No sound, no keyboard and one account that registers for six seconds and refreshes after the third: a busy machine
  // may then delay it by four.
  void write_configuration(int port) const {
    const std::string transport = ";transport=" + GetParam();
    folder_.write("config",
                  "poll_method epoll\n"
                  "sip_listen 127.0.0.1:0\n"
                  "net_interface 127.0.0.1\n"
                  "module_path /usr/lib/baresip/modules\n"
                  "module_app account.so\n");
    folder_.write("accounts",
                  "<sip:" + users_.at(0, "device_name") + "@voip.example.net" + transport +
                      ">;auth_user=" + users_.at(0, "auth_username") + ";auth_pass=" + users_.at(0, "auth_password") +
                      ";regint=6;rwait=33;outbound=\"sip:127.0.0.1:" + std::to_string(port) + transport + "\"\n");
    folder_.write("contacts", "");
  }
};

// baresip 1.0.0 gives up if any of several challenges is not MD5, whichever comes first.
TEST_P(BaresipRegisters, AndStaysRegisteredUntilItIsSwitchedOff) {
  make_subscribers(1);
  const int port = start_call_agent({"--digest-algorithms", "MD5", "--min-expires", "1s", "--probe", "1s"});
  ASSERT_FALSE(HasFailure());
  write_configuration(port);
  Peer baresip(kBaresip, {"-4", "-f", folder_.path(), "-s", "-v"}, folder_.path());
  ASSERT_TRUE(baresip.wait_until([&] { return count("call_agent.jsonl", "binding.refreshed") >= 3; }));
  EXPECT_TRUE(baresip.wait_until([&] { return baresip.log().find("\nOPTIONS sip:") != std::string::npos; }));
  EXPECT_EQ(baresip.end(SIGTERM), 0);
  EXPECT_TRUE(call_agent_->wait_until([&] { return count("call_agent.jsonl", "binding.removed") == 1; }));
  EXPECT_EQ(count("call_agent.jsonl", "binding.added"), 1U) << "every registration was for the same contact";
  EXPECT_EQ(count("call_agent.jsonl", "binding.expired"), 0U);
  EXPECT_EQ(count("call_agent.jsonl", "binding.unreachable"), 0U) << "it answers what it is asked";
}

INSTANTIATE_TEST_SUITE_P(Transports, BaresipRegisters, testing::Values("udp", "tcp"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace dialtone
