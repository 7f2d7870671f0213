// The registrar's way to the user database: a lock that another holds is waited for, a little.
#pragma once

#include <optional>
#include <string_view>

#include "subscribers/subscriber_store.h"
#include "values/result.h"
#include "world/host.h"

namespace dialtone {

class Accounts {
 public:
  using Found = Result<std::optional<Account>, StoreFault>;

  Accounts(Host& host, SubscriberStore& store) : host_(host), store_(store) {}

  // The enabled account of an address of record; nothing where there is none. While the database is locked it tries
  // again, within a second; then it fails, as it does at once where the database is gone.
  // Both texts must outlive the task.
  Task<Found> find(std::string_view domain, std::string_view device_name);
  // The same for the account whose digest user that is.
  Task<Found> find_by_username(std::string_view domain, std::string_view auth_username);

 private:
  using Question = Found (SubscriberStore::*)(std::string_view, std::string_view);

  Task<Found> ask(Question question, std::string_view domain, std::string_view name);

  Host& host_;
  SubscriberStore& store_;
};

}  // namespace dialtone
