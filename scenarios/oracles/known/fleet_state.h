// What is known of each device, computed from the events of the run and from nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/stage.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/device_identities.h"
#include "values/time.h"
#include "world/events/record.h"

namespace dialtone {

// Conditions as bits.
using ConditionMask = std::uint32_t;
static_assert(kDeviceConditions <= 32, "each condition has a bit");
constexpr ConditionMask mask_of(DeviceCondition condition) {
  return static_cast<ConditionMask>(1U << static_cast<unsigned>(condition));
}

std::string_view to_text(DeviceCondition condition);

// An event, with what the fleet knows of it. Lives as long as the event.
struct SeenEvent {
  const RecordedEvent& event;
  // The hash of its name.
  std::uint64_t name = 0;
  // The device that it is about: the one that recorded it or, of what a registrar records, the one that has the address
  // of record; kNobody: none.
  DeviceNumber device = kNobody;
  // Its group's number.
  std::size_t group = 0;
  // The conditions that some device has gained or lost by it.
  ConditionMask changed = 0;
};

class FleetState {
 public:
  // The plan must outlive it.
  explicit FleetState(const Plan& plan);

  SeenEvent apply(const RecordedEvent& event);
  // The stage of its life that the event's device has completed by the last event, with what it took, in nanoseconds.
  struct Completed {
    Stage stage{};
    std::int64_t duration = 0;
  };
  const std::vector<Completed>& completed() const { return completed_; }

  std::size_t group_count() const { return groups_.size(); }
  // The number of a group, or of all devices together where `name` is "devices" or empty.
  std::size_t group_number(std::string_view name) const;
  std::uint64_t size(std::size_t group) const { return groups_[group].size; }
  // How many of a group's devices are so now.
  std::uint64_t count(std::size_t group, DeviceCondition condition) const;
  // How many devices have ever been so.
  std::uint64_t ever(DeviceCondition condition) const;
  // Some devices of a group that are so now, or are not, at most `most`, in the plan's order.
  std::vector<std::string_view> those(std::size_t group, DeviceCondition condition, bool are_so,
                                      std::size_t most) const;

  // In nanoseconds; of a group in the order in which they were complete.
  std::vector<std::int64_t> durations(std::size_t group, Stage stage) const;

  // --- single devices ---
  // Those of a group: [first, last).
  DeviceNumber first_of(std::size_t group) const;
  DeviceNumber last_of(std::size_t group) const;
  bool is(DeviceNumber device, DeviceCondition condition) const {
    return (devices_[device].conditions & mask_of(condition)) != 0;
  }
  std::string_view name_of(DeviceNumber device) const;
  // Whether there was an event about it by then.
  bool took_part(DeviceNumber device, Moment by) const { return devices_[device].first_event <= by; }
  // Whether there was one about any of a group.
  bool any_took_part(std::size_t group, Moment by) const;
  std::size_t group_of(DeviceNumber device) const { return devices_[device].group; }
  // How many contacts the registrars have bound to its address of record, those of its clones among them.
  std::size_t bindings_of(DeviceNumber device) const;
  const DeviceIdentities& identities() const { return identities_; }

 private:
  // A contact's hash, and the hash of the call agent's host that has it; zeros: none.
  struct BoundContact {
    std::uint64_t contact = 0;
    std::uint64_t registrar = 0;

    friend bool operator==(const BoundContact&, const BoundContact&) = default;
  };
  struct Device {
    std::uint32_t group = 0;
    ConditionMask conditions = 0;
    ConditionMask ever = 0;
    std::uint64_t believed_contact = 0;
    // While it waits for the answer to a REGISTER: the contact that a registrar has bound last; else zero.
    std::uint64_t asked_contact = 0;
    bool awaits_answer = false;
    // What the registrars have: one contact as a rule, more after a reboot at another port or at another call agent.
    BoundContact bound;
    std::unique_ptr<std::vector<BoundContact>> further_bound;
    Moment first_event = kNever;
    Moment powered_on = kNever;
    Moment first_request = kNever;
    Moment first_register = kNever;
    // Since its boot, from its flash or from the server.
    bool has_settings = false;
    // Since its power came, it has been sent settings.
    bool is_served = false;
  };
  struct GroupCounts {
    std::string name;
    std::uint64_t size = 0;
    std::array<std::uint64_t, kDeviceConditions> now{};
    std::array<std::vector<std::int64_t>, kStages> durations;
    DeviceNumber first = 0;
  };

  void apply_to_device(Device& device, const RecordedEvent& event, std::uint64_t name);
  void apply_binding(Device& device, const RecordedEvent& event, std::uint64_t name);
  void set(Device& device, DeviceCondition condition, bool now);
  static void bind(Device& device, const BoundContact& bound);
  static void unbind(Device& device, const BoundContact& bound);
  static bool is_bound(const Device& device, std::uint64_t contact);
  // A call agent that loses its power loses its bindings.
  void forget_bindings(std::uint64_t registrar);
  void refresh_registered(Device& device);
  void stop_asking(Device& device);
  void lose_power(Device& device);
  // None: it is off.
  void enter(Device& device, std::optional<DeviceState> state);
  void note_duration(Device& device, Stage stage, Moment begin, Moment end);

  const Plan& plan_;
  std::vector<Device> devices_;
  std::vector<GroupCounts> groups_;  // the last: all devices
  DeviceIdentities identities_;
  std::vector<Completed> completed_;
  std::array<std::uint64_t, kDeviceConditions> ever_{};
  ConditionMask changed_ = 0;
};

}  // namespace dialtone
