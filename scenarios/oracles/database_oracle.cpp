#include "scenarios/oracles/database_oracle.h"

#include <algorithm>

#include "subscribers/subscriber_columns.h"

namespace dialtone {

DatabaseOracle::DatabaseOracle(std::string name, const DatabaseCount& what, const OracleContext& context)
    : name_(std::move(name)), what_(what), context_(context), group_(context.fleet.group_number(what.group)) {}

void DatabaseOracle::add_looks(std::vector<Moment>& moments) const {
  if (what_.at != Duration{}) moments.push_back(Moment(what_.at));
}

void DatabaseOracle::look(Moment now) {
  if (what_.at != Duration{} && now >= Moment(what_.at) && !seen_) seen_ = count_now(now);
}

OracleResult DatabaseOracle::judge(Moment end) const { return seen_ ? *seen_ : count_now(end); }

OracleResult DatabaseOracle::count_now(Moment now) const {
  return what_.table == DatabaseCount::Table::kBindings ? count_bindings(now) : count_subscribers(now);
}

OracleResult DatabaseOracle::verdict(std::uint64_t count, Moment now,
                                     const std::function<std::uint64_t(DeviceNumber)>& part) const {
  OracleResult result{name_, verdict_of(compare(count, what_.comparison, what_.count)), {}, {}};
  result.measured = std::to_string(count) + " at " + moment_text(now);
  if (result.passed()) return result;
  const bool too_few = count < what_.count || what_.comparison == Comparison::kGreater;
  const FleetState& fleet = context_.fleet;
  std::uint64_t least = ~std::uint64_t{0};
  std::uint64_t most = 0;
  for (DeviceNumber device = fleet.first_of(group_); device < fleet.last_of(group_); ++device) {
    least = std::min(least, part(device));
    most = std::max(most, part(device));
  }
  // If the count is too small, names the devices with the fewest rows. Otherwise names the devices with several rows
  // or, if none has several, those with one.
  const auto is_named = [&](std::uint64_t its) { return too_few ? its == least : its >= (most > 1 ? 2 : 1); };
  std::vector<std::string_view> names;
  std::uint64_t total = 0;
  for (DeviceNumber device = fleet.first_of(group_); device < fleet.last_of(group_); ++device) {
    if (is_named(part(device)) && ++total <= kNamedDevices) names.push_back(fleet.name_of(device));
  }
  if (names.empty()) return result;
  const std::string fewest = least == 0 ? "without: " : "the fewest, " + std::to_string(least) + ": ";
  result.details.push_back((too_few ? fewest : "with: ") + names_text(names, total));
  result.witnesses = first_witness(fleet, group_, now, [&](DeviceNumber device) { return is_named(part(device)); });
  return result;
}

bool DatabaseOracle::holds_of_nothing_too() const {
  const auto holds = [&](std::uint64_t count) { return compare(count, what_.comparison, what_.count); };
  return holds(0) && (holds(1) || holds(what_.count + 1));
}

bool DatabaseOracle::is_counted_by(DeviceNumber device) const {
  const DeviceNumber first = context_.fleet.first_of(group_);
  for (const DeviceNumber each : context_.fleet.identities().sharing(device)) {
    if (each >= first && each < device) return false;
  }
  return true;
}

OracleResult DatabaseOracle::count_bindings(Moment now) const {
  const FleetState& fleet = context_.fleet;
  std::uint64_t all = 0;
  std::uint64_t wrong = 0;
  std::vector<std::string_view> names;
  for (DeviceNumber device = fleet.first_of(group_); device < fleet.last_of(group_); ++device) {
    const std::uint64_t count = fleet.bindings_of(device);
    if (is_counted_by(device)) all += count;
    if (!what_.each || compare(count, what_.comparison, what_.count)) continue;
    ++wrong;
    if (names.size() < kNamedDevices) names.push_back(fleet.name_of(device));
  }
  const std::string empty =
      all == 0 && holds_of_nothing_too() ? "there was no binding at " + moment_text(now) : std::string();
  if (!what_.each) {
    OracleResult result = verdict(all, now, [&](DeviceNumber device) { return fleet.bindings_of(device); });
    result.note_vacuous(empty);
    return result;
  }
  OracleResult result{name_, verdict_of(wrong == 0), {}, {}};
  const std::uint64_t size = fleet.size(group_);
  result.measured = std::to_string(size - wrong) + " of " + std::to_string(size) + " at " + moment_text(now);
  if (wrong == 0) {
    result.note_vacuous(empty);
    return result;
  }
  result.details.push_back("not so: " + names_text(names, wrong) + "; the first has " +
                           std::to_string(fleet.bindings_of([&] {
                             DeviceNumber device = fleet.first_of(group_);
                             while (fleet.name_of(device) != names.front()) ++device;
                             return device;
                           }())));
  result.witnesses = first_witness(fleet, group_, now, [&](DeviceNumber device) {
    return !compare(std::uint64_t{fleet.bindings_of(device)}, what_.comparison, what_.count);
  });
  return result;
}

bool DatabaseOracle::is_asked_for(const Subscriber& subscriber) const {
  return std::all_of(what_.where.begin(), what_.where.end(), [&](const auto& wanted) {
    for (const SubscriberColumn& column : subscriber_columns()) {
      if (column.name != wanted.first) continue;
      std::string value;
      column.write(value, subscriber);
      return value == wanted.second;
    }
    return false;
  });
}

OracleResult DatabaseOracle::count_subscribers(Moment now) const {
  const Result<std::vector<Subscriber>> rows =
      context_.subscribers ? context_.subscribers() : Failure{"no user database"};
  if (!rows) {
    OracleResult result{name_, OracleVerdict::kUndecided, "the user database cannot be read", {}, {}};
    result.obstacle = result.measured + ": " + rows.error().reason;
    return result;
  }
  const FleetState& fleet = context_.fleet;
  const auto serial_number_of = [&](DeviceNumber device) {
    const std::size_t group = fleet.group_of(device);
    const Scenario& scenario = context_.plan.scenario;
    const PlannedDevice& planned = (*scenario.fleet[group].devices)[device - fleet.first_of(group)];
    return device_subscriber(scenario, group, planned.index).serial_number;
  };
  std::set<std::string> asked_for;
  std::set<std::string> of_group;
  const bool all = group_ == context_.plan.scenario.fleet.size();
  for (DeviceNumber device = fleet.first_of(group_); !all && device < fleet.last_of(group_); ++device) {
    of_group.insert(serial_number_of(device));
  }
  std::uint64_t count = 0;
  bool any_row = false;
  for (const Subscriber& row : *rows) {
    if (!all && !of_group.contains(row.serial_number)) continue;
    any_row = true;
    if (!is_asked_for(row)) continue;
    ++count;
    asked_for.insert(row.serial_number);
  }
  OracleResult result =
      verdict(count, now, [&](DeviceNumber device) { return asked_for.count(serial_number_of(device)); });
  if (!any_row && holds_of_nothing_too()) result.note_vacuous("there was no subscriber at " + moment_text(now));
  return result;
}

}  // namespace dialtone
