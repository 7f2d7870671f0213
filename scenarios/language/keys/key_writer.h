// Writes a struct as the map of a scenario that KeyReader reads back.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// Writes every key whose member has a value, in the order of the description. Omits an inner map without keys.
class KeyWriter : public Keys {
 public:
  KeyWriter() = default;
  // Writes only the keys in `given` (see KeyReader::given()), which must outlive the writer.
  explicit KeyWriter(const std::vector<std::string>& given) : given_(&given) {}

  FlowMap& written() { return written_; }

  bool makes() const override { return false; }
  using Keys::either;
  using Keys::map;
  void value(const Key& key, const KeyValue& value) override;
  void map(const Key& key, const std::function<void(Keys&)>& describe) override;
  void either(const Key& key, const KeyValue& value, const std::function<void(Keys&)>& describe) override;

 private:
  bool is_wanted(const Key& key) const;

  FlowMap written_;
  const std::vector<std::string>* given_ = nullptr;
  // The path of this map within the struct, with a dot at its end: `power_on.`.
  std::string above_;
};

// Writes a struct that has a describe(). The struct is not changed, although describe() needs a mutable one.
template <typename Described>
FlowMap write_keys(const Described& described) {
  KeyWriter writer;
  describe(writer, const_cast<Described&>(described));
  return std::move(writer.written());
}
template <typename Described>
FlowMap write_keys(const Described& described, void (*describe)(Keys&, Described&)) {
  KeyWriter writer;
  describe(writer, const_cast<Described&>(described));
  return std::move(writer.written());
}
template <typename Described>
FlowMap write_keys(const Described& described, const std::vector<std::string>& given) {
  KeyWriter writer(given);
  describe(writer, const_cast<Described&>(described));
  return std::move(writer.written());
}

}  // namespace dialtone
