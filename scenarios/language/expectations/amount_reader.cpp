#include "scenarios/language/expectations/amount_reader.h"

#include <algorithm>

#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/names/device_name.h"
#include "scenarios/language/names/target_names.h"

namespace dialtone {
namespace {

// The number of the group's devices; zero if there is no such group.
std::uint64_t size_of(std::string_view group, const ExpectationContext& context) {
  std::uint64_t size = 0;
  for (const GroupSize& each : context.groups) {
    if (each.name == group || group == kAllDevices) size += each.devices;
  }
  return size;
}

std::string has_devices(std::string_view group, std::uint64_t size) {
  return std::string(group) + " has " + std::to_string(size) + (size == 1 ? " device" : " devices");
}

// `said`: the place of the amount in the file.
void check_amount(MapCursor& map, const Origin& said, Quantity quantity, const Amount& amount, std::string_view group,
                  const ExpectationContext& context) {
  const std::uint64_t size = size_of(group, context);
  if (size == 0) return;
  if (quantity == Quantity::kAtLeast && at_least(amount, size) == 0) {
    map.report(said, "'at_least' " + to_text(amount) + " is nobody, which always holds");
  } else if (quantity == Quantity::kAtLeast && at_least(amount, size) > size) {
    map.report(said, "'at_least' is " + to_text(amount) + ", but " + has_devices(group, size));
  } else if (quantity == Quantity::kAtMost && at_most(amount, size) >= size) {
    map.report(said, "'at_most' " + to_text(amount) + " always holds: " + has_devices(group, size));
  }
}

bool may_stand(Quantity quantity, bool with_any) {
  return with_any || (quantity != Quantity::kAny && quantity != Quantity::kNone);
}

// The entry whose key is a share, such as `99%`; null if there is none.
const YamlEntry* share_key(const MapCursor& map) {
  const std::vector<YamlEntry>& entries = map.node().entries;
  const auto found =
      std::find_if(entries.begin(), entries.end(), [](const YamlEntry& entry) { return entry.key.ends_with('%'); });
  return found == entries.end() ? nullptr : &*found;
}

void read_share_key(MapCursor& map, const YamlEntry& entry, const ScenarioNames& names, AskedDevices asked) {
  map.has(entry.key);
  const Result<Amount> share = parse_amount(entry.key);
  if (!share) return map.report(entry.origin, "the key " + share.error().reason);
  const std::optional<std::string> group = read_group_name(map, entry.key, names.groups_or_all);
  if (map.has("of")) {
    map.report(map.entry("of").origin, in_quotes(entry.key) + " names the group already; 'of' goes with 'at_least'");
  }
  if (!group) return;
  asked.quantity = Quantity::kAtLeast;
  asked.amount = *share;
  asked.group = *group;
}

}  // namespace

void read_quantity(MapCursor& map, bool with_any, const ScenarioNames& names, AskedDevices asked) {
  const YamlEntry* share = share_key(map);
  std::string_view quantity = share == nullptr ? std::string_view() : share->key;
  if (share != nullptr) read_share_key(map, *share, names, asked);
  for (const Word<Quantity>& word : kQuantityWords) {
    if (!may_stand(word.value, with_any) || !map.has(word.text)) continue;
    if (!quantity.empty()) {
      map.report(map.entry(word.text).origin,
                 in_quotes(quantity) + " and " + in_quotes(word.text) + " are one or the other");
    }
    quantity = word.text;
  }
  if (quantity.empty()) map.require("all");
}

void check_quantity(MapCursor& map, const ExpectationContext& context, AskedDevices asked) {
  if (const YamlEntry* share = share_key(map)) {
    return check_amount(map, share->origin, asked.quantity, asked.amount, asked.group, context);
  }
  for (const std::string_view key : {"at_least", "at_most"}) {
    if (!map.has(key)) continue;
    if (map.has("of")) {
      check_amount(map, map.entry(key).value.origin, asked.quantity, asked.amount, asked.group, context);
    } else {
      map.report(map.entry(key).origin, in_quotes(key) + " needs the key 'of', which names the group");
    }
    return;
  }
  if (map.has("of")) map.report(map.entry("of").origin, "'of' goes with 'at_least' or 'at_most'");
}

void check_at_least(MapCursor& map, const ExpectationContext& context, const EventuallyEvent& what) {
  if (!what.at_least) return;
  if (!what.each) {
    return map.report(map.entry("at_least").origin, "'at_least' goes with 'of_each'; a metric counts events");
  }
  check_amount(map, map.entry("at_least").value.origin, Quantity::kAtLeast, *what.at_least, what.group, context);
}

}  // namespace dialtone
