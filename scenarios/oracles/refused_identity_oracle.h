// Holds in every scenario: no refused identity gets settings.
//
// The provisioning server answers for what it sends: to an identity that the database does not serve (unknown,
// another's, disabled, by the plan or by a `change` since) it must send none, whether the device takes them or not. For
// what a fault makes of an answer on the way, a cache or a swap, it does not answer; there the device's taking counts.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
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
  void note(const SeenEvent& seen, std::string_view what);
  // Whether any settings were sent or taken, or an identity was there to which none must be sent.
  bool had_something_to_refuse(Moment end) const;

  const OracleContext context_;
  ExpectedRows rows_;
  // Whether a proxy may tell the server another customer number than the device did.
  bool are_requests_rewritten_ = false;
  // Then: the customer number of the last request, by the hash of its peer, serial number and MAC address. Looked up
  // only.
  std::unordered_map<std::uint64_t, std::string> customer_numbers_;
  // Which groups' rows may change.
  std::vector<bool> may_change_;
  // When each device of these asked last. Looked up only.
  std::unordered_map<DeviceNumber, Moment> asked_;
  bool has_looked_ = false;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
