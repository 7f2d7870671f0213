#include "scenarios/language/reference/explain.h"

#include <algorithm>
#include <array>
#include <functional>

#include "call_agent_sim/registrar/registrar_quirks.h"
#include "device_sim/model/quirks.h"
#include "prov_server/provisioning_quirks.h"
#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/reference/language_keys.h"
#include "scenarios/language/reference/reference_text.h"

namespace dialtone {
namespace {

std::string_view take_part(std::string_view& path) {
  const std::size_t dot = std::min(path.find('.'), path.size());
  const std::string_view part = path.substr(0, dot);
  path.remove_prefix(std::min(dot + 1, path.size()));
  return part;
}

// True if `word` is the path, with any name in place of each *, or the end of the path.
bool is_called(std::string_view path, std::string_view word) {
  if (word.empty()) return false;
  if (path.ends_with(word) && (path.size() == word.size() || path[path.size() - word.size() - 1] == '.')) return true;
  while (!path.empty() && !word.empty()) {
    const std::string_view part = take_part(path);
    if (part != take_part(word) && part != "*") return false;
  }
  return path.empty() && word.empty();
}

using VisitKey = std::function<void(const KeyFacts& facts, const std::string& path)>;

void visit_keys(const std::vector<KeyFacts>& keys, const std::string& above, const VisitKey& visit) {
  for (const KeyFacts& each : keys) {
    const std::string path = above.empty() ? std::string(each.key.name) : above + "." + std::string(each.key.name);
    visit(each, path);
    visit_keys(each.keys, path, visit);
  }
}

void visit_all_keys(const VisitKey& visit) {
  for (const KeySection& section : language_keys()) visit_keys(section.keys, std::string(section.path), visit);
}

constexpr std::array kEventSources{EventSource::kDevice, EventSource::kProvisioning, EventSource::kCallAgent,
                                   EventSource::kProxy, EventSource::kRun};

std::string_view recorder(EventSource source) {
  switch (source) {
    case EventSource::kDevice: return "devices";
    case EventSource::kProvisioning: return "the provisioning server";
    case EventSource::kCallAgent: return "call agents";
    case EventSource::kProxy: return "proxies";
    case EventSource::kRun: return "the run itself";
  }
  std::abort();
}

std::string event_text(std::string_view event) {
  std::string text;
  for (const EventSource source : kEventSources) {
    for (const EventForm& form : event_forms()) {
      if (form.event->name != event || !form.event->sources.has(source)) continue;
      text += "  of " + std::string(recorder(source)) + ", with" + (form.fields.empty() ? "out fields" : "");
      for (const FieldOfEvent& each : form.fields) text += " " + std::string(each.field->key);
      text += ": " + std::string(form.event->meaning) + "\n";
    }
  }
  return text.empty() ? text : std::string(event) + ", an event\n" + text;
}

template <typename Table>
void add_quirk(std::string_view word, std::string_view whose, const Table& table, std::vector<std::string>& texts) {
  for (const auto& each : table) {
    if (each.name != word) continue;
    texts.push_back(std::string(word) + ", a quirk of " + std::string(whose) + "\n  " + std::string(each.does) + "\n");
  }
}

}  // namespace

std::vector<std::string> explanations_of(std::string_view word) {
  // The second call agent has the same keys as the first, so explain those.
  constexpr std::string_view kSecond = "servers.backup_call_agent.";
  if (word.starts_with(kSecond)) {
    return explanations_of("servers.call_agent." + std::string(word.substr(kSecond.size())));
  }
  std::vector<std::string> texts;
  visit_all_keys([&](const KeyFacts& facts, const std::string& path) {
    if (is_called(path, word)) texts.push_back(explanation_of(facts, path));
  });
  if (std::string event = event_text(word); !event.empty()) texts.push_back(std::move(event));
  add_quirk(word, "devices", device_quirks(), texts);
  add_quirk(word, "the provisioning server", kProvisioningQuirks, texts);
  add_quirk(word, "call agents", kRegistrarQuirks, texts);
  return texts;
}

std::vector<std::string> explained_words() {
  std::vector<std::string> words;
  visit_all_keys([&](const KeyFacts&, const std::string& path) { words.push_back(path); });
  words.insert(words.end(), event_names().begin(), event_names().end());
  for (const auto& quirk : device_quirks()) words.emplace_back(quirk.name);
  for (const auto& quirk : kProvisioningQuirks) words.emplace_back(quirk.name);
  for (const auto& quirk : kRegistrarQuirks) words.emplace_back(quirk.name);
  return words;
}

}  // namespace dialtone
