// A user database in memory that counts its questions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "subscribers/subscriber_store.h"

namespace dialtone {

class SubscriberList : public SubscriberStore {
 public:
  Result<IdentityMatch, StoreFault> find_by_identity(const Identity& identity) override {
    ++asked;
    if (fault) return *fault;
    bool serial = false;
    bool mac = false;
    for (const Subscriber& each : all) {
      serial = serial || each.serial_number == identity.serial_number;
      mac = mac || each.mac_address == identity.mac_address;
      if (each.serial_number != identity.serial_number || each.mac_address != identity.mac_address) continue;
      if (each.customer_number != identity.customer_number) return IdentityMatch(IdentityMismatch::kCustomer);
      if (conflict) return IdentityMatch(IdentityMismatch::kConflict);
      return IdentityMatch(each);
    }
    if (serial) return IdentityMatch(IdentityMismatch::kMacAddress);
    return IdentityMatch(mac ? IdentityMismatch::kSerialNumber : IdentityMismatch::kUnknown);
  }
  Result<AccountMatch, StoreFault> find_account(std::string_view, std::string_view) override {
    return StoreFault::kGone;
  }
  Result<AccountMatch, StoreFault> find_account_by_username(std::string_view, std::string_view) override {
    return StoreFault::kGone;
  }
  Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view, std::string_view,
                                                               std::string_view) override {
    return StoreFault::kGone;
  }
  Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view) override {
    return StoreFault::kGone;
  }
  Result<SchemesInUse, StoreFault> schemes_in_use() override {
    ++asked;
    SchemesInUse schemes;
    for (const Subscriber& each : all) {
      schemes.basic = schemes.basic || each.provision_authentication == ProvisionAuthentication::kBasic;
      schemes.digest = schemes.digest || each.provision_authentication == ProvisionAuthentication::kDigest;
    }
    return schemes;
  }
  Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication scheme,
                                                                             std::string_view username) override {
    ++asked;
    std::vector<PossiblePassword> passwords;
    for (const Subscriber& each : all) {
      const bool his = each.provision_authentication == scheme && each.provision_username == username;
      if (his && passwords.size() < kMostSharingAProvisionUsername)
        passwords.push_back({each.provision_password, true});
    }
    return passwords;
  }
  void refresh() override { ++refreshed; }

  std::vector<Subscriber> all;
  bool conflict = false;
  std::optional<StoreFault> fault;
  int asked = 0;
  int refreshed = 0;
};

}  // namespace dialtone
