// Which outside senders a translator lets in.
#include "tests/world/virtual/office.h"

namespace dialtone {
namespace {

using std::chrono::seconds;
using Filtering = NatOptions::Filtering;

// What reaches the phone, after it has sent to the server, from three senders: the server's own port, another port of
// the server, a stranger.
class Filters : public Office {
 protected:
  std::vector<std::string> let_in_with(Filtering filtering) {
    Nat& nat = add_nat({.filtering = filtering});
    Party& server = add_party("server", kServerAddress);
    Party& other_port = add_party("other-port", IpAddress::v4(203, 0, 113, 9), nullptr, {}, 5070);
    Party& stranger = add_party("stranger", kStranger);
    Party& phone = add_phone(10, nat);
    send_at(seconds(1), phone, {kServerAddress, kSip}, "hello");
    send_at(seconds(2), server, {kOfficeAddress, kSip}, "server");
    world_.at(Moment(seconds(3)), [&] {
      second_socket_ = *server.host->open_udp({kServerAddress, 5070});
      EXPECT_TRUE(second_socket_->send({kOfficeAddress, kSip}, "another port"));
    });
    send_at(seconds(4), stranger, {kOfficeAddress, kSip}, "stranger");
    send_at(seconds(5), other_port, {kOfficeAddress, 5061}, "a port without a mapping");
    run_until(seconds(6));
    second_socket_.reset();
    return phone.texts();
  }

 private:
  std::unique_ptr<UdpSocket> second_socket_;
};

TEST_F(Filters, ByAddressAndPortLetInExactlyWhoWasSpokenTo) {
  EXPECT_EQ(let_in_with(Filtering::kAddressAndPortDependent), std::vector<std::string>{"server"});
}

TEST_F(Filters, ByAddressLetInItsOtherPorts) {
  EXPECT_EQ(let_in_with(Filtering::kAddressDependent), (std::vector<std::string>{"server", "another port"}));
}

TEST_F(Filters, OfNothingLetInAnyoneWhoKnowsThePort) {
  EXPECT_EQ(let_in_with(Filtering::kEndpointIndependent),
            (std::vector<std::string>{"server", "another port", "stranger"}));
}

}  // namespace
}  // namespace dialtone
