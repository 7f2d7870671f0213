#include "scenarios/language/parties/device_list.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <optional>

#include "scenarios/language/document/yaml_cursor.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestDeviceName = 64;

// The indices of the faults that target the group.
std::vector<std::size_t> faults_of(const std::vector<Fault>& faults, std::string_view group) {
  std::vector<std::size_t> found;
  for (std::size_t number = 0; number < faults.size(); ++number) {
    if (targets(faults[number], group)) found.push_back(number);
  }
  return found;
}

std::string not_a_device_name(std::string_view text) {
  return in_quotes(text) +
         " is no device's name: lower-case letters, digits and '-', beginning with a letter, at most " +
         std::to_string(kLongestDeviceName) + " bytes";
}

PlannedDevice read_device(const YamlNode& item, const DeviceListContext& context, Diagnostics& diagnostics) {
  PlannedDevice device;
  device.fault_times.assign(context.faults.size(), kNever);
  if (item.kind != YamlNode::Kind::kMap) {
    diagnostics.report(item.origin, "a device must be a map such as { name: homes-0001, index: 0, power_on: 1.2s }");
    return device;
  }
  MapCursor map(item, "a device", item.origin, diagnostics);
  if (map.require("name")) {
    const std::optional<std::string> name = map.text("name");
    if (name && !is_scenario_name(*name, kLongestDeviceName)) {
      diagnostics.report(item.find("name")->origin, not_a_device_name(*name));
    }
    device.name = name.value_or("");
  }
  if (map.require("index")) device.index = map.number("index", 0, kMostDevicesInGroup - 1).value_or(0);
  const DurationRange range{.most = context.duration};
  if (map.require("power_on")) device.power_on = Moment(map.duration("power_on", range).value_or(Duration{}));
  if (std::optional<MapCursor> times = map.map("faults")) {
    for (const std::size_t number : faults_of(context.faults, context.group)) {
      const std::optional<Duration> time = times->duration(context.faults[number].name, range);
      if (time) device.fault_times[number] = Moment(*time);
    }
    times->refuse_unknown();
  }
  map.refuse_unknown();
  return device;
}

// Reads one line of a CSV file, cell by cell.
class DeviceCsvLine {
 public:
  explicit DeviceCsvLine(std::string_view line) : line_(line) {}

  bool more() const { return at_ <= line_.size(); }
  // The number of the next cell in its line, from 1.
  int column() const { return static_cast<int>(at_ + 1); }
  std::string_view next() {
    const std::size_t comma = std::min(line_.find(',', at_), line_.size());
    const std::string_view cell = line_.substr(at_, comma - at_);
    at_ = comma + 1;
    return cell;
  }

 private:
  std::string_view line_;
  std::size_t at_ = 0;
};

