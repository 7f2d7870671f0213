// Devices register at Kamailio, which authenticates them from a text database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/interop/servers.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

constexpr int kKamailioDevices = 200;
const Program kKamailio{"kamailio", "kamailio"};
const Program kKamcmd{"kamcmd", "kamailio"};

// Digest with a counted nonce; a request for another's address of record is refused.
std::string kamailio_configuration(int port, const std::string& folder) {
  const std::string endpoint = "127.0.0.1:" + std::to_string(port);
  return "#!KAMAILIO\n"
         "debug=1\n"
         "log_stderror=yes\n"
         "children=1\n"
         "tcp_children=1\n"
         "auto_aliases=no\n"
         "listen=udp:" +
         endpoint + "\nlisten=tcp:" + endpoint +
         "\n"
         "loadmodule \"tm.so\"\n"
         "loadmodule \"sl.so\"\n"
         "loadmodule \"pv.so\"\n"
         "loadmodule \"usrloc.so\"\n"
         "loadmodule \"registrar.so\"\n"
         "loadmodule \"auth.so\"\n"
         "loadmodule \"db_text.so\"\n"
         "loadmodule \"auth_db.so\"\n"
         "loadmodule \"ctl.so\"\n"
         "modparam(\"ctl\", \"binrpc\", \"unix:" +
         folder +
         "/control\")\n"
         "modparam(\"auth\", \"nonce_count\", 1)\n"
         "modparam(\"auth\", \"qop\", \"auth\")\n"
         "modparam(\"auth_db\", \"db_url\", \"text://" +
         folder +
         "/accounts\")\n"
         "modparam(\"auth_db\", \"calculate_ha1\", 1)\n"
         "modparam(\"auth_db\", \"password_column\", \"password\")\n"
         "modparam(\"auth_db\", \"use_domain\", 1)\n"
         "request_route {\n"
         "  if (method != \"REGISTER\") { sl_send_reply(\"405\", \"Method Not Allowed\"); exit; }\n"
         "  if (!www_authenticate(\"$td\", \"subscriber\")) { www_challenge(\"$td\", \"1\"); exit; }\n"
         "  if ($au != $tU) { sl_send_reply(\"403\", \"Forbidden\"); exit; }\n"
         "  save(\"location\");\n"
         "  exit;\n"
         "}\n";
}

// The device's transport: udp or tcp.
class KamailioRegisters : public InteropTest, public testing::WithParamInterface<std::string> {
 protected:
  void write_accounts() const {
    std::filesystem::create_directory(folder_.path() / "accounts");
    folder_.write("accounts/version", "table_name(string) table_version(int)\nsubscriber:7\n");
    std::string accounts = "id(int,auto) username(string) domain(string) password(string)\n";
    for (std::size_t row = 0; row < users_.size(); ++row) {
      accounts += std::to_string(row + 1) + ":" + users_.at(row, "auth_username") + ":" + users_.at(row, "domain") +
                  ":" + users_.at(row, "auth_password") + "\n";
    }
    folder_.write("accounts/subscriber", accounts);
  }

  std::vector<std::string> arguments() const {
    return {"-f",           "kamailio.cfg", "-DD", "-E", "-P", folder_.file("kamailio.pid"), "-w", folder_.path(), "-Y",
            folder_.path(), "-m",           "64",  "-M", "8"};
  }

  std::string bindings() const {
    return output_of(kKamcmd, {"-s", "unix:" + folder_.file("control"), "ul.dump"}, folder_.path());
  }
};

std::size_t occurrences(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

TEST_P(KamailioRegisters, TwoHundredDevicesWithPasswords) {
  make_subscribers(kKamailioDevices);
  users_.set_all("call_agent_transport", GetParam());
  const int port = free_port();
  use_call_agent_at(port);
  import();
  write_accounts();
  folder_.write("kamailio.cfg", kamailio_configuration(port, folder_.path().string()));
  Peer kamailio(kKamailio, arguments(), folder_.path());
  ASSERT_TRUE(kamailio.wait_until(
      [&] { return accepts_connections(port) && std::filesystem::exists(folder_.file("control")); }));

  Command& devices = start_devices({"--skip-provisioning"});
  EXPECT_TRUE(devices.wait_until([&] { return count("devices.jsonl", "registration.accepted") >= kKamailioDevices; }));
  const std::string registered = bindings();
  EXPECT_EQ(occurrences(registered, "AoR: "), std::size_t{kKamailioDevices}) << registered.substr(0, 2000);
  EXPECT_EQ(occurrences(registered, "Address: sip:"), std::size_t{kKamailioDevices}) << registered.substr(0, 600);
  for (std::size_t row = 0; row < users_.size(); ++row) {
    EXPECT_THAT(registered, HasSubstr("AoR: " + users_.at(row, "device_name") + "\n"));
  }

  devices.signal(SIGTERM);
  EXPECT_TRUE(ended_well(devices));
  EXPECT_EQ(count("devices.jsonl", "registration.rejected"), 0U);
  EXPECT_EQ(count("devices.jsonl", "registration.failed"), 0U);
  EXPECT_EQ(occurrences(bindings(), "AoR: "), 0U) << "a device that is switched off politely removes its binding";
}

INSTANTIATE_TEST_SUITE_P(Transports, KamailioRegisters, testing::Values("udp", "tcp"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace dialtone
