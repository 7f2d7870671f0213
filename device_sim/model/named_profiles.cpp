#include "device_sim/model/named_profiles.h"

#include <array>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 6> kProfileNames = {"ata", "spa", "yealink", "polycom", "grandstream", "snom"};

// Returns a rule by which the wait is always the same.
BackOffRule always(Duration wait) { return {.base = wait, .cap = wait, .least_percent = 100}; }

DeviceProfile spa() {
  DeviceProfile profile;
  profile.product = "SPA112";
  profile.firmware_version = "1.4.1";
  profile.user_agent = "Cisco/SPA112-1.4.1(002)";
  profile.boot_time = 10s;
  profile.boot_spread = 40s;
  profile.resync_period = 3600s;
  profile.provisioning_retry = always(3600s);
  profile.registration_retry = always(30s);
  profile.registration_refusal_retry = always(1200s);
  profile.first_call_agent_after = 3600s;
  return profile;
}

DeviceProfile yealink() {
  DeviceProfile profile;
  profile.product = "SIP-T46S";
  profile.firmware_version = "66.85.0.5";
  profile.user_agent = "Yealink SIP-T46S 66.85.0.5 {mac}";
  profile.boot_time = 25s;
  profile.boot_spread = 5s;
  profile.registration_retry = always(30s);
  profile.rounds_before_provisioning = 3;
  profile.first_call_agent_after = 120s;
  profile.datagram_keep_alive = DatagramKeepAlive::kLineEnds;
  profile.datagram_keep_alive_least = 30s;
  profile.datagram_keep_alive_most = 30s;
  return profile;
}

DeviceProfile polycom() {
  DeviceProfile profile;
  profile.product = "VVX_411";
  profile.firmware_version = "5.9.5";
  profile.user_agent = "PolycomVVX-VVX_411-UA/5.9.5";
  profile.boot_time = 60s;
  profile.boot_spread = 10s;
  profile.resync_period = 86400s;
  profile.resync_spread_percent = 100;
  profile.removes_binding_before_reboot = true;
  return profile;
}

DeviceProfile grandstream() {
  DeviceProfile profile;
  profile.product = "HT801";
  profile.firmware_version = "1.0.33.4";
  profile.user_agent = "Grandstream HT801 1.0.33.4 {mac}";
  profile.boot_time = 20s;
  profile.boot_spread = 5s;
  profile.resync_period = 10080min;
  profile.registration_retry = always(20s);
  profile.registration_refusal_retry = always(1200s);
  profile.datagram_keep_alive = DatagramKeepAlive::kZeroBytes;
  profile.datagram_keep_alive_least = 20s;
  profile.datagram_keep_alive_most = 20s;
  return profile;
}

DeviceProfile snom() {
  DeviceProfile profile;
  profile.product = "snomD725";
  profile.firmware_version = "10.1.54.13";
  profile.user_agent = "snomD725/10.1.54.13 {MAC}";
  profile.boot_time = 30s;
  profile.boot_spread = 5s;
  profile.registration_retry = always(300s);
  return profile;
}

}  // namespace

std::optional<DeviceProfile> named_profile(std::string_view name) {
  if (name == "ata") return DeviceProfile();
  if (name == "spa") return spa();
  if (name == "yealink") return yealink();
  if (name == "polycom") return polycom();
  if (name == "grandstream") return grandstream();
  if (name == "snom") return snom();
  return std::nullopt;
}

std::span<const std::string_view> profile_names() { return kProfileNames; }

}  // namespace dialtone
