// Runs record only declared events, and docs/events.md is generated from the declarations.
#include "scenarios/language/names/event_forms.h"
#include "tests/build_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/oracles/known/read_event.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

EventSource source_of(const Scenario& scenario, std::string_view host) {
  if (group_of_host(scenario.fleet, host)) return EventSource::kDevice;
  const std::optional<ServerKind> server = server_on_host(host);
  if (server) return *server == ServerKind::kProvisioning ? EventSource::kProvisioning : EventSource::kCallAgent;
  return host.starts_with("proxy-") ? EventSource::kProxy : EventSource::kRun;
}

bool has_form(std::string_view event, EventSource source, std::string_view field) {
  return std::ranges::any_of(event_forms(), [&](const EventForm& form) {
    return form.event->name == event && form.event->sources.has(source) &&
           (field.empty() ||
            std::ranges::any_of(form.fields, [&](const FieldOfEvent& each) { return each.field->key == field; }));
  });
}

// Returns the names of the events of a run that have no form.
std::set<std::string> unknown_in(const std::filesystem::path& path, std::set<std::string>& seen) {
  const TemporaryFolder folder;
  ScenarioResult scenario = read_scenario_file(path, {});
  if (!scenario) return {path.string() + " cannot be read"};
  const Plan plan = make_plan(*std::move(scenario));
  RunOptions options;
  options.directory = folder.path();
  static_cast<void>(run_plan(plan, options));
  std::set<std::string> unknown;
  std::ifstream events(folder.path() / "events.jsonl");
  for (std::string line; std::getline(events, line);) {
    const Result<ReadEvent> event = ReadEvent::parse(line);
    if (!event) return {line};
    const RecordedEvent view = event->view();
    const EventSource source = source_of(plan.scenario, view.host);
    seen.emplace(view.name);
    if (!has_form(view.name, source, "")) unknown.insert(std::string(view.name) + " of " + std::string(view.host));
    for (const Field& field : view.fields) {
      if (!has_form(view.name, source, field.key)) {
        unknown.insert(std::string(view.name) + " of " + std::string(view.host) + ": " + std::string(field.key));
      }
    }
  }
  return unknown;
}

// True for a scenario with a matrix, which is several runs.
bool makes_several_runs(const std::filesystem::path& path) {
  std::stringstream content;
  content << std::ifstream(path).rdbuf();
  return content.str().find("\nmatrix:") != std::string::npos;
}

TEST(EventForms, AreThoseThatTheCatalogRecords) {
  std::set<std::string> seen;
  for (const auto& entry : std::filesystem::directory_iterator(DIALTONE_SOURCE_DIR "/scenarios/catalog")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".yaml") || makes_several_runs(entry.path())) continue;
    EXPECT_THAT(unknown_in(entry.path(), seen), testing::IsEmpty()) << name;
  }
  EXPECT_GE(seen.size(), 35U);
}

// Returns the text of all sources below a folder.
std::string sources_below(const std::string& folder) {
  std::string text;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(DIALTONE_SOURCE_DIR "/" + folder)) {
    if (entry.path().extension() != ".cpp") continue;
    std::stringstream content;
    content << std::ifstream(entry.path()).rdbuf();
    text += content.str();
  }
  return text;
}

struct DeclaredStruct {
  // The C++ type, `device_events::PowerOn`.
  std::string type;
  // The event's name, `device.power_on`.
  std::string event;
};

// Finds the events that a header declares by searching its text.
std::vector<DeclaredStruct> structs_in(const std::filesystem::path& header) {
  static const std::regex namespace_form(R"re(namespace (?:dialtone::)?(\w+_events) \{)re");
  static const std::regex struct_form(R"re(struct (\w+) \{\s+static constexpr EventOf<List> kEvent\{\s*"([^"]+)")re");
  std::stringstream content;
  content << std::ifstream(header).rdbuf();
  const std::string text = content.str();
  std::smatch space;
  std::vector<DeclaredStruct> found;
  if (!std::regex_search(text, space, namespace_form)) return found;
  for (std::sregex_iterator each(text.begin(), text.end(), struct_form), end; each != end; ++each) {
    found.push_back({space[1].str() + "::" + (*each)[1].str(), (*each)[2]});
  }
  return found;
}

// True if the text records an event of this type, rather than only looks for one.
bool records(const std::string& text, const std::string& type) {
  for (std::size_t at = text.find(type); at != std::string::npos; at = text.find(type, at + 1)) {
    const std::string after = text.substr(at + type.size(), 2);
    if (after.starts_with("{")) return true;
    const std::string before = text.substr(0, at);
    if (after == ">(" && !before.ends_with("is<") && !before.ends_with("add_events<")) return true;
  }
  return false;
}

TEST(EventForms, AreOfEventsThatSomebodyRecords) {
  std::string text;
  for (const char* folder : {"world", "device_sim", "prov_server", "call_agent_sim", "scenarios"}) {
    text += sources_below(folder);
  }
  std::size_t declared = 0;
  for (const char* folder : {"world", "device_sim", "prov_server", "call_agent_sim", "scenarios"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(DIALTONE_SOURCE_DIR "/" + std::string(folder))) {
      if (!entry.path().filename().string().ends_with("_events.h")) continue;
      for (const DeclaredStruct& each : structs_in(entry.path())) {
        ++declared;
        EXPECT_TRUE(records(text, each.type)) << each.event << " is declared, and nobody records it";
        EXPECT_TRUE(
            std::ranges::any_of(event_forms(), [&](const auto& form) { return form.event->name == each.event; }))
            << each.event << " is declared, and stands in no list";
      }
    }
  }
  EXPECT_EQ(declared, event_forms().size());
}

TEST(EventForms, KnowWhatTheProvisioningServerTellsOfARequestToo) {
  std::vector<std::string_view> twice;
  std::ranges::copy_if(event_names(), std::back_inserter(twice), is_told_twice);
  EXPECT_THAT(twice, testing::UnorderedElementsAre("provision.request", "provision.challenged", "provision.accepted",
                                                   "provision.refused"));
}

TEST(EventForms, KnowWhoseAnEventIs) {
  EXPECT_EQ(cannot_be_of("registration.rejected", EventOwner::kAnybody), std::nullopt);
  EXPECT_EQ(cannot_be_of("binding.added", EventOwner::kDevices), std::nullopt) << "it is about one";
  EXPECT_EQ(cannot_be_of("provision.limited", EventOwner::kDevices), "no device records 'provision.limited'");
  EXPECT_EQ(cannot_be_of("no.such", EventOwner::kDevices), std::nullopt);
  EXPECT_EQ(owner_of("devices"), EventOwner::kDevices);
  EXPECT_EQ(owner_of("backup_call_agent"), EventOwner::kCallAgent);
  EXPECT_TRUE(is_devices_own("clock.changed"));
  EXPECT_FALSE(is_devices_own("binding.added"));
}

}  // namespace
}  // namespace dialtone
