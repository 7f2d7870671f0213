#include "scenarios/language/keys/key_reader.h"

namespace dialtone {

bool KeyReader::is_there(const Key& key) {
  return key.is_required && !map_.knows(key.name) ? map_.require(key.name) : map_.has(key.name);
}

void KeyReader::value(const Key& key, const KeyValue& value) {
  if (is_there(key) && value.read(map_, key.name, context_)) given_.emplace_back(key.name);
}

void KeyReader::map(const Key& key, const std::function<void(Keys&)>& describe) {
  if (!is_there(key)) return;
  std::optional<MapCursor> inner = map_.map(key.name);
  if (!inner) return;
  given_.emplace_back(key.name);
  KeyReader reader(*inner, context_.names, context_.run);
  describe(reader);
  inner->refuse_unknown();
  for (const std::string& each : reader.given()) given_.push_back(std::string(key.name) + "." + each);
}

void KeyReader::either(const Key& key, const KeyValue& value, const std::function<void(Keys&)>& describe) {
  const YamlNode* node = map_.node().find(key.name);
  node != nullptr && node->kind == YamlNode::Kind::kMap ? map(key, describe) : this->value(key, value);
}

}  // namespace dialtone
