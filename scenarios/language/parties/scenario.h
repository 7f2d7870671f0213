// A scenario as data: the devices, the network, the faults and the expectations. The reader (scenario_reader.h) makes
// it from YAML; the planner (plan.h) draws what it leaves open.
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

// The beginning of the provisioning URL that a device was made with.
enum class ProvisioningScheme : std::uint8_t { kHttp, kNone };

struct PowerOnTime {
  Duration at{};
  // Each device powers on at an even draw from [at, at + spread].
  Duration spread{};
};

// A device with all its draws: in a plan, or in a scenario that lists its devices.
struct PlannedDevice {
  std::string name;
  std::uint64_t index = 0;
  Moment power_on{};
  // When each fault hits the device, in the order of Scenario::faults; kNever: the fault spares it.
  std::vector<Moment> fault_times;
};

// A profile: a kind of device.
struct ProfileSettings {
  std::string name;
  // The family (device_sim/model/named_profiles.h) whose habits it has unless other keys change them; empty: the family
  // of the profile's name, or the default.
  std::string like;
  // All habits, with the quirks.
  DeviceProfile habits;
  // The path of the URL that the device was made with. The server may redirect from it.
  std::string provisioning_path = "/provision";
  // The beginning of that URL.
  ProvisioningScheme provisioning_scheme = ProvisioningScheme::kHttp;
  // The keys (profile_keys.h) that the scenario gives. A plan has the same ones.
  std::vector<std::string> given;
  Place place;
};

// A NAT, with the devices of one or more groups behind it.
struct NatSettings {
  std::string name;
  NatOptions options;
  Place place;
};

// An HTTP proxy between the devices of one or more groups and the provisioning server. It passes everything on, except
// for what faults change.
struct ProxySettings {
  std::string name;
  Place place;
};

struct Group {
  std::string name;
  std::uint64_t count = 0;
  // The name of one of Scenario::profiles or of a family; empty: the default profile, ata-sip.
  std::string profile;
  PowerOnTime power_on;
  IdentityFault identity = IdentityFault::kNone;
  // The transport of their registrations.
  Transport transport = Transport::kUdp;
  // A group whose identities they share, index by index; empty: they have their own.
  std::string clones;
  // How they authenticate at the provisioning server.
  ProvisionAuthentication authentication = ProvisionAuthentication::kNone;
  // The name of one of Scenario::nats; empty: none.
  std::string behind;
  // The name of one of Scenario::proxies; empty: none.
  std::string through;
  // Quirks in addition to the profile's.
  Quirks quirks;
  // How long their settings ask to be registered.
  Duration expires = std::chrono::seconds(3600);
  // Set if its devices are a load: they have no states, and what is said of all devices leaves them out. Such groups
  // come last in Scenario::fleet.
  std::optional<LoadSettings> load;
  // The devices of a plan; their number is `count`, and `power_on` is unused.
  std::optional<std::vector<PlannedDevice>> devices;
  Place place;
};

struct ServerSettings {
  int cores = 2;
  // How long one request occupies a core, in virtual time.
  Duration request_cost{};
  Link link{.latency = std::chrono::microseconds(200)};
};

// MD5 comes before SHA-256: many phones give up if it is not first.
struct ProvisioningSettings : ServerSettings {
  // Requests per second and address, as for `--limit`: `10`, `30/m`; empty: no limit.
  std::string limit;
  std::vector<digest::Algorithm> digest_algorithms{digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  // Without a rule nobody is locked out.
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
  // The interval of OPTIONS to each contact; zero: none.
  Duration probe{};
  RegistrarQuirks quirks;
};

// The line of a home: the link of a group's devices unless the scenario changes it.
inline constexpr Link kHomeLink{.latency = std::chrono::milliseconds(10)};

// The link of a group's devices.
struct NetworkEntry {
  std::string group;
  Link link = kHomeLink;
  Place place;
};

inline constexpr Duration kLivenessBound = std::chrono::minutes(10);

struct Scenario {
  // For a case of a matrix, with the case: `storm[transport=udp]`.
  std::string name;
  std::string description;
  std::uint64_t seed = 1;
  // The longest that a run may take.
  Duration duration = std::chrono::minutes(5);
  std::string domain = "voip.example.net";
  std::vector<ProfileSettings> profiles;
  std::vector<Group> fleet;
  std::vector<NetworkEntry> network;
  std::vector<NatSettings> nats;
  std::vector<ProxySettings> proxies;
  ProvisioningSettings provisioning;
  CallAgentSettings call_agent;
  // The second call agent in the devices' settings, if there is one.
  std::optional<CallAgentSettings> backup_call_agent;
  std::vector<Fault> faults;
  std::vector<Expectation> expectations;
  // True if the rules on settings and secrets of every scenario are judged (settings_safety_oracle.h,
  // secrecy_oracle.h).
  bool safety = true;
  // What servers record beside their own events (names/recorded_names.h).
  std::vector<std::string> record;
  // The time in which all healthy devices must register after every fault has ended (liveness_oracle.h); nothing: not
  // judged.
  std::optional<Duration> liveness = kLivenessBound;
  // Of a control run (control_run.h): the faults that were left out, and the sentences of expectations that named them.
  std::vector<std::string> without;
  std::vector<std::string> left_out;
  // The scenario's file and its included files, for messages.
  std::string path;
  std::vector<std::string> included;
  // The place of the section `network`, which only the virtual world supports.
  Place network_place;
};

// True if the fault targets one or all groups of devices.
inline bool is_of_devices(const Fault& fault, const Scenario& scenario) {
  return std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                     [&](const Group& group) { return targets(fault, group.name); });
}

// The index of a fault, which must be an element of Scenario::faults.
inline std::size_t number_of(const Fault& fault, const Scenario& scenario) {
  const auto number = static_cast<std::size_t>(&fault - scenario.faults.data());
  assert(number < scenario.faults.size());
  return number;
}

}  // namespace dialtone
