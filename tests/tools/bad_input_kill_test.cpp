// kill -9 under load: what was answered must have been stored, and the next process must continue from there.
#include <gmock/gmock.h>
#include <signal.h>

#include "tests/tools/bad_input.h"
#include "tests/tools/socket_client.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Killed : public ServersUnderAttack {
 protected:
  static std::string contact_of(int number, int life) {
    return "sip:line" + std::to_string(100000 + number) + "@127.0.0.1:" + std::to_string(1000 + life);
  }
};

TEST_F(Killed, TheCallAgentHasEveryBindingThatItHadAccepted) {
  Dice dice(3);
  std::vector<int> life_of(kSubscribers + 1, -1);
  for (int life = 0; life < 3; ++life) {
    const auto accepted = static_cast<int>(5 + dice.below(25));
    for (int i = 0; i < accepted; ++i) {
      const auto number = static_cast<int>(2 + dice.below(kSubscribers - 1));
      const std::string call_id = "life-" + std::to_string(life) + "-" + std::to_string(number);
      ASSERT_THAT(register_with_digest({.number = number, .contact = contact_of(number, life), .call_id = call_id}),
                  StartsWith("SIP/2.0 200 OK\r\n"));
      life_of[static_cast<std::size_t>(number)] = life;
    }
    // Further requests are on their way when the server dies.
    for (int i = 0; i < 50; ++i)
      send_udp(sip_port_, register_request({.number = 2, .cseq = i + 1, .call_id = "flood"}));
    call_agent_->signal(SIGKILL);
    call_agent_->wait();
    start_call_agent();
    for (int number = 2; number <= kSubscribers; ++number) {
      const int last_life = life_of[static_cast<std::size_t>(number)];
      if (last_life < 0) continue;
      const std::string call_id = "query-" + std::to_string(life);
      EXPECT_THAT(register_with_digest({.number = number, .call_id = call_id}),
                  HasSubstr(contact_of(number, last_life)));
    }
  }
  expect_good_end();
}

TEST_F(Killed, TheProvisioningServerServesAgainFromASoundDatabase) {
  Dice dice(4);
  for (int life = 0; life < 4; ++life) {
    const std::uint64_t before = 1 + dice.below(60);
    for (std::uint64_t i = 0; i < before; ++i) {
      const auto number = static_cast<int>(1 + dice.below(kSubscribers));
      ASSERT_THAT(ask_tcp(http_port_, provision_request(number)), StartsWith("HTTP/1.1 200 OK\r\n"));
    }
    for (int i = 0; i < 30; ++i) send_tcp(http_port_, provision_request(10));
    provisioning_->signal(SIGKILL);
    provisioning_->wait();
    start_provisioning();
    expect_serving();
  }
  expect_good_end();
  Command check("prov_server", {"subscribers", "export", "--database", database_}, folder_.path());
  EXPECT_EQ(check.wait(), 0) << check.err();
  EXPECT_EQ(line_count(check.out()), static_cast<std::size_t>(kSubscribers) + 1);
  OtherProgram(database_).execute(
      "SELECT CASE integrity_check WHEN 'ok' THEN 1 ELSE abs(-9223372036854775808) END "
      "FROM pragma_integrity_check");
}

}  // namespace
}  // namespace dialtone
