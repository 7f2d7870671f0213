// The ITSP's database of a run: its rows at the start, and what the operator changes in it meanwhile.
#pragma once

#include <string>
#include <unordered_map>

#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "values/result.h"

namespace dialtone {

class SubscriberChanges {
 public:
  // Both must outlive it.
  SubscriberChanges(const Plan& plan, SqliteSubscriberStore& store) : plan_(plan), store_(store) {}

  // Writes the rows of all devices.
  Result<void> import(const ServerEndpoints& servers);
  // Does what the operator does in that fault.
  Result<void> apply(const Fault& fault);
  // Changes a group's rows, all of them or, where it is refused, none. Their settings-revision goes up by one where the
  // change does not say it.
  Result<void> apply(const ChangeAction& change);

 private:
  const Plan& plan_;
  SqliteSubscriberStore& store_;
  // As they are now, by serial number; none where no fault changes any.
  std::unordered_map<std::string, Subscriber> rows_;
};

}  // namespace dialtone
