#include "scenarios/language/parties/device_list.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/scenario_reader.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

// Has a temporary directory, which is removed at the end.
class DeviceListFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "scenario-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  void TearDown() override { fs::remove_all(path_); }

  std::string put(const std::string& name, std::string_view text) const {
    const fs::path path = path_ / name;
    std::ofstream(path) << text;
    return path.string();
  }
  fs::path path_;
};

TEST_F(DeviceListFiles, ReadsAPlansDevicesFromTheFileBesideIt) {
  put("homes.devices.csv", "\xEF\xBB\xBFname,index,power_on,blackout\r\nhomes-0001,0,1.5s,7s\r\nhomes-0006,5,2s,\r\n");
  const std::string path = put("plan.yaml", R"(scenario: s
fleet:
  homes: { devices: homes.devices.csv }
  offices:
    devices:
      - { name: offices-0001, index: 0, power_on: 3s }
faults:
  evening: { target: offices, at: 1s, do: { power_off: { off_for: 1s } } }
  blackout: { target: homes, at: 1s, do: { power_cut: { off_for: 1s } } }
)");
  const ScenarioResult scenario = read_scenario_file(path);
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  const Group& homes = scenario->fleet[0];
  EXPECT_EQ(homes.count, 2U);
  ASSERT_TRUE(homes.devices.has_value());
  EXPECT_EQ((*homes.devices)[0].name, "homes-0001");
  EXPECT_EQ((*homes.devices)[0].power_on, Moment(milliseconds(1500)));
  EXPECT_EQ((*homes.devices)[0].fault_times, (std::vector<Moment>{kNever, Moment(seconds(7))}));
  EXPECT_EQ((*homes.devices)[1].index, 5U);
  EXPECT_EQ((*homes.devices)[1].fault_times, (std::vector<Moment>{kNever, kNever}));
  EXPECT_EQ((*scenario->fleet[1].devices)[0].fault_times, (std::vector<Moment>{kNever, kNever}));
}

