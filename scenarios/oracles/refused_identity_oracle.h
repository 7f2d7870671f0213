// Holds in every scenario: no refused identity gets settings.
//
// The provisioning server is judged by what it sends: it must send no settings to an identity that the database does
// not serve (unknown, another device's, disabled, by the plan or by a later `change`), whether the device accepts them
// or not. The server is not judged by what a fault makes of its answer on the way, such as a cache or a swap; then the
// settings that the device accepts are judged.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "scenarios/oracles/known/expected_rows.h"
#include "scenarios/oracles/known/oracle_context.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {

class RefusedIdentityOracle : public Oracle {
 public:
  explicit RefusedIdentityOracle(const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  bool decided() const override { return true; }
  OracleResult judge(Moment end) const override;

 private:
  void see_fault(std::string_view name, Moment now);
  void note_request(const RecordedEvent& request);
  void judge_server(const SeenEvent& seen);
  void judge_device(const SeenEvent& seen);
  // A fault changes the identity that a device states, or no longer.
  void see_change(const SeenEvent& seen);
  void note(const SeenEvent& seen, std::string_view what);
  // Returns true if any settings were sent or accepted, or an identity existed that must get none.
  bool had_something_to_refuse(Moment end) const;

  const OracleContext context_;
  ExpectedRows rows_;
  // True if a proxy may change the customer number in a device's request.
  bool are_requests_rewritten_ = false;
  // If so: the customer number of the last request, keyed by a hash of its peer, serial number and MAC address. Used
  // for look-ups only, never iterated.
  std::unordered_map<std::uint64_t, std::string> customer_numbers_;
  // By group, true if its rows may change.
  std::vector<bool> may_change_;
  // When each device of those groups asked last. Used for look-ups only, never iterated.
  std::unordered_map<DeviceNumber, Moment> asked_;
  // For each device, how many faults now make it state a false identity; and the devices that stated one when they
  // asked last, and still do. Used for look-ups only, never iterated.
  std::unordered_map<DeviceNumber, std::uint32_t> falsehoods_;
  std::unordered_set<DeviceNumber> asked_falsely_;
  bool has_looked_ = false;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
