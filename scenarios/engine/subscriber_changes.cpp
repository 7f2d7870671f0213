#include "scenarios/engine/subscriber_changes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scenarios/faults/carry_out.h"
#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/sites/cast.h"
#include "subscribers/subscriber_columns.h"

namespace dialtone {
namespace {

const SubscriberColumn& column_named(std::string_view name) {
  const auto columns = subscriber_columns();
  return *std::find_if(columns.begin(), columns.end(), [&](const SubscriberColumn& each) { return each.name == name; });
}

Result<Subscriber> changed(const Subscriber& row, const ChangeAction& change) {
  SubscriberDraft draft;
  for (const SubscriberColumn& column : subscriber_columns()) {
    std::string value;
    column.write(value, row);
    if (value.empty()) continue;
    if (const Result<void> read = column.read(draft, value); !read) return read.error();
  }
  ++draft.subscriber.settings_revision;
  for (const auto& [name, value] : change.columns) {
    if (const Result<void> read = column_named(name).read(draft, value); !read) {
      return Failure{in_quotes(name) + " " + read.error().reason};
    }
  }
  return complete(std::move(draft));
}

}  // namespace

Result<void> SubscriberChanges::import(const ServerEndpoints& servers) {
  std::vector<Subscriber> rows = plan_subscribers(plan_, servers);
  const Result<std::uint64_t> imported = store_.import(rows);
  if (!imported) return imported.error();
  if (!any_fault_does<ChangeAction>(plan_.scenario.faults)) return {};
  for (Subscriber& row : rows) rows_.emplace(row.serial_number, std::move(row));
  return {};
}

Result<void> SubscriberChanges::apply(const Fault& fault) {
  Result<void> applied;
  carry_out<Executor::kOperator>(fault.action, [&](const ChangeAction& change) { applied = apply(change); });
  return applied;
}

Result<void> SubscriberChanges::apply(const ChangeAction& change) {
  std::vector<Subscriber> rows;
  std::vector<Subscriber*> places;
  for (std::size_t number = 0; number < plan_.scenario.fleet.size(); ++number) {
    if (plan_.scenario.fleet[number].name != change.of) continue;
    for (const PlannedDevice& device : *plan_.scenario.fleet[number].devices) {
      const std::string serial = device_subscriber(plan_.scenario, number, device.index).serial_number;
      const auto row = rows_.find(serial);
      if (row == rows_.end()) continue;
      Result<Subscriber> made = changed(row->second, change);
      if (!made) return made.error();
      rows.push_back(*std::move(made));
      places.push_back(&row->second);
    }
  }
  const Result<std::uint64_t> imported = store_.import(rows);
  if (!imported) return imported.error();
  for (std::size_t i = 0; i < rows.size(); ++i) *places[i] = std::move(rows[i]);
  return {};
}

}  // namespace dialtone