TEST_F(DeviceListFiles, TellsWhatIsWrongWithAPlansDevices) {
  const std::string head = R"(scenario: s
faults: { blackout: { target: homes, at: 1s, do: { power_cut: { off_for: 1s } } } }
fleet:
)";
  const std::string csv = put("d.csv", "");
  const std::string duration = " must be a duration such as 250ms, 90s, 15m or 1h, not ";
  struct Case {
    std::string fleet;
    std::string csv;
    std::string said;  // `P` and `C` stand for the paths
  };
  const std::vector<Case> cases{
      {"  homes: { devices: 5 }\n", "",
       "P:4:21: 'devices' must be a list, or the name of a CSV file beside the scenario, not '5'\n"},
      {"  homes: { devices: ../d.csv }\n", "",
       "P:4:21: 'devices' must be a list, or the name of a CSV file beside the scenario, not '../d.csv'\n"},
      {"  homes: { devices: e.csv }\n", "", "P:4:21: 'e.csv': cannot be read: No such file or directory\n"},
      {"  homes: { devices: [] }\n", "", "P:4:21: at least one device is wanted\n"},
      {"  homes: { devices: d.csv }\n", "name,index,power_on\n", "P:4:21: at least one device is wanted\n"},
      {"  homes: { devices: d.csv }\n", "", "C:1:1: the column 'name' is wanted here, not ''\n"},
      {"  homes: { devices: d.csv }\n", "name,index\n", "C:1:12: the column 'power_on' is wanted here, not ''\n"},
      {"  homes: { devices: d.csv }\n", "name,index,power_on,blackuot\n",
       "C:1:21: there is no fault 'blackuot' of homes; did you mean 'blackout'?\n"},
      {"  homes: { devices: d.csv }\n", "name,index,power_on,blackout,blackout\n",
       "C:1:30: the column 'blackout' is already there\n"},
      {"  homes: { devices: d.csv }\n", "name,index,power_on,blackout\nA,x,1,6m\n",
       "C:2:1: 'A' is no device's name: lower-case letters, digits and '-', beginning with a letter, at most 64 bytes\n"
       "C:2:3: index must be a whole number from 0 to 999999, not 'x'\n"
       "C:2:5: power_on" +
           duration +
           "'1'\n"
           "C:2:7: blackout must be from 0s to 5m, not '6m'\n"},
      {"  homes: { devices: d.csv }\n", "name,index,power_on\na,0\na,0,1s,2s\n",
       "C:2:5: 3 cells are wanted in each line\nC:3:8: 3 cells are wanted in each line\n"},
      {"  homes: { devices: d.csv }\n", "name,index,power_on\nhomes-0001,0,1s\nhomes-0001,0,2s\n",
       "P:4:3: two devices of 'homes' have index 0\n"},
      {"  homes: { devices: d.csv }\n  other: { count: 1 }\n",
       "name,index,power_on\n"
       "other-0001,0,1s\ncall-agent,1,1s\n",
       "P:4:3: the device of 'homes' with index 0 is called 'homes-0001', not 'other-0001'\n"
       "P:4:3: the device of 'homes' with index 1 is called 'homes-0002', not 'call-agent'\n"},
      {"  homes: { count: 1, power_on: { at: 1s }, devices: [{ name: a, index: 0, power_on: 1s }] }\n", "",
       "P:4:12: 'count' must be absent where there are 'devices'\n"
       "P:4:22: 'power_on' must be absent where there are 'devices'\n"},
      {"  homes: { devices: [{ name: a, index: 0 }, 5, { name: b, index: 2, power_on: 1s, faults: { x: 1s } }] }\n", "",
       "P:4:22: 'power_on' is missing in a device\n"
       "P:4:45: a device must be a map such as { name: homes-0001, index: 0, power_on: 1.2s }\n"
       "P:4:93: unknown key 'x' in 'faults'\n"},
  };
  for (const Case& wrong : cases) {
    SCOPED_TRACE(wrong.fleet + wrong.csv);
    put("d.csv", wrong.csv);
    const std::string path = put("plan.yaml", head + wrong.fleet);
    const ScenarioResult scenario = read_scenario_file(path);
    std::string expected;
    for (std::size_t i = 0; i < wrong.said.size(); ++i) {
      const bool line_begin = i == 0 || wrong.said[i - 1] == '\n';
      expected += !line_begin ? std::string(1, wrong.said[i]) : wrong.said[i] == 'C' ? csv : path;
    }
    ASSERT_FALSE(scenario.ok());
    std::string told = to_text(scenario.error());
    EXPECT_EQ(told, expected);
  }
}

TEST_F(DeviceListFiles, SaysWhyAFileCannotBeRead) {
  const std::string missing = (path_ / "missing.yaml").string();
  EXPECT_EQ(to_text(read_scenario_file(missing).error()), missing + ": cannot be read: No such file or directory\n");
  EXPECT_EQ(to_text(read_scenario_file(path_.string()).error()), path_.string() + ": cannot be read: Is a directory\n");
  EXPECT_EQ(to_text(read_scenario_file("/dev/zero").error()), "/dev/zero: larger than 4194304 bytes\n");
}

TEST(DeviceList, SurvivesEveryTruncation) {
  Scenario scenario;
  Fault& blackout = scenario.faults.emplace_back();
  blackout.name = "blackout";
  blackout.target = "homes";
  Group group;
  group.name = "homes";
  group.devices.emplace();
  for (std::uint64_t index = 0; index < 5; ++index) {
    group.devices->push_back(
        {"homes-" + std::to_string(index), index, Moment(milliseconds(index)), {Moment(seconds(3))}});
  }
  const std::string whole = write_devices_csv(scenario, group);
  const DeviceListContext context{scenario.faults, "homes", scenario.duration};
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    Diagnostics diagnostics("s.yaml", {});
    const std::vector<PlannedDevice> devices =
        parse_devices_csv(std::string_view(whole).substr(0, length), "d.csv", context, diagnostics);
    EXPECT_LE(devices.size(), 5U);
    if (length == whole.size()) EXPECT_TRUE(diagnostics.empty());
  }
}

}  // namespace
}  // namespace dialtone
