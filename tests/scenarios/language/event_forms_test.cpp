// The forms of events are those that runs record, that the words have and that the reference describes.
#include "scenarios/language/event_forms.h"
#include "tests/build_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "scenarios/engine/run.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/language/event_fields.h"
#include "scenarios/language/expectation_words.h"
#include "scenarios/language/plan.h"
#include "scenarios/language/scenario_reader.h"
#include "scenarios/language/server_kind.h"
#include "scenarios/oracles/read_event.h"
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
    return form.event == event && form.source == source &&
           (field.empty() ||
            (" " + std::string(form.fields) + " ").find(" " + std::string(field) + " ") != std::string::npos);
  });
}

// What a run of the scenario has recorded that no form knows.
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

TEST(EventForms, AreThoseThatTheCatalogRecords) {
  std::set<std::string> seen;
  for (const auto& entry : std::filesystem::directory_iterator(DIALTONE_SOURCE_DIR "/scenarios/catalog")) {
    const std::string name = entry.path().filename().string();
    // A matrix has cases in place of a run.
    if (!name.ends_with(".yaml") || name == "every-way-in.yaml") continue;
    EXPECT_THAT(unknown_in(entry.path(), seen), testing::IsEmpty()) << name;
  }
  EXPECT_GE(seen.size(), 35U);
}

TEST(EventForms, HaveEveryEventAndField) {
  std::set<std::string_view> events;
  std::set<std::string_view> fields;
  for (const EventForm& form : event_forms()) {
    events.insert(form.event);
    for (const std::string_view field : fields_of(form.event, Whose::kAnybody)) fields.insert(field);
  }
  EXPECT_EQ(events, std::set<std::string_view>(kEventNames.begin(), kEventNames.end()));
  const std::vector<std::string_view> known = texts_of(kEventFields);
  EXPECT_EQ(fields, std::set<std::string_view>(known.begin(), known.end()));
}

// Whether the source text records an event of that name, and not only looks for one.
bool records(const std::string& text, std::string_view event) {
  const std::string name = '"' + std::string(event) + '"';
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::string before = text.substr(at - std::min<std::size_t>(at, 16), std::min<std::size_t>(at, 16));
    if (!before.ends_with("== ") && !before.ends_with("hash_text(")) return true;
  }
  return false;
}

// 10 A6
TEST(EventForms, AreOfEventsThatTheirPartyRecords) {
  namespace fs = std::filesystem;
  const std::map<EventSource, std::vector<std::string>> folders{
      {EventSource::kDevice, {"device_sim", "world", "scenarios/engine"}},
      {EventSource::kProvisioning, {"prov_server", "world", "scenarios/engine"}},
      {EventSource::kCallAgent, {"call_agent_sim", "world", "scenarios/engine"}},
      {EventSource::kProxy, {"scenarios/middlebox", "scenarios/engine"}},
      {EventSource::kRun, {"scenarios/engine"}}};
  std::map<std::string, std::string> texts;
  for (const auto& [source, names] : folders) {
    for (const std::string& folder : names) {
      if (texts.contains(folder)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(DIALTONE_SOURCE_DIR) / folder)) {
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        texts[folder] += text.str();
      }
    }
  }
  for (const EventForm& form : event_forms()) {
    const std::vector<std::string>& names = folders.at(form.source);
    EXPECT_TRUE(std::ranges::any_of(names, [&](const std::string& each) { return records(texts[each], form.event); }))
        << form.event;
  }
  for (const std::string_view event : kUnrecordedEventNames) {
    for (const auto& [folder, text] : texts) {
      EXPECT_FALSE(records(text, event)) << event << " is recorded in " << folder << ": it needs a form";
    }
  }
}

TEST(EventForms, KnowWhatTheProvisioningServerTellsOfARequestToo) {
  std::vector<std::string_view> twice;
  std::copy_if(kEventNames.begin(), kEventNames.end(), std::back_inserter(twice), is_told_twice);
  EXPECT_THAT(twice, testing::UnorderedElementsAre("provision.request", "provision.challenged", "provision.accepted",
                                                   "provision.refused"));
}

TEST(EventForms, AreDescribedInTheReference) {
  std::ifstream file(DIALTONE_SOURCE_DIR "/docs/events.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string reference = text.str();
  for (const EventForm& form : event_forms()) {
    // `| `name.failed` | devices | `duration`, `name`, `reason` | ... |`
    constexpr std::string_view kSources[] = {"devices", "provisioning", "call agents", "proxies", "the run"};
    std::string row =
        "| `" + std::string(form.event) + "` | " + std::string(kSources[static_cast<std::size_t>(form.source)]) + " | ";
    std::stringstream fields{std::string(form.fields)};
    std::string list;
    for (std::string field; fields >> field;) list += (list.empty() ? "`" : ", `") + field + "`";
    EXPECT_NE(reference.find(row + list + " |"), std::string::npos) << row << list << " |";
  }
  for (const std::string_view field : texts_of(kEventFields)) {
    EXPECT_NE(reference.find("\n| `" + std::string(field) + "` | "), std::string::npos) << field;
  }
}

TEST(EventForms, KnowWhoseAnEventIs) {
  EXPECT_EQ(cannot_be_of("registration.rejected", Whose::kAnybody), std::nullopt);
  EXPECT_EQ(cannot_be_of("binding.added", Whose::kDevices), std::nullopt) << "it is about one";
  EXPECT_EQ(cannot_be_of("provision.limited", Whose::kDevices), "no device records 'provision.limited'");
  EXPECT_EQ(cannot_be_of("no.such", Whose::kDevices), std::nullopt);
  EXPECT_EQ(whose("devices"), Whose::kDevices);
  EXPECT_EQ(whose("backup_call_agent"), Whose::kCallAgent);
  EXPECT_TRUE(is_devices_own("clock.changed"));
  EXPECT_FALSE(is_devices_own("binding.added"));
}

}  // namespace
}  // namespace dialtone
