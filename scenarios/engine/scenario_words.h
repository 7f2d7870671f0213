// The words of the scenario language: for the reader, the writer and the schema.
#pragma once

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "scenarios/engine/scenario.h"

namespace dialtone {

template <typename Value>
struct Word {
  std::string_view text;
  Value value;
};
template <typename Value, std::size_t kSize>
using WordTable = std::array<Word<Value>, kSize>;

inline constexpr WordTable<IdentityFault, 4> kIdentityWords{{{"unknown", IdentityFault::kUnknown},
                                                             {"wrong-mac", IdentityFault::kWrongMac},
                                                             {"wrong-customer", IdentityFault::kWrongCustomer},
                                                             {"disabled", IdentityFault::kDisabled}}};

inline constexpr WordTable<DocumentCarrier, 3> kDocumentWords{
    {{"body", DocumentCarrier::kBody}, {"query", DocumentCarrier::kQuery}, {"post", DocumentCarrier::kPost}}};

inline constexpr WordTable<CallAgentTransport, 2> kTransportWords{
    {{"udp", CallAgentTransport::kUdp}, {"tcp", CallAgentTransport::kTcp}}};

inline constexpr WordTable<ProvisionAuthentication, 3> kAuthenticationWords{
    {{"none", ProvisionAuthentication::kNone},
     {"basic", ProvisionAuthentication::kBasic},
     {"digest", ProvisionAuthentication::kDigest}}};

inline constexpr WordTable<DatagramKeepAlive, 4> kKeepAliveWords{{{"none", DatagramKeepAlive::kNone},
                                                                  {"line-ends", DatagramKeepAlive::kLineEnds},
                                                                  {"zero-bytes", DatagramKeepAlive::kZeroBytes},
                                                                  {"stun", DatagramKeepAlive::kStun}}};

inline constexpr WordTable<NatOptions::Filtering, 3> kFilteringWords{
    {{"endpoint-independent", NatOptions::Filtering::kEndpointIndependent},
     {"address", NatOptions::Filtering::kAddressDependent},
     {"address-and-port", NatOptions::Filtering::kAddressAndPortDependent}}};
inline constexpr WordTable<NatOptions::Mapping, 2> kMappingWords{
    {{"endpoint-independent", NatOptions::Mapping::kEndpointIndependent},
     {"address-and-port", NatOptions::Mapping::kAddressAndPortDependent}}};

// What a fault drops on its way to and from devices, or at a server; and what it resets.
inline constexpr WordTable<DropPacketsAction::Protocol, 3> kDropWords{{{"all", DropPacketsAction::Protocol::kAll},
                                                                       {"udp", DropPacketsAction::Protocol::kUdp},
                                                                       {"tcp", DropPacketsAction::Protocol::kTcp}}};
inline constexpr WordTable<bool, 1> kServerDropWords{{{"requests", true}}};
inline constexpr WordTable<bool, 1> kResetWords{{{"tcp", true}}};

// `on` and `off` are truths to YAML 1.1.
inline constexpr WordTable<DeviceCondition, 6> kConditionWords{
    {{"registered", DeviceCondition::kRegistered},
     {"provisioned", DeviceCondition::kProvisioned},
     {"believes-registered", DeviceCondition::kBelievesRegistered},
     {"bound", DeviceCondition::kBound},
     {"powered-on", DeviceCondition::kOn},
     {"powered-off", DeviceCondition::kOff}}};

// The durations that thresholds are set on (fleet_state.h says what each is).
inline constexpr std::array<std::string_view, 4> kDurationMetrics{"boot.duration", "provision.duration",
                                                                  "registration.duration", "lifecycle.duration"};

// Every event of the contract ("A run's directory"), and those that were added in the same manner.
inline constexpr std::array<std::string_view, 55> kEventNames{"device.power_on",
                                                              "device.boot",
                                                              "device.power_off",
                                                              "device.power_cut",
                                                              "device.reboot",
                                                              "device.state",
                                                              "device.resync",
                                                              "name.resolved",
                                                              "name.failed",
                                                              "connection.established",
                                                              "connection.lost",
                                                              "address.learned",
                                                              "provision.request",
                                                              "provision.challenged",
                                                              "provision.accepted",
                                                              "provision.refused",
                                                              "provision.failed",
                                                              "provision.limited",
                                                              "identity.conflict",
                                                              "settings.stored",
                                                              "settings.rejected",
                                                              "settings.loaded",
                                                              "firmware.started",
                                                              "firmware.fetched",
                                                              "firmware.failed",
                                                              "register.challenged",
                                                              "register.rejected",
                                                              "registration.request",
                                                              "registration.challenged",
                                                              "registration.accepted",
                                                              "registration.rejected",
                                                              "registration.failed",
                                                              "registration.expired",
                                                              "registration.removed",
                                                              "retry.scheduled",
                                                              "binding.added",
                                                              "binding.refreshed",
                                                              "binding.removed",
                                                              "binding.expired",
                                                              "binding.unreachable",
                                                              "binding.reachable",
                                                              "binding.restored",
                                                              "bindings.not_kept",
                                                              "notify.sent",
                                                              "notify.answered",
                                                              "notify.failed",
                                                              "server.started",
                                                              "server.stopped",
                                                              "server.crashed",
                                                              "server.failed",
                                                              "audit.failed",
                                                              "audit.resumed",
                                                              "clock.changed",
                                                              "fault.started",
                                                              "fault.ended"};

template <typename Value, std::size_t kSize>
std::vector<std::string_view> texts_of(const WordTable<Value, kSize>& table) {
  std::vector<std::string_view> texts;
  for (const Word<Value>& word : table) texts.push_back(word.text);
  return texts;
}

// The word for a value that the table has.
template <typename Value, std::size_t kSize>
std::string_view word_of(Value value, const WordTable<Value, kSize>& table) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Word<Value>& word) { return word.value == value; });
  if (found == table.end()) std::abort();
  return found->text;
}

}  // namespace dialtone
