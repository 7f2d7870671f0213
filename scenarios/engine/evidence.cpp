#include "scenarios/engine/evidence.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <optional>

#include "scenarios/engine/metric.h"
#include "scenarios/engine/read_event.h"

namespace dialtone {
namespace {

constexpr std::size_t kEventsShown = 8;

// The last events about one witness.
struct Trace {
  OracleResult* oracle = nullptr;
  Witness witness;
  // What lines about it contain: its host, and its address of record.
  std::string host;
  std::string record;
  std::deque<std::string> lines;
};

std::optional<std::string> device_name_of(const Plan& plan, const std::string& host) {
  for (std::size_t group = 0; group < plan.scenario.fleet.size(); ++group) {
    for (const PlannedDevice& device : *plan.scenario.fleet[group].devices) {
      if (device.name == host) return device_subscriber(plan.scenario, group, device.index).device_name;
    }
  }
  return std::nullopt;
}

// `  1.25s  homes-0001  registration.request  to=10.0.0.2:5060 attempt=1`.
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
    const bool is_time = field.key == "duration" || field.key == "expires" || field.key == "delay" ||
                         field.key == "since_power_on" || field.key == "min_expires" || field.key == "retry_after";
    row += " " + std::string(field.key) + "=";
    if (field.kind == Field::Kind::kText) {
      row += field.text;
    } else if (field.kind == Field::Kind::kTruth) {
      row += field.integer != 0 ? "true" : "false";
    } else {
      row += is_time ? rounded_text(field.integer) : std::to_string(field.integer);
    }
  }
  while (row.ends_with(' ')) row.pop_back();
  if (row.size() > kLongestRow) row = row.substr(0, kLongestRow) + "...";
  return row;
}

// The moment that a line begins with.
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

void read_back(const std::filesystem::path& file, std::vector<Trace>& traces) {
  std::ifstream events(file);
  for (std::string line; std::getline(events, line);) {
    for (Trace& trace : traces) {
      const bool is_about = line.find(trace.host) != std::string::npos ||
                            (!trace.record.empty() && line.find(trace.record) != std::string::npos);
      if (!is_about || moment_of(line) > trace.witness.until) continue;
      trace.lines.push_back(line);
      if (trace.lines.size() > kEventsShown) trace.lines.pop_front();
    }
  }
}

void tell(const Trace& trace, const std::filesystem::path& file) {
  std::vector<std::string>& details = trace.oracle->details;
  if (trace.lines.empty()) {
    details.push_back("no event of " + trace.witness.host + " up to " + moment_text(trace.witness.until));
  } else {
    details.push_back("what led there, " + trace.witness.host + " up to " + moment_text(trace.witness.until) + ":");
    for (const std::string& line : trace.lines) details.push_back(event_row(line));
  }
  std::string command = "look closer: grep -e '" + trace.host + "'";
  if (!trace.record.empty()) command += " -e '" + trace.record + "'";
  details.push_back(command + " " + file.string());
}

}  // namespace

void add_evidence(const Plan& plan, const std::filesystem::path& directory, std::vector<OracleResult>& oracles) {
  if (directory.empty()) return;
  std::vector<Trace> traces;
  for (OracleResult& oracle : oracles) {
    if (oracle.passed) continue;
    for (const Witness& witness : oracle.witnesses) {
      Trace trace;
      trace.oracle = &oracle;
      trace.witness = witness;
      trace.host = "\"host\":\"" + witness.host + "\"";
      if (const std::optional<std::string> name = device_name_of(plan, witness.host)) {
        trace.record = "\"sip:" + *name + "@";
      }
      traces.push_back(std::move(trace));
    }
  }
  if (traces.empty()) return;
  const std::filesystem::path file = directory / "events.jsonl";
  read_back(file, traces);
  for (const Trace& trace : traces) tell(trace, file);
}

}  // namespace dialtone
