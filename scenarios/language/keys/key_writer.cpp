#include "scenarios/language/keys/key_writer.h"

#include <algorithm>

namespace dialtone {

bool KeyWriter::is_wanted(const Key& key) const {
  return given_ == nullptr ||
         std::find(given_->begin(), given_->end(), above_ + std::string(key.name)) != given_->end();
}

void KeyWriter::value(const Key& key, const KeyValue& value) {
  if (!is_wanted(key)) return;
  const std::optional<std::string> text = value.write();
  if (text) written_.add(key.name, value.is_quoted ? quote(*text) : *text);
}

void KeyWriter::map(const Key& key, const std::function<void(Keys&)>& describe) {
  if (!is_wanted(key)) return;
  KeyWriter inner;
  inner.given_ = given_;
  inner.above_ = above_ + std::string(key.name) + ".";
  describe(inner);
  if (!inner.written_.empty()) written_.add(key.name, inner.written_.text());
}

void KeyWriter::either(const Key& key, const KeyValue& value, const std::function<void(Keys&)>& describe) {
  value.write() ? this->value(key, value) : map(key, describe);
}

}  // namespace dialtone
