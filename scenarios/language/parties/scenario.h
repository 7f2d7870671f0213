// A scenario as data: who there is, what the network is like, what happens when, and what must hold. The reader
// (scenario_reader.h) makes it from YAML, the planner (plan.h) expands it with a seed.
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
#include "subscribers/subscriber.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"
#include "world/link.h"
#include "world/virtual/nat_options.h"

namespace dialtone {

// Where a scenario runs.
enum class WorldKind { kVirtual, kReal, kProcesses };

// How the provisioning URL begins that a device was given.
enum class ProvisioningScheme : std::uint8_t { kHttp, kNone };

// How a group's devices differ from what the ITSP's database says of them.
enum class IdentityFault {
  kNone,
  kUnknown,        // not in the database at all
  kWrongMac,       // another MAC address than the subscriber's
  kWrongCustomer,  // another customer number
  kDisabled,       // the subscriber is disabled
};

struct PowerOn {
  Duration at{};
  // Each device powers on at an even draw from [at, at + spread].
  Duration spread{};
};

// A device whose every draw is made: in a plan, and in a scenario that names its devices.
struct PlannedDevice {
  std::string name;
  std::uint64_t index = 0;
  Moment power_on{};
  // When each fault that targets the device hits it, in the order of Scenario::faults; kNever: it does not.
  std::vector<Moment> fault_times;
};

// A kind of device.
struct ProfileSettings {
  std::string name;
  // The family whose habits it has where it says nothing (device_sim/model/named_profiles.h); empty: that of its own
  // name, or the default.
  std::string like;
  // All of its habits, and what its devices do wrong.
  DeviceProfile habits;
  // Of the URL that the device was given when it was made; it may be one from which it is redirected.
  std::string provisioning_path = "/provision";
  // Whether that URL says http://, or nothing.
  ProvisioningScheme provisioning_scheme = ProvisioningScheme::kHttp;
  // The keys (profile_keys.h) that the scenario says itself, which are those that a plan has.
  std::vector<std::string> given;
  Place place;
};

// An address translator, with the devices of one or more groups behind it.
struct NatSettings {
  std::string name;
  NatOptions options;
  Place place;
};

// An intermediary for HTTP between the devices of one or more groups and the provisioning server. It does what faults
// say of it, and else passes everything on.
struct ProxySettings {
  std::string name;
  Place place;
};

struct Group {
  std::string name;
  std::uint64_t count = 0;
  // The name of one of Scenario::profiles or of a family; empty: the default profile, ata-sip.
  std::string profile;
  PowerOn power_on;
  IdentityFault identity = IdentityFault::kNone;
  // How its devices register.
  Transport transport = Transport::kUdp;
  // A group whose identities they have too, the first the first's and so on; empty: they have their own.
  std::string clones;
  // How they prove to the provisioning server who they are.
  ProvisionAuthentication authentication = ProvisionAuthentication::kNone;
  // The name of one of Scenario::nats; empty: none.
  std::string behind;
  // The name of one of Scenario::proxies; empty: none.
  std::string through;
  // What they do wrong, besides their profile's.
  Quirks quirks;
  // What the subscriber's settings grant, in seconds.
  Duration expires = std::chrono::seconds(3600);
  // Given in a plan instead of `power_on`; then its size is `count`.
  std::optional<std::vector<PlannedDevice>> devices;
  Place place;
};

struct ServerSettings {
  int cores = 2;
  // What one request occupies a core for, in virtual time.
  Duration request_cost{};
  Link link{.latency = std::chrono::microseconds(200)};
};

// MD5 before SHA-256: many phones give up where it is not first.
struct ProvisioningSettings : ServerSettings {
  // Requests a second and address, as `--limit` has it: `10`, `30/m`; empty: no limit.
  std::string limit;
  std::vector<digest::Algorithm> digest_algorithms{digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  // Who guesses is locked out, where it has a rule.
  LockoutOptions lockout;
  // What it does wrong.
  ProvisioningQuirks quirks;
};

struct CallAgentSettings : ServerSettings {
  std::vector<digest::Algorithm> digest_algorithms{digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  LockoutOptions lockout;
  Duration nonce_lifetime = std::chrono::minutes(5);
  Duration min_expires = std::chrono::seconds(60);
  Duration max_expires = std::chrono::hours(2);
  std::uint32_t max_contacts = 10;
  // How often each contact is asked with OPTIONS whether it is reached; zero: never.
  Duration probe{};
  // What it does wrong.
  RegistrarQuirks quirks;
};

// A home's line: what a group's devices have where the scenario says nothing else.
inline constexpr Link kHomeLink{.latency = std::chrono::milliseconds(10)};

// The link of a group's devices.
struct NetworkEntry {
  std::string group;
  Link link = kHomeLink;
  Place place;
};

inline constexpr Duration kLivenessBound = std::chrono::minutes(10);

struct Scenario {
  // Of a matrix' case with its choice behind it: `storm[transport=udp]`.
  std::string name;
  std::string description;
  std::uint64_t seed = 1;
  // How long it lasts at most.
  Duration duration = std::chrono::minutes(5);
  std::string domain = "voip.example.net";
  std::vector<ProfileSettings> profiles;
  std::vector<Group> fleet;
  std::vector<NetworkEntry> network;
  std::vector<NatSettings> nats;
  std::vector<ProxySettings> proxies;
  ProvisioningSettings provisioning;
  CallAgentSettings call_agent;
  // The second of the devices' call agents, where there is one.
  std::optional<CallAgentSettings> backup_call_agent;
  std::vector<Fault> faults;
  std::vector<Expectation> expectations;
  // Whether what must hold of settings and secrets in every scenario is looked at (settings_safety_oracle.h,
  // secrecy_oracle.h).
  bool safety = true;
  // In which time all healthy devices must be registered when every fault has ended (liveness_oracle.h); nothing: they
  // need not.
  std::optional<Duration> liveness = kLivenessBound;
  // Of a control run (control_run.h): the faults that were taken out, and in words the expectations that named them.
  std::vector<std::string> without;
  std::vector<std::string> left_out;
  // The file it came from, and those that it includes, for messages.
  std::string path;
  std::vector<std::string> included;
  // Where `network` stands, which not every world can have.
  Place network_place;
};

// Whether the fault is about a group's devices, or about all of them.
inline bool is_of_devices(const Fault& fault, const Scenario& scenario) {
  return std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                     [&](const Group& group) { return targets(fault, group.name); });
}

// The place of one of the scenario's own faults among them.
inline std::size_t number_of(const Fault& fault, const Scenario& scenario) {
  const auto number = static_cast<std::size_t>(&fault - scenario.faults.data());
  assert(number < scenario.faults.size());
  return number;
}

}  // namespace dialtone
