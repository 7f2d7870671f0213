// The user database as a server sees it: faults can lock it, remove it or report conflicts.
#pragma once

#include <functional>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/parties/scenario.h"
#include "subscribers/subscriber_store.h"

namespace dialtone {

class FaultyStore : public SubscriberStore {
 public:
  // `scenario`, `open` and `store` must outlive this object. `now` returns the world's time.
  FaultyStore(const Scenario& scenario, std::string_view target, const OpenWindows& open, SubscriberStore& store,
              std::function<Moment()> now);

  // True if a fault targets the server's database.
  bool is_needed() const { return !faults_.empty(); }

  Result<IdentityMatch, StoreFault> find_by_identity(const Identity& identity) override;
  Result<AccountMatch, StoreFault> find_account(std::string_view domain, std::string_view device_name) override;
  Result<AccountMatch, StoreFault> find_account_by_username(std::string_view domain,
                                                            std::string_view auth_username) override;
  Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view device_name,
                                                               std::string_view first_domain,
                                                               std::string_view second_domain) override;
  Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view auth_username) override;
  Result<SchemesInUse, StoreFault> schemes_in_use() override;
  Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication scheme,
                                                                             std::string_view username) override;
  void refresh() override { store_.refresh(); }

 private:
  // True if the first open fault has the effect `what`; then counts an act of that fault.
  bool says(DatabaseAction::Says what) const;
  // The error of the first open fault that makes every query fail; nullopt if no such fault is open.
  std::optional<StoreFault> fault() const;

  struct Saying {
    const Fault* fault = nullptr;
    const DatabaseAction* action = nullptr;
  };
  std::vector<Saying> faults_;
  const OpenWindows& open_;
  SubscriberStore& store_;
  std::function<Moment()> now_;
};

}  // namespace dialtone
