#include "scenarios/language/keys/key_reader.h"

#include <algorithm>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

const std::vector<std::string_view>& candidates(NameOf what, const ScenarioNames& names) {
  static const std::vector<std::string_view> families(profile_names().begin(), profile_names().end());
  switch (what) {
    case NameOf::kFamily: return families;
    case NameOf::kProfile: return names.profiles;
    case NameOf::kGroup: return names.groups;
    case NameOf::kGroupOrAll:
    case NameOf::kEachOf: return names.groups_or_all;
    case NameOf::kWhose: return names.whose;
    case NameOf::kNat: return names.nats;
    case NameOf::kProxy: return names.proxies;
    case NameOf::kFault: return names.faults;
    case NameOf::kServer: return names.servers;
    case NameOf::kTarget: return names.targets;
    case NameOf::kEvent: break;
  }
  std::abort();
}

}  // namespace

bool KeyReader::is_there(const Key& key) {
  return key.is_required && !map_.knows(key.name) ? map_.require(key.name) : map_.has(key.name);
}

void KeyReader::duration(const Key& key, const Slot<Duration>& slot, const DurationRange& range) {
  if (!is_there(key)) return;
  DurationRange limited = range;
  if (range.is_within_run) limited.most = so_far_->duration;
  if (range.is_before_end) limited.most = so_far_->duration - Duration(1);
  set(key, slot, map_.duration(key.name, limited));
}

void KeyReader::number(const Key& key, const Slot<std::uint64_t>& slot, const NumberRange& range) {
  if (is_there(key)) set(key, slot, map_.number(key.name, range.least, range.most));
}

void KeyReader::probability(const Key& key, const Slot<Probability>& slot) {
  if (is_there(key)) set(key, slot, map_.probability(key.name));
}

void KeyReader::text(const Key& key, const Slot<std::string>& slot, const TextRule& rule) {
  if (!is_there(key)) return;
  std::optional<std::string> text = map_.text(key.name, rule.most);
  if (text && rule.check != nullptr) {
    const Result<void> checked = rule.check(*text);
    if (!checked) map_.faults().report(map_.entry(key.name).value.origin, checked.error().reason);
  }
  set(key, slot, std::move(text));
}

void KeyReader::name(const Key& key, const Slot<std::string>& slot, NameOf what) {
  if (!is_there(key)) return;
  const YamlNode* value = map_.node().find(key.name);
  if (what == NameOf::kEvent) return set(key, slot, read_event_name(map_, key.name));
  if (what == NameOf::kEachOf && is_server(value->text)) {
    return map_.faults().report(value->origin, "a sequence is of devices, each by itself");
  }
  set(key, slot, map_.reference(key.name, called(what), candidates(what, names_)));
}

void KeyReader::spelled(const Key& key, const SpelledSlot& slot) {
  if (!is_there(key)) return;
  const YamlNode* value = map_.scalar(key.name, slot.wanted);
  if (value == nullptr) return;
  const Result<void> read = slot.read(value->text);
  if (read) {
    given_.emplace_back(key.name);
  } else {
    map_.faults().report(value->origin, in_quotes(key.name) + std::string(slot.before_failure) + read.error().reason);
  }
}

void KeyReader::word_at(const Key& key, const Slot<std::size_t>& slot, const std::vector<std::string_view>& words) {
  if (is_there(key)) set(key, slot, map_.word_at(key.name, words));
}

void KeyReader::names_at(const Key& key, const Slot<std::vector<std::size_t>>& slot,
                         std::span<const std::string_view> names) {
  if (!is_there(key)) return;
  const YamlNode* value = map_.take(key.name);
  if (value == nullptr) return;
  std::vector<std::size_t> places;
  const std::vector<YamlNode> one{*value};
  for (const YamlNode& item : value->kind == YamlNode::Kind::kList ? value->items : one) {
    const bool is_word = item.kind == YamlNode::Kind::kScalar;
    const auto found = is_word ? std::find(names.begin(), names.end(), item.text) : names.end();
    if (found != names.end()) {
      places.push_back(static_cast<std::size_t>(found - names.begin()));
    } else if (is_word) {
      const std::string hint = did_you_mean(item.text, {names.begin(), names.end()});
      map_.faults().report(item.origin, "there is no quirk " + in_quotes(item.text) + hint);
    } else {
      map_.faults().report(item.origin, in_quotes(key.name) + " must be names such as " + std::string(names.front()));
    }
  }
  set(key, slot, std::optional(std::move(places)));
}

void KeyReader::own(const Key& key, const OwnValue& value) {
  if (!is_there(key)) return;
  value.read(map_, *so_far_);
  given_.emplace_back(key.name);
}

void KeyReader::map(const Key& key, const std::function<void(Keys&)>& describe) {
  if (!is_there(key)) return;
  std::optional<MapCursor> inner = map_.map(key.name);
  if (!inner) return;
  given_.emplace_back(key.name);
  KeyReader reader(*inner, names_, so_far_);
  describe(reader);
  inner->refuse_unknown();
  for (const std::string& each : reader.given()) given_.push_back(std::string(key.name) + "." + each);
}

void KeyReader::free(const Key& key, const FreeValue& value) {
  if (is_there(key)) value.read(map_, key.name, names_);
}

void KeyReader::either(const Key& key, const SpelledSlot& slot, const std::function<void(Keys&)>& describe) {
  const YamlNode* value = map_.node().find(key.name);
  value != nullptr && value->kind == YamlNode::Kind::kMap ? map(key, describe) : spelled(key, slot);
}

}  // namespace dialtone
