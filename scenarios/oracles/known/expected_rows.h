// Tracks the rows of the user database, from the plan and the changes by its faults, to know which requests the
// provisioning server must refuse, and when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/device_identities.h"

namespace dialtone {

// The identity that a request for settings states, apart from the serial number. An empty member means the device's own
// value.
struct AskedIdentity {
  std::string_view mac_address;
  std::string_view customer_number;
};

class ExpectedRows {
 public:
  // `plan` and `identities` must outlive this object.
  ExpectedRows(const Plan& plan, const DeviceIdentities& identities);

  // Call when the fault that makes this change has begun.
  void change(const ChangeAction& change, Moment now);

  // Returns why a server that follows its database refuses a request with the serial number of `device`, which is in
  // `group`; empty if the server serves it. Shortly after a change the old answer is accepted too: then the result is
  // empty if either row permits the request.
  std::string_view why_refused(std::size_t group, DeviceNumber device, const AskedIdentity& asked, Moment now) const;
  // Returns since when the server refuses a device that states its true identity; nullopt if the server serves the
  // device.
  std::optional<Moment> refused_since(std::size_t group, DeviceNumber device) const;
  // Returns true if a fault changes which of the group's devices the server serves.
  bool may_change(std::size_t group) const;

 private:
  // A group's rows during a period: the plan's rows with these columns replaced.
  struct State {
    Moment from{};
    Moment until = kNever;
    std::vector<std::pair<std::string, std::string>> columns;
  };
  // The group to which a group's rows belong: the cloned group for clones, otherwise the group itself.
  std::size_t owner_of(std::size_t group) const { return owners_[group]; }
  IdentityFault identity_of(std::size_t group) const;
  // Returns the device's true identity.
  Subscriber own(std::size_t group, DeviceNumber device) const;
  std::string_view why_refused_by(const State& state, std::size_t group, DeviceNumber device,
                                  const AskedIdentity& asked) const;

  const Plan& plan_;
  const DeviceIdentities& identities_;
  std::vector<std::size_t> owners_;
  // The number of each group's first device.
  std::vector<DeviceNumber> firsts_;
  // By group, ordered by time.
  std::vector<std::vector<State>> states_;
};

}  // namespace dialtone
