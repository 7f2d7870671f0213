// Holds in every scenario: no refused identity gets settings.
//
// The provisioning server answers for what it sends: to an identity that the database does not serve (unknown,
// another's, disabled, by the plan or by a `change` since) it must send none, whether the device takes them or not. For
// what a fault makes of an answer on the way, a cache or a swap, it does not answer; there the device's taking counts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/oracles/oracle.h"
#include "scenarios/oracles/oracle_context.h"

namespace dialtone {

class RefusedIdentityOracle : public Oracle {
 public:
  explicit RefusedIdentityOracle(const OracleContext& context);

  void add_interests(Interests& interests) const override;
  void see(const SeenEvent& seen) override;
  bool decided() const override { return true; }
  OracleResult judge(Moment end) const override;

 private:
  // How a group's rows stand in the database.
  struct Standing {
    IdentityFault identity{};
    bool is_enabled = true;
    // Whether a fault disables or enables it.
    bool is_changed = false;
    // From when on nothing is sent to them where they are not enabled.
    Moment disabled_since{};
    // A fault has made other identities of them.
    bool is_another = false;
  };

  // The standing of a group's identities, which clones have from another.
  std::size_t rows_of(std::size_t group) const { return rows_of_[group]; }
  void change(const Fault& fault, Moment now);
  // From when on those rows are refused, whatever else their owner says; nothing where they are served.
  std::optional<Moment> refused_since(const Standing& standing) const;
  void judge_server(const SeenEvent& seen);
  void judge_device(const SeenEvent& seen);
  void note(const SeenEvent& seen, std::string_view what);

  const OracleContext context_;
  std::vector<Standing> standings_;
  std::vector<std::size_t> rows_of_;
  // Proxies may have told the server another customer number, which its events do not name.
  bool are_requests_rewritten_ = false;
  // When each device of a group that changes asked last. Looked up only.
  std::unordered_map<DeviceNumber, Moment> asked_;
  std::uint64_t count_ = 0;
  std::string first_;
  Witness witness_;
};

}  // namespace dialtone
