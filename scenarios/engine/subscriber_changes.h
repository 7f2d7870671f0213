// The ITSP's database in a run: its rows at the start, and the changes that faults make as the operator.
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
  // `plan` and `store` must outlive this object.
  SubscriberChanges(const Plan& plan, SqliteSubscriberStore& store) : plan_(plan), store_(store) {}

  // Writes the rows of all devices.
  Result<void> import(const ServerEndpoints& servers);
  // Makes the operator's changes that the fault describes; does nothing for any other fault.
  Result<void> apply(const Fault& fault);
  // Changes all of a group's rows or, if a change is refused, none. Increments settings-revision unless the change sets
  // it.
  Result<void> apply(const ChangeAction& change);

 private:
  const Plan& plan_;
  SqliteSubscriberStore& store_;
  // The present rows by serial number; empty if no fault changes rows.
  std::unordered_map<std::string, Subscriber> rows_;
};

}  // namespace dialtone
