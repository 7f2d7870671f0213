// Holds in every scenario: no refused identity gets settings.
//
// The provisioning server is judged by what it sends. It must send no settings to an identity that the database does
// not serve (unknown, another device's, disabled; by the plan or by a later `change`), whether or not the device
// accepts them. If a fault alters the server's answers on the way, such as a cache or a swap, the settings that devices
// accept are judged instead.
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
  // Call when a fault begins or ceases to change the identity that a device states.
  void see_change(const SeenEvent& seen);
  void note(const SeenEvent& seen, std::string_view what);
  // Returns true if any settings were sent or accepted, or if there was an identity that must get none.
  bool had_something_to_refuse(Moment end) const;

  const OracleContext context_;
  ExpectedRows rows_;
  // True if a proxy may change the customer number in a device's request.
  bool are_requests_rewritten_ = false;
  // If it may: the customer number of the last request, keyed by a hash of the request's peer, serial number and MAC
  // address. Never iterated.
  std::unordered_map<std::uint64_t, std::string> customer_numbers_;
  // By group, true if its rows may change.
  std::vector<bool> may_change_;
  // When each device of those groups sent its last request. Never iterated.
  std::unordered_map<DeviceNumber, Moment> asked_;
  // By device: how many faults make it state a false identity now. And the devices whose last request stated a false
  // identity that they still state. Never iterated.
  std::unordered_map<DeviceNumber, std::uint32_t> falsehoods_;
  std::unordered_set<DeviceNumber> asked_falsely_;
  bool has_looked_ = false;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
