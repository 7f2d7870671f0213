// The registrar's look-ups in the user database. A look-up waits a little for a lock that another process holds. Once a
// second it checks whether the database is still the one that was opened.
#pragma once

#include <string_view>
#include <vector>

#include "subscribers/subscriber_store.h"
#include "values/result.h"
#include "world/host.h"

namespace dialtone {

class Accounts {
 public:
  using Found = Result<AccountMatch, StoreFault>;

  Accounts(Host& host, SubscriberStore& store) : host_(host), store_(store) {}

  // The enabled account of an address of record, or a decoy. While the database is locked it tries again, within a
  // second; then it fails, as it does at once where the database is gone. Both texts must outlive the task.
  Task<Found> find(std::string_view domain, std::string_view device_name);
  // The same for the account whose digest user that is.
  Task<Found> find_by_username(std::string_view domain, std::string_view auth_username);
  // The same for the account with that device name, whatever its domain: see the store's.
  Task<Result<NamedAccount, StoreFault>> find_by_device_name(std::string_view device_name,
                                                             std::string_view first_domain,
                                                             std::string_view second_domain);
  // The same for the accounts of all domains whose digest user that is, at most kMostSharingAUsername.
  Task<Result<std::vector<AccountMatch>, StoreFault>> find_all_by_username(std::string_view auth_username);

 private:
  // Asks the store's question until it is answered or the patience is over.
  template <typename Answer, typename... Texts>
  Task<Answer> ask(Answer (SubscriberStore::*question)(Texts...), Texts... texts);

  Host& host_;
  SubscriberStore& store_;
  Moment refreshed_at_ = Moment::min();
};

}  // namespace dialtone
