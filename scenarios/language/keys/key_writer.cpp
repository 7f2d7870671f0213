#include "scenarios/language/keys/key_writer.h"

#include <algorithm>

#include "scenarios/language/document/yaml_cursor.h"

namespace dialtone {

bool KeyWriter::is_wanted(const Key& key) const {
  return given_ == nullptr ||
         std::find(given_->begin(), given_->end(), above_ + std::string(key.name)) != given_->end();
}

void KeyWriter::duration(const Key& key, const Slot<Duration>& slot, const DurationRange&) {
  if (is_wanted(key)) written_.add(key.name, slot.get());
}

void KeyWriter::number(const Key& key, const Slot<std::uint64_t>& slot, const NumberRange&) {
  const std::optional<std::uint64_t> number = slot.get();
  if (number && is_wanted(key)) written_.add(key.name, std::to_string(*number));
}

void KeyWriter::probability(const Key& key, const Slot<Probability>& slot) {
  const std::optional<Probability> probability = slot.get();
  if (probability && is_wanted(key)) written_.add(key.name, to_text(*probability));
}

void KeyWriter::text(const Key& key, const Slot<std::string>& slot, const TextRule& rule) {
  const std::optional<std::string> text = slot.get();
  if (!text || !is_wanted(key)) return;
  written_.add(key.name, rule.is_bare && is_scenario_name(*text, rule.most) ? *text : quote(*text));
}

void KeyWriter::name(const Key& key, const Slot<std::string>& slot, NameOf) {
  const std::optional<std::string> name = slot.get();
  if (name && is_wanted(key)) written_.add(key.name, *name);
}

void KeyWriter::spelled(const Key& key, const SpelledSlot& slot) {
  const std::optional<std::string> text = slot.write();
  if (text && is_wanted(key)) written_.add(key.name, slot.is_quoted ? quote(*text) : *text);
}

void KeyWriter::word_at(const Key& key, const Slot<std::size_t>& slot, const std::vector<std::string_view>& words) {
  const std::optional<std::size_t> place = slot.get();
  if (place && is_wanted(key)) written_.add(key.name, words[*place]);
}

void KeyWriter::names_at(const Key& key, const Slot<std::vector<std::size_t>>& slot,
                         std::span<const std::string_view> names) {
  const std::optional<std::vector<std::size_t>> places = slot.get();
  if (!places || !is_wanted(key)) return;
  std::string text;
  for (const std::size_t place : *places) text += (text.empty() ? "" : ", ") + std::string(names[place]);
  written_.add(key.name, "[" + text + "]");
}

void KeyWriter::own(const Key& key, const OwnValue& value) {
  const std::optional<std::string> text = value.write();
  if (text && is_wanted(key)) written_.add(key.name, *text);
}

void KeyWriter::map(const Key& key, const std::function<void(Keys&)>& describe) {
  if (!is_wanted(key)) return;
  KeyWriter inner;
  inner.given_ = given_;
  inner.above_ = above_ + std::string(key.name) + ".";
  describe(inner);
  if (!inner.written_.empty()) written_.add(key.name, inner.written_.text());
}

void KeyWriter::free(const Key& key, const FreeValue& value) {
  const std::optional<std::string> text = value.write();
  if (text && is_wanted(key)) written_.add(key.name, *text);
}

void KeyWriter::either(const Key& key, const SpelledSlot& slot, const std::function<void(Keys&)>& describe) {
  slot.write() ? spelled(key, slot) : map(key, describe);
}

}  // namespace dialtone