class DeviceCsvReader {
 public:
  DeviceCsvReader(std::string_view csv, std::string path, const DeviceListContext& context, Diagnostics& diagnostics)
      : rest_(csv), path_(std::move(path)), context_(context), diagnostics_(diagnostics) {
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  std::vector<PlannedDevice> read() {
    std::vector<PlannedDevice> devices;
    if (!read_header()) return devices;
    while (!rest_.empty() && !diagnostics_.full()) {
      if (devices.size() == kMostDevicesInGroup) {
        report(1, "more than " + std::to_string(kMostDevicesInGroup) + " devices");
        break;
      }
      devices.push_back(read_device_line());
    }
    return devices;
  }

 private:
  enum DeviceColumn : std::size_t { kName, kIndex, kPowerOn, kFirstFault };

  std::string_view next_line() {
    ++line_;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  void report(int column, std::string message) { diagnostics_.report(path_, {line_, column}, std::move(message)); }

  bool read_header() {
    std::vector<std::string_view> expected{"name", "index", "power_on"};
    const std::vector<std::size_t> numbers = faults_of(context_.faults, context_.group);
    for (const std::size_t number : numbers) expected.push_back(context_.faults[number].name);
    DeviceCsvLine line(next_line());
    for (std::size_t i = 0; line.more() || i < kFirstFault; ++i) {
      const int column = line.column();
      const std::string_view cell = line.more() ? line.next() : std::string_view();
      if (i < kFirstFault && cell != expected[i]) {
        report(column, "the column " + in_quotes(expected[i]) + " is wanted here, not " + in_quotes(cell));
        return false;
      }
      if (i < kFirstFault) continue;
      const auto found = std::find(expected.begin() + kFirstFault, expected.end(), cell);
      if (found == expected.end()) {
        report(column, "there is no fault " + in_quotes(cell) + " of " + context_.group + did_you_mean(cell, expected));
        return false;
      }
      const std::size_t number = numbers[static_cast<std::size_t>(found - expected.begin()) - kFirstFault];
      if (std::find(fault_columns_.begin(), fault_columns_.end(), number) != fault_columns_.end()) {
        report(column, "the column " + in_quotes(cell) + " is already there");
        return false;
      }
      fault_columns_.push_back(number);
    }
    columns_ = kFirstFault + fault_columns_.size();
    return true;
  }

  PlannedDevice read_device_line() {
    PlannedDevice device;
    device.fault_times.assign(context_.faults.size(), kNever);
    DeviceCsvLine line(next_line());
    std::size_t cells = 0;
    for (; line.more() && cells < columns_; ++cells) {
      const int column = line.column();
      read_cell(cells, line.next(), column, device);
    }
    if (line.more() || cells < columns_) {
      report(line.column(), std::to_string(columns_) + " cells are wanted in each line");
    }
    return device;
  }

  void read_cell(std::size_t number, std::string_view cell, int column, PlannedDevice& device) {
    if (number == kName) {
      if (!is_scenario_name(cell, kLongestDeviceName)) report(column, not_a_device_name(cell));
      device.name = cell;
    } else if (number == kIndex) {
      const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), device.index);
      if (error == std::errc() && end == cell.data() + cell.size() && device.index < kMostDevicesInGroup) return;
      report(column, "index must be a whole number from 0 to 999999, not " + in_quotes(cell));
    } else if (number == kPowerOn) {
      device.power_on = read_time(cell, column, "power_on");
    } else if (!cell.empty()) {
      const std::size_t fault = fault_columns_[number - kFirstFault];
      device.fault_times[fault] = read_time(cell, column, context_.faults[fault].name);
    }
  }

  Moment read_time(std::string_view cell, int column, const std::string& name) {
    const Result<Duration> time = parse_duration_within(cell, {.most = context_.duration});
    if (time) return Moment(*time);
    report(column, name + " " + time.error().reason);
    return Moment{};
  }

  std::string_view rest_;
  std::string path_;
  const DeviceListContext& context_;
  Diagnostics& diagnostics_;
  std::vector<std::size_t> fault_columns_;  // for each column after power_on, the fault's index
  std::size_t columns_ = 0;
  int line_ = 0;
};

}  // namespace

std::vector<PlannedDevice> read_devices(const YamlNode& list, const DeviceListContext& context,
                                        Diagnostics& diagnostics) {
  std::vector<PlannedDevice> devices;
  devices.reserve(list.items.size());
  for (const YamlNode& item : list.items) devices.push_back(read_device(item, context, diagnostics));
  return devices;
}

std::vector<PlannedDevice> parse_devices_csv(std::string_view csv, const std::string& path,
                                             const DeviceListContext& context, Diagnostics& diagnostics) {
  return DeviceCsvReader(csv, path, context, diagnostics).read();
}

std::string write_devices_csv(const Scenario& scenario, const Group& group) {
  assert(group.devices);
  const std::vector<std::size_t> numbers = faults_of(scenario.faults, group.name);
  std::string csv = "name,index,power_on";
  for (const std::size_t number : numbers) csv += "," + scenario.faults[number].name;
  csv += "\n";
  for (const PlannedDevice& device : *group.devices) {
    csv += device.name + "," + std::to_string(device.index) + "," + to_text(device.power_on - Moment{});
    for (const std::size_t number : numbers) {
      csv += ",";
      if (number < device.fault_times.size() && device.fault_times[number] != kNever) {
        csv += to_text(device.fault_times[number] - Moment{});
      }
    }
    csv += "\n";
  }
  return csv;
}

}  // namespace dialtone
