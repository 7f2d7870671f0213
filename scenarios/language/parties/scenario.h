// A scenario as data: the devices, the network, the faults and the expectations. The reader (scenario_reader.h) makes
// it from YAML; the planner (plan.h) makes the random draws for what it leaves open.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "device_sim/model/profile.h"
#include "device_sim/model/quirks.h"
#include "protocol/digest/lockout.h"
#include "prov_server/provisioning_quirks.h"
#include "scenarios/language/document/place.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/names/identity_fault.h"
#include "scenarios/language/parties/load_settings.h"
#include "subscribers/subscriber.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"
#include "world/link.h"
#include "world/virtual/nat_options.h"

namespace dialtone {

// The world in which a scenario runs.
enum class WorldKind { kVirtual, kReal, kProcesses };

// How the factory-set provisioning URL of a device begins.
enum class ProvisioningScheme : std::uint8_t { kHttp, kNone };

struct PowerOnTime {
  Duration at{};
  // Each device is switched on at a random moment, evenly distributed in [at, at + spread].
  Duration spread{};
};

// A device with all its random draws made: in a plan, or in a scenario that lists its devices.
struct PlannedDevice {
  std::string name;
  std::uint64_t index = 0;
  Moment power_on{};
  // When each fault hits the device, in the order of Scenario::faults; kNever if the fault spares the device.
  std::vector<Moment> fault_times;
};

// A profile: a kind of device.
struct ProfileSettings {
  std::string name;
  // The family (device_sim/model/named_profiles.h) that gives all habits that other keys do not set; empty: the family
  // with the profile's name or, if there is none, the default family.
  std::string like;
  // All habits and quirks.
  DeviceProfile habits;
  // The path of the factory-set provisioning URL. The server may redirect the device to another.
  std::string provisioning_path = "/provision";
  // The scheme of the factory-set provisioning URL.
  ProvisioningScheme provisioning_scheme = ProvisioningScheme::kHttp;
  // The keys (profile_keys.h) that the scenario gives for the profile. A plan gives the same keys.
  std::vector<std::string> given;
  Place place;
};

// A NAT, with the devices of one or more groups behind it.
struct NatSettings {
  std::string name;
  NatOptions options;
  Place place;
};

// An HTTP proxy between the devices of one or more groups and the provisioning server. It forwards everything unless a
// fault interferes.
struct ProxySettings {
  std::string name;
  Place place;
};

struct Group {
  std::string name;
  std::uint64_t count = 0;
  // The name of one of Scenario::profiles, or of a family; empty: the default profile, ata-sip.
  std::string profile;
  PowerOnTime power_on;
  IdentityFault identity = IdentityFault::kNone;
  // The transport with which the devices register.
  Transport transport = Transport::kUdp;
  // The group whose identities the devices share, index by index; empty: they have their own identities.
  std::string clones;
  // How the devices authenticate at the provisioning server.
  ProvisionAuthentication authentication = ProvisionAuthentication::kNone;
  // The name of the NAT, in Scenario::nats, behind which the devices are; empty: none.
  std::string behind;
  // The name of the proxy, in Scenario::proxies, through which they reach the provisioning server; empty: none.
  std::string through;
  // The devices' quirks in addition to those of the profile.
  Quirks quirks;
  // The registration time that the devices' settings tell them to ask for.
  Duration expires = std::chrono::seconds(3600);
  // Set if the group's devices are loads: they have no states, and `devices` in expectations does not mean them. Such
  // groups come last in Scenario::fleet.
  std::optional<LoadSettings> load;
  // The list of devices in a plan. If it is set, `count` is its length and `power_on` is unused.
  std::optional<std::vector<PlannedDevice>> devices;
  Place place;
};

struct ServerSettings {
  int cores = 2;
  // How long a request occupies a core, in virtual time.
  Duration request_cost{};
  Link link{.latency = std::chrono::microseconds(200)};
};

// The default algorithms have MD5 before SHA-256: many phones give up if MD5 is not first.
struct ProvisioningSettings : ServerSettings {
  // The maximum rate of requests from one address, as for `--limit`: `10` per second, `30/m` per minute; empty: no
  // limit.
  std::string limit;
  std::vector<digest::Algorithm> digest_algorithms{digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  // Without a rule, no one is locked out.
  LockoutOptions lockout;
  ProvisioningQuirks quirks;
};

struct CallAgentSettings : ServerSettings {
  std::vector<digest::Algorithm> digest_algorithms{digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  LockoutOptions lockout;
  Duration nonce_lifetime = std::chrono::minutes(5);
  Duration min_expires = std::chrono::seconds(60);
  Duration max_expires = std::chrono::hours(2);
  std::uint32_t max_contacts = 10;
  // The interval at which OPTIONS is sent to each contact; zero: never.
  Duration probe{};
  RegistrarQuirks quirks;
};

// The access line of a home: the link of a group's devices unless the scenario sets another.
inline constexpr Link kHomeLink{.latency = std::chrono::milliseconds(10)};

// The link that the scenario sets for a group's devices.
struct NetworkEntry {
  std::string group;
  Link link = kHomeLink;
  Place place;
};

inline constexpr Duration kLivenessBound = std::chrono::minutes(10);

struct Scenario {
  // For a case of a matrix, includes the case: `storm[transport=udp]`.
  std::string name;
  std::string description;
  std::uint64_t seed = 1;
  // The maximum length of a run.
  Duration duration = std::chrono::minutes(5);
  std::string domain = "voip.example.net";
  std::vector<ProfileSettings> profiles;
  std::vector<Group> fleet;
  std::vector<NetworkEntry> network;
  std::vector<NatSettings> nats;
  std::vector<ProxySettings> proxies;
  ProvisioningSettings provisioning;
  CallAgentSettings call_agent;
  // The second call agent in the devices' settings; nullopt: there is none.
  std::optional<CallAgentSettings> backup_call_agent;
  std::vector<Fault> faults;
  std::vector<Expectation> expectations;
  // True if the rules about settings and secrets that hold in every scenario are judged (settings_safety_oracle.h,
  // secrecy_oracle.h).
  bool safety = true;
  // What servers record in addition to their usual events (names/recorded_names.h).
  std::vector<std::string> record;
  // How long after the end of every fault all healthy devices have to register (liveness_oracle.h); nullopt: liveness
  // is not judged.
  std::optional<Duration> liveness = kLivenessBound;
  // For a control run (control_run.h): the faults that were left out, and the sentences of the expectations that named
  // them.
  std::vector<std::string> without;
  std::vector<std::string> left_out;
  // The paths of the scenario's file and of its included files, for messages.
  std::string path;
  std::vector<std::string> included;
  // Where the section `network` is in the file; only the virtual world supports it.
  Place network_place;
};

// True if the fault targets a group or all devices.
inline bool is_of_devices(const Fault& fault, const Scenario& scenario) {
  return std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                     [&](const Group& group) { return targets(fault, group.name); });
}

// Returns the index of a fault, which must be an element of Scenario::faults.
inline std::size_t number_of(const Fault& fault, const Scenario& scenario) {
  const auto number = static_cast<std::size_t>(&fault - scenario.faults.data());
  assert(number < scenario.faults.size());
  return number;
}

}  // namespace dialtone
