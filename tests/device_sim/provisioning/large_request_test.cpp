// A REGISTER that is too large for a datagram goes over TCP (RFC 3261 18.1.1).
#include "tests/device_sim/signalling/registering.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

class TooLarge : public Registering {
 protected:
  TooLarge() {
    registrar_.script = [](const Request& request, sip::Message usual) {
      if (request.authorized) return std::optional(std::move(usual));
      sip::Message answer = ScriptedRegistrar::response(request, 401);
      answer.add("WWW-Authenticate",
                 "Digest realm=\"voip.example.net\", qop=\"auth\", nonce=\"" + std::string(1100, 'n') + "\"");
      return std::optional(std::move(answer));
    };
  }
};

TEST_F(TooLarge, ARequestOver1300BytesGoesOverTcp) {
  start();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(registrar_.requests[0].transport, Transport::kUdp);
  const Request& large = registrar_.requests[1];
  EXPECT_EQ(large.transport, Transport::kTcp);
  EXPECT_EQ(sip::top_via_of(large.message)->transport, "TCP");
  EXPECT_EQ(large.message.first(sip::HeaderName::kContact), "<sip:line100042@10.0.1.1:5060>");
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
  EXPECT_EQ(events_.count("registration.request"), 2U);
  EXPECT_EQ(ask(request("OPTIONS")), 200) << "it is reached over UDP";
  run_for(1h);
  EXPECT_EQ(events_.count("registration.accepted"), 2U);
  EXPECT_EQ(events_.count("connection.lost"), 0U);
}

TEST_F(TooLarge, WhereTcpIsRefusedItGoesOverUdpAllTheSame) {
  registrar_.speaks_tcp = false;
  start();
  run_for(1min);
  ASSERT_EQ(registrar_.requests.size(), 2U);
  EXPECT_EQ(registrar_.requests[1].transport, Transport::kUdp);
  EXPECT_EQ(sip::top_via_of(registrar_.requests[1].message)->transport, "UDP");
  EXPECT_EQ(events_.count("registration.accepted"), 1U);
}

TEST_F(TooLarge, ARequestOf1300BytesGoesOverUdp) {
  registrar_.speaks_tcp = false;
  start();
  run_for(1min);
  const std::size_t size = sip::write(registrar_.requests[1].message).size();
  const std::size_t excess = size - 1300;
  for (const std::size_t over : {std::size_t{0}, std::size_t{1}}) {
    struct Other : TooLarge {
      void TestBody() override {}
      Transport carried(std::size_t nonce_size) {
        registrar_.script = [nonce_size](const Request& request, sip::Message usual) {
          if (request.authorized) return std::optional(std::move(usual));
          sip::Message answer = ScriptedRegistrar::response(request, 401);
          answer.add("WWW-Authenticate",
                     "Digest realm=\"voip.example.net\", qop=\"auth\", nonce=\"" + std::string(nonce_size, 'n') + "\"");
          return std::optional(std::move(answer));
        };
        start();
        run_for(1min);
        return registrar_.requests.at(1).transport;
      }
    };
    const auto carried = Other().carried(1100 - excess + over);
    EXPECT_EQ(carried, over == 0 ? Transport::kUdp : Transport::kTcp);
  }
}

}  // namespace
}  // namespace dialtone
