#include "scenarios/faults/faulty_store.h"

#include <utility>

#include "scenarios/faults/carry_out.h"

namespace dialtone {

FaultyStore::FaultyStore(const Scenario& scenario, std::string_view target, const OpenWindows& open,
                         SubscriberStore& store, std::function<Moment()> now)
    : open_(open), store_(store), now_(std::move(now)) {
  for (const Fault& fault : scenario.faults) {
    if (fault.target != target) continue;
    carry_out<Executor::kStore>(fault.action,
                                [&](const DatabaseAction& action) { faults_.push_back({&fault, &action}); });
  }
}

bool FaultyStore::says(DatabaseAction::Says what) const {
  for (const Saying& saying : faults_) {
    if (!open_.is_open(*saying.fault, now_())) continue;
    if (saying.action->says != what) return false;
    open_.note_act(*saying.fault);
    return true;
  }
  return false;
}

std::optional<StoreFault> FaultyStore::fault() const {
  if (says(DatabaseAction::Says::kLocked)) return StoreFault::kLocked;
  if (says(DatabaseAction::Says::kGone)) return StoreFault::kGone;
  return std::nullopt;
}

Result<IdentityMatch, StoreFault> FaultyStore::find_by_identity(const Identity& identity) {
  if (const auto found = fault()) return *found;
  if (says(DatabaseAction::Says::kConflict)) return IdentityMatch(IdentityMismatch::kConflict);
  return store_.find_by_identity(identity);
}

Result<AccountMatch, StoreFault> FaultyStore::find_account(std::string_view domain, std::string_view device_name) {
  if (const auto found = fault()) return *found;
  return store_.find_account(domain, device_name);
}

Result<AccountMatch, StoreFault> FaultyStore::find_account_by_username(std::string_view domain,
                                                                       std::string_view auth_username) {
  if (const auto found = fault()) return *found;
  return store_.find_account_by_username(domain, auth_username);
}

Result<NamedAccount, StoreFault> FaultyStore::find_account_by_device_name(std::string_view device_name,
                                                                          std::string_view first_domain,
                                                                          std::string_view second_domain) {
  if (const auto found = fault()) return *found;
  return store_.find_account_by_device_name(device_name, first_domain, second_domain);
}

Result<std::vector<AccountMatch>, StoreFault> FaultyStore::find_accounts_by_username(std::string_view auth_username) {
  if (const auto found = fault()) return *found;
  return store_.find_accounts_by_username(auth_username);
}

Result<SchemesInUse, StoreFault> FaultyStore::schemes_in_use() {
  if (const auto found = fault()) return *found;
  return store_.schemes_in_use();
}

Result<std::vector<PossiblePassword>, StoreFault> FaultyStore::find_provision_passwords(ProvisionAuthentication scheme,
                                                                                        std::string_view username) {
  if (const auto found = fault()) return *found;
  return store_.find_provision_passwords(scheme, username);
}

}  // namespace dialtone
