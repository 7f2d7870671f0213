// The servers' interface to the ITSP's user database: narrow, so that a test can replace it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "subscribers/subscriber.h"
#include "values/result.h"

namespace dialtone {

enum class StoreFault {
  kLocked,  // locked by another program at this moment: try again soon
  kGone,    // missing, unreadable, corrupt or of a newer schema: does not recover without an operator
};

// Why no subscriber is served. For the log and the audit; the client must never learn the reason.
enum class IdentityMismatch {
  kUnknown,       // no enabled row has the serial number or the MAC address
  kSerialNumber,  // the MAC address belongs to another device
  kMacAddress,    // the serial number belongs to another device
  kCustomer,      // the device belongs to another customer
  kConflict,      // two enabled rows have the serial number or the MAC address
};
std::string_view to_text(IdentityMismatch mismatch);

// The result of a look-up by identity: the one enabled subscriber whose three parts match, or the mismatch. With a
// mismatch `subscriber` is a decoy, another subscriber who must not be served. The caller does the same work with
// either, so that the time taken does not reveal which identities exist.
struct IdentityMatch {
  IdentityMatch(Subscriber found) : subscriber(std::move(found)) {}
  IdentityMatch(IdentityMismatch why) : mismatch(why) {}

  // Returns the subscriber to serve, or null if the identity did not match.
  const Subscriber* served() const { return mismatch ? nullptr : &subscriber; }

  Subscriber subscriber;
  std::optional<IdentityMismatch> mismatch;
};

// The part of a subscriber that a registrar needs.
struct Account {
  std::string domain;
  std::string device_name;
  std::string auth_username;
  std::string auth_password;
  std::uint32_t expires = 3600;  // seconds
};

// The result of an account look-up: the wanted account, or a decoy. The caller does the same work with either, so that
// the time taken does not reveal which accounts exist.
class AccountMatch {
 public:
  // No match; the decoy is empty.
  AccountMatch() = default;
  AccountMatch(Account account, bool is_found = true) : account_(std::move(account)), is_found_(is_found) {}

  explicit operator bool() const { return is_found_; }
  const Account& operator*() const& { return account_; }
  Account&& operator*() && { return std::move(account_); }
  const Account* operator->() const { return &account_; }
  // Returns the wanted account, or the decoy if there was no match.
  const Account& account_or_decoy() const { return account_; }

 private:
  Account account_;
  bool is_found_ = false;
};

// A password, and whether the look-up matched; a password without a match is a decoy, which the caller tries as well to
// do the same work.
struct PossiblePassword {
  std::string password;
  bool is_theirs = false;
};

// Which schemes the enabled subscribers use to authenticate to the provisioning server.
struct SchemesInUse {
  bool basic = false;
  bool digest = false;
};

// The maximum number of accounts, in different domains, that are tried for one digest user name.
inline constexpr std::size_t kMostSharingAUsername = 64;
// The maximum number of subscribers that are tried for one user name and scheme at the provisioning server.
inline constexpr std::size_t kMostSharingAProvisionUsername = 4;

// The account that a device name stands for when the domain is not known.
struct NamedAccount {
  // Empty if no account or several accounts have the name.
  AccountMatch account{};
  // True if several accounts have the name.
  bool is_ambiguous = false;
};

class SubscriberStore {
 public:
  virtual ~SubscriberStore() = default;

  // Finds the enabled subscriber whose identity this is. Does the same work for every outcome.
  virtual Result<IdentityMatch, StoreFault> find_by_identity(const Identity& identity) = 0;
  // Finds the enabled account of an address of record. Does the same work whether the account exists.
  virtual Result<AccountMatch, StoreFault> find_account(std::string_view domain, std::string_view device_name) = 0;
  // Finds the enabled account in the domain by its digest user name, whatever its device name; of several, the first by
  // device name. Does the same work whether the account exists.
  virtual Result<AccountMatch, StoreFault> find_account_by_username(std::string_view domain,
                                                                    std::string_view auth_username) = 0;
  // Finds the enabled account with the device name in any domain: the account of `first_domain` if there is one, else
  // the account of `second_domain`, else the only one. Does the same work whether the account exists.
  virtual Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view device_name,
                                                                       std::string_view first_domain,
                                                                       std::string_view second_domain) = 0;
  // Finds the enabled accounts of all domains with that digest user name, ordered by domain and device name. Always
  // returns kMostSharingAUsername entries, filled up with decoys.
  virtual Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view auth_username) = 0;
  // Returns the schemes of all enabled subscribers.
  virtual Result<SchemesInUse, StoreFault> schemes_in_use() = 0;
  // Finds the passwords of the enabled subscribers with that user name who authenticate to the provisioning server by
  // `scheme`. Always returns kMostSharingAProvisionUsername entries, filled up with decoys, and does the same work for
  // any name.
  virtual Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication scheme,
                                                                                     std::string_view username) = 0;
  // Checks whether the path still names the database that was opened; if not, opens the database that it names now.
  // Call from time to time; does not wait.
  virtual void refresh() {}
};

}  // namespace dialtone
