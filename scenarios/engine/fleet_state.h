// What is known of each device, computed from the events of the run and from nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/engine/plan.h"
#include "values/time.h"
#include "world/record.h"

namespace dialtone {

inline constexpr std::size_t kDeviceConditions = 6;

// The durations of one life of a device, and the metrics that thresholds are set on:
//   boot.duration          from power-on to the first request for settings
//   provision.duration     from that request to settings that the device accepted
//   registration.duration  from the first REGISTER to the 200
//   lifecycle.duration     from power-on to the 200
enum class Stage { kBoot, kProvision, kRegistration, kLifecycle };
inline constexpr std::size_t kStages = 4;
std::string_view to_text(Stage stage);

std::string_view to_text(DeviceCondition condition);

class FleetState {
 public:
  // The plan must outlive it.
  explicit FleetState(const Plan& plan);

  // Takes the next event. True where some device's condition has changed.
  bool apply(const RecordedEvent& event);

  std::size_t group_count() const { return groups_.size(); }
  // The number of a group, or of all devices together where `name` is "devices" or empty.
  std::size_t group_number(std::string_view name) const;
  std::uint64_t size(std::size_t group) const { return groups_[group].size; }
  // How many of a group's devices are so now.
  std::uint64_t count(std::size_t group, DeviceCondition condition) const;
  // How many devices have ever been so.
  std::uint64_t ever(DeviceCondition condition) const;
  // Some devices of a group that are not so now, at most `most`, in the plan's order.
  std::vector<std::string_view> without(std::size_t group, DeviceCondition condition, std::size_t most) const;

  // In nanoseconds; of a group in the order in which they were complete.
  std::vector<std::int64_t> durations(std::size_t group, Stage stage) const;
  // The events that are about the group's devices; of all devices together also the servers' own (`server.crashed`).
  std::uint64_t events_named(std::size_t group, std::string_view name) const;
  // The group of the device that the event is about: the one that recorded it or, of a binding's, the one that has its
  // address of record. Other events of servers are about no group.
  std::size_t group_of(const RecordedEvent& event) const;
  static constexpr std::size_t kNoGroup = ~std::size_t{0};

 private:
  // A contact's hash, and the hash of the call agent's host that has it; zeros: none.
  struct BoundContact {
    std::uint64_t contact = 0;
    std::uint64_t registrar = 0;

    friend bool operator==(const BoundContact&, const BoundContact&) = default;
  };
  struct Device {
    std::uint32_t group = 0;
    std::uint8_t conditions = 0;  // bits by DeviceCondition
    std::uint8_t ever = 0;
    std::uint64_t believed_contact = 0;
    // What the registrars have: one contact as a rule, more after a reboot at another port or at another call agent.
    BoundContact bound;
    std::unique_ptr<std::vector<BoundContact>> further_bound;
    Moment powered_on = kNever;
    Moment first_request = kNever;
    Moment first_register = kNever;
  };
  struct GroupCounts {
    std::string name;
    std::uint64_t size = 0;
    std::array<std::uint64_t, kDeviceConditions> now{};
    std::array<std::vector<std::int64_t>, kStages> durations;
    std::unordered_map<std::uint64_t, std::uint64_t> events;  // by the hash of the name
  };

  // The device whose address of record a registrar's event names; null: there is none.
  const Device* device_of_record(const RecordedEvent& event) const;
  void apply_to_device(Device& device, const RecordedEvent& event, std::uint64_t name);
  void apply_binding(Device& device, const RecordedEvent& event, std::uint64_t name);
  void set(Device& device, DeviceCondition condition, bool now);
  static void bind(Device& device, const BoundContact& bound);
  static void unbind(Device& device, const BoundContact& bound);
  static bool is_bound(const Device& device, std::uint64_t contact);
  // A call agent that loses its power loses its bindings.
  void forget_bindings(std::uint64_t registrar);
  void refresh_registered(Device& device);
  void lose_power(Device& device);
  void note_duration(Device& device, Stage stage, Moment begin, Moment end);

  const Plan& plan_;
  std::vector<Device> devices_;
  std::vector<GroupCounts> groups_;  // the last: all devices
  // By the hashes of the names: half of the memory, and no text to compare at each event.
  std::unordered_map<std::uint64_t, std::uint32_t> by_host_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_device_name_;
  std::array<std::uint64_t, kDeviceConditions> ever_{};
  bool changed_ = false;
};

}  // namespace dialtone
