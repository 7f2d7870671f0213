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

  // Finds the enabled account of an address of record, or a decoy. If the database is locked, tries again for up to a
  // second and then fails; fails at once if the database is gone. Both texts must outlive the task.
  Task<Found> find(std::string_view domain, std::string_view device_name);
  // As find, by the digest user name.
  Task<Found> find_by_username(std::string_view domain, std::string_view auth_username);
  // As find, by the device name in any domain: see SubscriberStore.
  Task<Result<NamedAccount, StoreFault>> find_by_device_name(std::string_view device_name,
                                                             std::string_view first_domain,
                                                             std::string_view second_domain);
  // As find, for the accounts of all domains with that digest user name; kMostSharingAUsername entries.
  Task<Result<std::vector<AccountMatch>, StoreFault>> find_all_by_username(std::string_view auth_username);

 private:
  // Repeats the question to the store until it is answered or the time for retries is over.
  template <typename Answer, typename... Texts>
  Task<Answer> ask(Answer (SubscriberStore::*question)(Texts...), Texts... texts);

  Host& host_;
  SubscriberStore& store_;
  Moment refreshed_at_ = Moment::min();
};

}  // namespace dialtone
