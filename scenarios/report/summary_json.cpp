#include "scenarios/report/summary_json.h"

#include "values/hex.h"
#include "world/events/event_line.h"

namespace dialtone {
namespace {

// Writes one JSON object, one member per line.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string indent) : indent_(std::move(indent)) {}

  void text(std::string_view key, std::string_view value) {
    begin(key);
    append_json_string(out_, value);
  }
  void number(std::string_view key, std::uint64_t value) { raw(key, std::to_string(value)); }
  void decimal(std::string_view key, double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.6f", value);
    raw(key, digits);
  }
  void truth(std::string_view key, bool value) { raw(key, value ? "true" : "false"); }
  void raw(std::string_view key, std::string_view json) {
    begin(key);
    out_ += json;
  }
  std::string finish() { return out_ + "\n" + indent_ + "}"; }

 private:
  void begin(std::string_view key) {
    out_ += out_.empty() ? "{" : ",";
    out_ += "\n" + indent_ + "  ";
    append_json_string(out_, key);
    out_ += ": ";
  }
  std::string indent_;
  std::string out_;
};

std::string list(const std::vector<std::string>& items) {
  std::string json = "[";
  for (const std::string& item : items) json += (json.size() == 1 ? "\n    " : ",\n    ") + item;
  return json + (items.empty() ? "]" : "\n  ]");
}

std::string texts(const std::vector<std::string>& values) {
  std::vector<std::string> items;
  for (const std::string& value : values) append_json_string(items.emplace_back(), value);
  return list(items);
}

std::string oracles_json(const RunSummary& summary) {
  std::vector<std::string> items;
  for (const OracleResult& oracle : summary.oracles) {
    ObjectWriter writer("    ");
    writer.text("name", oracle.name);
    writer.text("result", to_text(oracle.verdict));
    writer.text("measured", oracle.measured);
    if (oracle.is_vacuous()) {
      writer.text("why_vacuous", oracle.why_vacuous);
      writer.truth("may_be_vacuous", oracle.may_be_vacuous);
    }
    std::string details;
    for (const std::string& detail : oracle.details) details += (details.empty() ? "" : "\n") + detail;
    writer.text("details", details);
    items.push_back(writer.finish());
  }
  return list(items);
}

std::string stages_json(const RunSummary& summary) {
  std::vector<std::string> items;
  for (const StageFigures& figures : summary.stages) {
    ObjectWriter writer("    ");
    writer.text("stage", to_text(figures.stage));
    writer.number("count", figures.count);
    writer.number("p50_ns", static_cast<std::uint64_t>(figures.p50));
    writer.number("p95_ns", static_cast<std::uint64_t>(figures.p95));
    writer.number("p99_ns", static_cast<std::uint64_t>(figures.p99));
    writer.number("max_ns", static_cast<std::uint64_t>(figures.most));
    items.push_back(writer.finish());
  }
  return list(items);
}

std::string faults_json(const RunSummary& summary) {
  std::vector<std::string> items;
  for (const FaultFigure& fault : summary.faults) {
    ObjectWriter writer("    ");
    writer.text("name", fault.name);
    writer.number("struck", fault.struck);
    if (!fault.why_not.empty()) writer.text("why_not", fault.why_not);
    items.push_back(writer.finish());
  }
  return list(items);
}

std::string devices_json(const RunSummary& summary) {
  ObjectWriter writer("  ");
  writer.number("planned", summary.planned);
  writer.number("powered_on", summary.ever.powered_on);
  writer.number("provisioned", summary.ever.provisioned);
  writer.number("registered", summary.ever.registered);
  writer.number("powered_on_at_end", summary.at_end.powered_on);
  writer.number("provisioned_at_end", summary.at_end.provisioned);
  writer.number("registered_at_end", summary.at_end.registered);
  return writer.finish();
}

double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1e9; }

}  // namespace

std::string summary_json(const RunSummary& summary) {
  ObjectWriter writer("");
  writer.text("scenario", summary.scenario);
  writer.text("world", to_text(summary.world));
  writer.number("seed", summary.seed);
  if (summary.fingerprint) {
    writer.text("fingerprint", hex_text(*summary.fingerprint));
  } else {
    writer.raw("fingerprint", "null");
  }
  writer.text("result", to_text(summary.result));
  writer.raw("reasons", texts(summary.reasons));
  writer.raw("devices", devices_json(summary));
  writer.text("started", to_rfc3339(summary.started));
  writer.decimal("virtual_seconds", seconds(summary.lasted));
  writer.decimal("wall_seconds", seconds(summary.wall));
  writer.decimal("cpu_seconds", seconds(summary.processor));
  writer.decimal("timer_lag_p99_ms", summary.timer_lag_p99_ms);
  writer.number("events", summary.events);
  writer.raw("oracles", oracles_json(summary));
  writer.raw("stages", stages_json(summary));
  writer.raw("faults", faults_json(summary));
  if (!summary.without.empty()) {
    writer.raw("without", texts(summary.without));
    writer.raw("left_out", texts(summary.left_out));
  }
  writer.text("repeat", summary.repeat);
  return writer.finish() + "\n";
}

}  // namespace dialtone
