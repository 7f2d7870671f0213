#include "device_sim/life/fleet_summary.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <vector>

#include "world/events/event_line.h"

namespace dialtone {
namespace {

constexpr std::array<int, 3> kPercentiles{50, 95, 99};

// Returns the percentile: the smallest value that at least `percent` percent of the values do not exceed.
Duration percentile(const std::vector<Duration>& sorted, int percent) {
  const std::size_t rank = (sorted.size() * static_cast<std::size_t>(percent) + 99) / 100;
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

std::string in_milliseconds(Duration duration) {
  return to_text(Duration(std::chrono::duration_cast<std::chrono::milliseconds>(duration)));
}

std::string decimal(double number) {
  std::array<char, 32> digits{};
  const auto [end, error] =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, 3);
  return error == std::errc() ? std::string(digits.data(), end) : "0";
}

std::string seconds(Duration duration) { return decimal(std::chrono::duration<double>(duration).count()); }

void append_text(std::string& json, std::string_view key, std::string_view value) {
  json += "  \"" + std::string(key) + "\": ";
  append_json_string(json, value);
  json += ",\n";
}

void append_bare(std::string& json, std::string_view key, std::string_view value) {
  json += "  \"" + std::string(key) + "\": " + std::string(value) + ",\n";
}

}  // namespace

std::string summary_line(const DeviceFleet& fleet, const FleetRun& run) {
  std::string line = std::to_string(fleet.registered()) + " of " + std::to_string(fleet.planned()) +
                     " devices registered after " + in_milliseconds(run.wall_time);
  const std::vector<Duration> lifecycles = fleet.lifecycles();
  if (lifecycles.empty()) return line;
  line += "; from power-on to registered";
  std::string_view separator = " ";
  for (const int percent : kPercentiles) {
    line +=
        std::string(separator) + "p" + std::to_string(percent) + " " + in_milliseconds(percentile(lifecycles, percent));
    separator = ", ";
  }
  return line;
}

std::string summary_json(const DeviceFleet& fleet, const FleetRun& run) {
  std::string json = "{\n";
  append_text(json, "result", run.result);
  append_bare(json, "seed", std::to_string(run.seed));
  append_text(json, "started", run.started);
  append_bare(json, "wall_seconds", seconds(run.wall_time));
  append_bare(json, "timer_lag_p99_ms", decimal(run.timer_lag_p99_ms));
  append_bare(json, "devices",
              "{\"planned\": " + std::to_string(fleet.planned()) + ", \"powered_on\": " +
                  std::to_string(fleet.powered_on()) + ", \"provisioned\": " + std::to_string(fleet.provisioned()) +
                  ", \"registered\": " + std::to_string(fleet.registered()) + "}");
  const std::vector<Duration> lifecycles = fleet.lifecycles();
  std::string spread;
  for (const int percent : kPercentiles) {
    if (lifecycles.empty()) break;
    spread += (spread.empty() ? "\"p" : ", \"p") + std::to_string(percent) +
              "\": " + seconds(percentile(lifecycles, percent));
  }
  append_bare(json, "lifecycle_seconds", "{" + spread + "}");
  std::string names;
  for (const std::string_view name : fleet.missing()) {
    if (!names.empty()) names += ", ";
    append_json_string(names, name);
  }
  append_bare(json, "missing", "[" + names + "]");
  append_text(json, "repeat", run.repeat);
  json.resize(json.size() - 2);
  return json + "\n}\n";
}

}  // namespace dialtone
