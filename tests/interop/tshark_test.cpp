// dumpcap captures a run of the whole chain on the loopback interface, and tshark dissects the packets.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <sstream>

#include "tests/interop/servers.h"
#include "tests/tools/socket_client.h"

namespace dialtone {
namespace {

constexpr std::size_t kCapturedDevices = 60;
constexpr std::size_t kOverTcp = 20;
constexpr const char* kLastRequest = "end-of-the-capture";
const Program kDumpcap{"dumpcap", "tshark"};
const Program kTshark{"tshark", "tshark"};

// tshark's fields of one packet; several values of a field are separated by commas.
struct Packet {
  std::string number;
  std::string http_method;
  std::string http_status;
  std::string sip_method;
  std::string sip_status;
  std::string transport;
};

// Parses tshark's output, whose fields are in the order of Packet.
std::vector<Packet> packets_of(const std::string& fields) {
  std::vector<Packet> packets;
  std::istringstream stream(fields);
  for (std::string line; std::getline(stream, line);) {
    std::istringstream cells(line);
    Packet packet;
    for (std::string* cell : {&packet.number, &packet.http_method, &packet.http_status, &packet.sip_method,
                              &packet.sip_status, &packet.transport}) {
      std::getline(cells, *cell, '\t');
    }
    packets.push_back(packet);
  }
  return packets;
}

class TsharkDissects : public InteropTest {
 protected:
  void SetUp() override {
    make_subscribers(kCapturedDevices);
    for (std::size_t row = 0; row < kOverTcp; ++row) users_.set(row, "call_agent_transport", "tcp");
    sip_ = start_call_agent();
    ASSERT_NE(sip_, 0);
    http_ = start_prov_server();
    ASSERT_NE(http_, 0);
  }

  // Captures everything on our ports while the devices register and leave.
  void capture_a_run() {
    const std::string filter = endpoint(sip_) + " or " + endpoint(http_);
    Peer dumpcap(kDumpcap, {"-i", "lo", "-f", filter, "-w", folder_.file("run.pcapng")}, folder_.path());
    ASSERT_TRUE(dumpcap.wait_until([&] { return dumpcap.log().find("File: ") != std::string::npos; }))
        << "dumpcap cannot capture on lo: run the tests as root, or with CAP_NET_RAW and CAP_NET_ADMIN (in a "
           "container: --cap-add NET_RAW --cap-add NET_ADMIN)";
    Command& devices = start_devices({"--provisioning-url", "http://127.0.0.1:" + std::to_string(http_) + "/provision",
                                      "--exit-when-registered", "--duration", "50s"});
    EXPECT_TRUE(ended_well(devices));
    ask_tcp(http_, "GET /" + std::string(kLastRequest) + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(dumpcap.wait_until(
        [&] { return read_file(folder_.path() / "run.pcapng").find(kLastRequest) != std::string::npos; }));
    EXPECT_EQ(dumpcap.end(SIGINT), 0);
  }

  // Returns a capture filter for 127.0.0.1:PORT. Other tests may use the same port at other addresses.
  static std::string endpoint(int port) {
    const std::string number = std::to_string(port);
    return "(src host 127.0.0.1 and src port " + number + ") or (dst host 127.0.0.1 and dst port " + number + ")";
  }

  // Returns tshark's output for the packets that match `display_filter`.
  std::string dissected(const std::string& display_filter, const std::vector<std::string>& fields) const {
    const std::string sip = std::to_string(sip_);
    std::vector<std::string> arguments{"-n",
                                       "-r",
                                       "run.pcapng",
                                       "-d",
                                       "tcp.port==" + std::to_string(http_) + ",http",
                                       "-d",
                                       "tcp.port==" + sip + ",sip",
                                       "-d",
                                       "udp.port==" + sip + ",sip",
                                       "-Y",
                                       display_filter};
    arguments.insert(arguments.end(), fields.begin(), fields.end());
    return output_of(kTshark, arguments, folder_.path());
  }

  int sip_ = 0;
  int http_ = 0;
};

TEST_F(TsharkDissects, ARunWithNoMalformedPacketAndNoError) {
  capture_a_run();
  ASSERT_FALSE(HasFailure());
  EXPECT_EQ(
      dissected(
          "_ws.malformed || _ws.expert.severity == error || ((http || sip || xml) && _ws.expert.severity == warning)",
          {}),
      "");

  const std::vector<Packet> packets = packets_of(
      dissected("http || sip", {"-T", "fields", "-e", "frame.number", "-e", "http.request.method", "-e",
                                "http.response.code", "-e", "sip.Method", "-e", "sip.Status-Code", "-e", "ip.proto"}));
  const auto count_of = [&](const std::string Packet::* field, const std::string& value, const std::string& transport) {
    return static_cast<std::size_t>(std::count_if(packets.begin(), packets.end(), [&](const Packet& packet) {
      return packet.*field == value && packet.transport == transport;
    }));
  };
  constexpr const char* kTcp = "6";
  constexpr const char* kUdp = "17";
  EXPECT_EQ(count_of(&Packet::http_method, "GET", kTcp), kCapturedDevices + 1);
  EXPECT_EQ(count_of(&Packet::http_status, "200", kTcp), kCapturedDevices);
  EXPECT_EQ(count_of(&Packet::http_status, "404", kTcp), 1U);
  // Each device registers, and removes its binding when it is switched off.
  EXPECT_GE(count_of(&Packet::sip_method, "REGISTER", kTcp), 2 * kOverTcp);
  EXPECT_GE(count_of(&Packet::sip_status, "200", kTcp), kOverTcp);
  EXPECT_GE(count_of(&Packet::sip_method, "REGISTER", kUdp), 2 * (kCapturedDevices - kOverTcp));
  EXPECT_GE(count_of(&Packet::sip_status, "200", kUdp), kCapturedDevices - kOverTcp);
  if (HasFailure()) ADD_FAILURE() << dissected("http || sip", {});
}

}  // namespace
}  // namespace dialtone
