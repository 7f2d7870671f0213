#include "scenarios/oracles/evidence.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/oracles/event_match.h"
#include "scenarios/oracles/known/read_event.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

constexpr std::size_t kEventsShown = 8;
constexpr std::size_t kSurroundingsShown = 4;

// The last events about one witness.
struct Trace {
  OracleResult* oracle = nullptr;
  Witness witness;
  // The witness's group; ~0 if the witness is in no group.
  std::size_t group = ~std::size_t{0};
  // Texts that an event about the witness contains: its host, and its address of record.
  std::string host;
  std::string record;
  // The events about the witness (the device that failed), and those that may have affected it, each with its line
  // number in events.jsonl.
  std::deque<std::pair<std::size_t, std::string>> lines;
  std::deque<std::pair<std::size_t, std::string>> surroundings;
};

// Appends a line and drops the oldest one if there are more than `most`.
void keep(std::deque<std::pair<std::size_t, std::string>>& lines, std::size_t number, const std::string& line,
          std::size_t most) {
  lines.emplace_back(number, line);
  if (lines.size() > most) lines.pop_front();
}

std::string_view host_of(std::string_view line) {
  constexpr std::string_view kKey = "\"host\":\"";
  const std::size_t begin = line.find(kKey);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = line.substr(begin + kKey.size());
  return rest.substr(0, rest.find('"'));
}

// Selects events that affect several devices: faults, and servers that stop and start again.
class Surroundings {
 public:
  explicit Surroundings(const Plan& plan) : fleet_(plan.scenario.fleet) {}

  // Returns true if the event in the line may have affected a device of `group` (~0: a server). Call for each line in
  // order.
  bool has(const std::string& line, std::size_t group) {
    const std::string_view host = host_of(line);
    if (line.find("\"event\":\"fault.") != std::string::npos) return concerns(host, group);
    if (line.find("\"event\":\"server.") == std::string::npos) return false;
    // A server's start matters only after the server has stopped.
    const bool ends =
        line.find("\"event\":\"" + std::string(host_events::ServerStarted::kEvent.name)) == std::string::npos;
    if (ends) ended_.insert(std::string(host));
    return ended_.contains(std::string(host));
  }

 private:
  bool concerns(std::string_view host, std::size_t group) const {
    if (group_of_host(fleet_, host)) return false;
    for (std::size_t number = 0; number < fleet_.size(); ++number) {
      if (fleet_[number].name == host) return group == number;
    }
    return true;
  }

  const std::vector<Group>& fleet_;
  std::set<std::string> ended_;
};

std::optional<std::string> device_name_of(const Plan& plan, const std::string& host) {
  for (std::size_t group = 0; group < plan.scenario.fleet.size(); ++group) {
    for (const PlannedDevice& device : *plan.scenario.fleet[group].devices) {
      if (device.name == host) return device_subscriber(plan.scenario, group, device.index).device_name;
    }
  }
  return std::nullopt;
}

// Formats an event's line: `  1.25s  homes-0001  registration.request  to=10.0.0.2:5060 attempt=1`.
std::string event_row(const std::string& line) {
  const Result<ReadEvent> event = ReadEvent::parse(line);
  if (!event) return "  " + line;
  const RecordedEvent view = event->view();
  const auto padded = [](std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
  };
  constexpr std::size_t kMomentWidth = 10;
  constexpr std::size_t kHostWidth = 13;
  constexpr std::size_t kNameWidth = 24;
  constexpr std::size_t kLongestRow = 160;
  std::string row = "  " + padded(moment_text(view.time), kMomentWidth) + " " +
                    padded(std::string(view.host), kHostWidth) + " " + padded(std::string(view.name), kNameWidth);
  for (const Field& field : view.fields) {
    row += " " + std::string(field.key) + "=" + value_text(field);
  }
  while (row.ends_with(' ')) row.pop_back();
  if (row.size() > kLongestRow) row = row.substr(0, kLongestRow) + "...";
  return row;
}

// Returns the time in the line's first field.
Moment moment_of(std::string_view line) {
  constexpr std::string_view kBegin = "{\"time\":";
  if (!line.starts_with(kBegin)) return kNever;
  std::int64_t nanoseconds = 0;
  for (const char c : line.substr(kBegin.size())) {
    if (c < '0' || c > '9') break;
    nanoseconds = nanoseconds * 10 + (c - '0');
  }
  return Moment(Duration(nanoseconds));
}

void read_back(const Plan& plan, const std::filesystem::path& file, std::vector<Trace>& traces) {
  Surroundings surroundings(plan);
  std::ifstream events(file);
  std::size_t number = 0;
  for (std::string line; std::getline(events, line); ++number) {
    const Moment at = moment_of(line);
    for (Trace& trace : traces) {
      if (at > trace.witness.until) continue;
      if (line.find(trace.host) != std::string::npos ||
          (!trace.record.empty() && line.find(trace.record) != std::string::npos)) {
        keep(trace.lines, number, line, kEventsShown);
      } else if (surroundings.has(line, trace.group)) {
        keep(trace.surroundings, number, line, kSurroundingsShown);
      }
    }
  }
}

void tell(const Trace& trace, const std::filesystem::path& file) {
  std::vector<std::string>& details = trace.oracle->details;
  if (trace.lines.empty()) {
    details.push_back("no event of " + trace.witness.host + " up to " + moment_text(trace.witness.until));
  } else {
    details.push_back("what led there, " + trace.witness.host + " up to " + moment_text(trace.witness.until) + ":");
    std::vector<std::pair<std::size_t, std::string>> all;
    std::merge(trace.lines.begin(), trace.lines.end(), trace.surroundings.begin(), trace.surroundings.end(),
               std::back_inserter(all));
    for (const auto& [number, line] : all) details.push_back(event_row(line));
  }
  std::string command = "look closer: grep -e '" + trace.host + "'";
  if (!trace.record.empty()) command += " -e '" + trace.record + "'";
  if (!trace.surroundings.empty()) command += " -e '\"event\":\"fault' -e '\"event\":\"server'";
  details.push_back(command + " " + file.string());
}

}  // namespace

void add_evidence(const Plan& plan, const std::filesystem::path& directory, std::vector<OracleResult>& oracles) {
  if (directory.empty()) return;
  std::vector<Trace> traces;
  for (OracleResult& oracle : oracles) {
    if (!oracle.failed()) continue;
    for (const Witness& witness : oracle.witnesses) {
      Trace trace;
      trace.oracle = &oracle;
      trace.witness = witness;
      trace.group = group_of_host(plan.scenario.fleet, witness.host).value_or(trace.group);
      trace.host = "\"host\":\"" + witness.host + "\"";
      if (const std::optional<std::string> name = device_name_of(plan, witness.host)) {
        trace.record = "\"sip:" + *name + "@";
      }
      traces.push_back(std::move(trace));
    }
  }
  if (traces.empty()) return;
  const std::filesystem::path file = directory / "events.jsonl";
  read_back(plan, file, traces);
  for (const Trace& trace : traces) tell(trace, file);
}

}  // namespace dialtone
