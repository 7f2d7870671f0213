// How the rows of the user database stand, by the plan and by what its faults change since: whom the provisioning
// server must refuse, and when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/device_identities.h"

namespace dialtone {

// What a request for settings says, besides its serial number. What is empty is taken for the device's own.
struct AskedIdentity {
  std::string_view mac_address;
  std::string_view customer_number;
};

class ExpectedRows {
 public:
  // Both must outlive it.
  ExpectedRows(const Plan& plan, const DeviceIdentities& identities);

  // The fault with that change has begun.
  void change(const ChangeAction& change, Moment now);

  // Why a server that follows its database refuses a request with the serial number of that device; empty: it serves
  // it. For a moment behind a change both answers are right. `device`: one of `group`.
  std::string_view why_refused(std::size_t group, DeviceNumber device, const AskedIdentity& asked, Moment now) const;
  // From when on a device is refused that says the truth of itself; nothing: it is served.
  std::optional<Moment> refused_since(std::size_t group, DeviceNumber device) const;
  // Whether a fault changes whom of the group the server serves.
  bool may_change(std::size_t group) const;

 private:
  // How a group's rows stood for some time: as the plan has them, but for these columns.
  struct State {
    Moment from{};
    Moment until = kNever;
    std::vector<std::pair<std::string, std::string>> columns;
  };
  // The group whose rows they are: clones have another's.
  std::size_t owner_of(std::size_t group) const { return owners_[group]; }
  IdentityFault identity_of(std::size_t group) const;
  // What the device says of itself.
  Subscriber own(std::size_t group, DeviceNumber device) const;
  std::string_view why_refused_by(const State& state, std::size_t group, DeviceNumber device,
                                  const AskedIdentity& asked) const;

  const Plan& plan_;
  const DeviceIdentities& identities_;
  std::vector<std::size_t> owners_;
  // The number of each group's first device.
  std::vector<DeviceNumber> firsts_;
  // Of each group, in the order of their times.
  std::vector<std::vector<State>> states_;
};

}  // namespace dialtone
