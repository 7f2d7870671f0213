// What the servers ask the ITSP's user database. Narrow, so that a test can stand in for it.
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
  kLocked,  // another has it at this moment: try again soon
  kGone,    // missing, unreadable, corrupt or of a newer schema: it will not come right by itself
};

// Why no subscriber is served. For the log and the audit, never for the caller.
enum class IdentityMismatch {
  kUnknown,       // neither the serial number nor the MAC address stands in an enabled row
  kSerialNumber,  // the MAC address is another device's
  kMacAddress,    // the serial number is another device's
  kCustomer,      // the device is another customer's
  kConflict,      // the serial number or the MAC address stands in two enabled rows
};
std::string_view to_text(IdentityMismatch mismatch);

// The one enabled subscriber whose three parts match, or why there is none. Then another stands in his place, who is
// not served: whoever asks does the same work with both, so that the time it takes does not tell who exists.
struct IdentityMatch {
  IdentityMatch(Subscriber found) : subscriber(std::move(found)) {}
  IdentityMatch(IdentityMismatch why) : mismatch(why) {}

  // The subscriber who is served; null where there is none.
  const Subscriber* served() const { return mismatch ? nullptr : &subscriber; }

  Subscriber subscriber;
  std::optional<IdentityMismatch> mismatch;
};

// What a registrar needs to know of an account.
struct Account {
  std::string domain;
  std::string device_name;
  std::string auth_username;
  std::string auth_password;
  std::uint32_t expires = 3600;  // seconds
};

// The account that was asked for; or, where there is none, another in its place, with which whoever asks does the same
// work.
class AccountMatch {
 public:
  // None, and nothing in its place.
  AccountMatch() = default;
  AccountMatch(Account account, bool is_found = true) : account_(std::move(account)), is_found_(is_found) {}

  explicit operator bool() const { return is_found_; }
  const Account& operator*() const& { return account_; }
  Account&& operator*() && { return std::move(account_); }
  const Account* operator->() const { return &account_; }
  // The account, or the one in its place.
  const Account& account_or_decoy() const { return account_; }

 private:
  Account account_;
  bool is_found_ = false;
};

// A password, and whether it is one of those that were asked for; otherwise it is there to be tried as they are.
struct PossiblePassword {
  std::string password;
  bool is_theirs = false;
};

// By which schemes any enabled subscriber authenticates to the provisioning server.
struct SchemesInUse {
  bool basic = false;
  bool digest = false;
};

// How many accounts that share a digest user, in as many domains, are tried.
inline constexpr std::size_t kMostSharingAUsername = 64;
// How many subscribers that share a user name and a scheme at the provisioning server are tried.
inline constexpr std::size_t kMostSharingAProvisionUsername = 4;

// Which account a device name means where the domain is not told.
struct NamedAccount {
  // None where no account has the name, and where several have it.
  AccountMatch account{};
  // Whether several have it.
  bool is_ambiguous = false;
};

class SubscriberStore {
 public:
  virtual ~SubscriberStore() = default;

  // The same work whatever the outcome.
  virtual Result<IdentityMatch, StoreFault> find_by_identity(const Identity& identity) = 0;
  // The enabled account of an address of record. The same work whether there is one.
  virtual Result<AccountMatch, StoreFault> find_account(std::string_view domain, std::string_view device_name) = 0;
  // The enabled account of the domain whose digest user that is, whatever its device name; of several, the one whose
  // device name comes first. The same work whether there is one.
  virtual Result<AccountMatch, StoreFault> find_account_by_username(std::string_view domain,
                                                                    std::string_view auth_username) = 0;
  // The enabled account with that device name, of whatever domain: that of `first_domain` where it has one, else that
  // of `second_domain`, else the only one. The same work whether there is one.
  virtual Result<NamedAccount, StoreFault> find_account_by_device_name(std::string_view device_name,
                                                                       std::string_view first_domain,
                                                                       std::string_view second_domain) = 0;
  // The enabled accounts of all domains whose digest user that is, ordered by domain and device name, at most
  // kMostSharingAUsername of them, and so many decoys that it makes that number.
  virtual Result<std::vector<AccountMatch>, StoreFault> find_accounts_by_username(std::string_view auth_username) = 0;
  // How the enabled subscribers authenticate to the provisioning server.
  virtual Result<SchemesInUse, StoreFault> schemes_in_use() = 0;
  // The passwords of the enabled subscribers who authenticate to the provisioning server by `scheme` and that name, at
  // most kMostSharingAProvisionUsername of them, and so many of others that it makes that number. The same work whoever
  // has it.
  virtual Result<std::vector<PossiblePassword>, StoreFault> find_provision_passwords(ProvisionAuthentication scheme,
                                                                                     std::string_view username) = 0;
  // Looks whether the database is still the one that was opened, and opens the one that is there now if it is not. To
  // be called from time to time; it does not wait.
  virtual void refresh() {}
};

}  // namespace dialtone
