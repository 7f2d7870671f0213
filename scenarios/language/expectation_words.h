// The words of expectations: states, metrics and events.
#pragma once

#include <array>
#include <string_view>

#include "scenarios/language/expectation.h"
#include "scenarios/language/word_table.h"

namespace dialtone {

// `on` and `off` are truths to YAML 1.1.
inline constexpr WordTable<DeviceCondition, 11> kConditionWords{
    {{"registered", DeviceCondition::kRegistered},
     {"provisioned", DeviceCondition::kProvisioned},
     {"believes-registered", DeviceCondition::kBelievesRegistered},
     {"bound", DeviceCondition::kBound},
     {"powered-on", DeviceCondition::kOn},
     {"powered-off", DeviceCondition::kOff},
     {"booting", DeviceCondition::kBooting},
     {"provisioning", DeviceCondition::kProvisioning},
     {"registering", DeviceCondition::kRegistering},
     {"retrying", DeviceCondition::kRetrying},
     {"leaving", DeviceCondition::kLeaving}}};

inline constexpr WordTable<Quantity, 3> kQuantityWords{
    {{"all", Quantity::kAll}, {"any", Quantity::kAny}, {"none", Quantity::kNone}}};

inline constexpr WordTable<DatabaseCount::Table, 2> kTableWords{
    {{"subscribers", DatabaseCount::Table::kSubscribers}, {"bindings", DatabaseCount::Table::kBindings}}};

// The durations that thresholds are set on (fleet_state.h says what each is).
inline constexpr std::array<std::string_view, 4> kDurationMetrics{"boot.duration", "provision.duration",
                                                                  "registration.duration", "lifecycle.duration"};

// Every event of the contract ("A run's directory") that somebody records, and those that were added in its manner.
inline constexpr std::array<std::string_view, 56> kEventNames{"device.power_on",
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
                                                              "provision.abandoned",
                                                              "proxy.failed",
                                                              "identity.conflict",
                                                              "settings.stored",
                                                              "settings.rejected",
                                                              "settings.loaded",
                                                              "register.challenged",
                                                              "register.rejected",
                                                              "registration.request",
                                                              "registration.challenged",
                                                              "registration.accepted",
                                                              "registration.rejected",
                                                              "registration.failed",
                                                              "contact.unmatched",
                                                              "registration.expired",
                                                              "registration.removed",
                                                              "registration.abandoned",
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

// The contract's other events, which nobody records until devices take firmware.
inline constexpr std::array<std::string_view, 3> kUnrecordedEventNames{"firmware.started", "firmware.fetched",
                                                                       "firmware.failed"};

}  // namespace dialtone
