// The registrar's way to the user database: a lock that another holds is waited for, a little.
#pragma once

#include <optional>
#include <string>

#include "subscribers/subscriber_store.h"
#include "values/result.h"
#include "world/host.h"

namespace dialtone {

class Accounts {
 public:
  Accounts(Host& host, SubscriberStore& store) : host_(host), store_(store) {}

  // The enabled account of an address of record; nothing where there is none. While the database is locked it tries
  // again, within a second; then it fails, as it does at once where the database is gone.
  Task<Result<std::optional<Account>, StoreFault>> find(std::string domain, std::string device_name);

 private:
  Host& host_;
  SubscriberStore& store_;
};

}  // namespace dialtone
