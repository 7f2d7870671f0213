// Writes a struct as the map of a scenario that KeyReader reads back.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// Writes every key whose slot has a value, in the order of their description; a map within that has none is left out.
class KeyWriter : public Keys {
 public:
  KeyWriter() = default;
  // Only those that `given` names, as KeyReader::given() has them. Must outlive the writer.
  explicit KeyWriter(const std::vector<std::string>& given) : given_(&given) {}

  FlowMap& written() { return written_; }

  bool makes() const override { return false; }
  using Keys::duration;
  using Keys::either;
  using Keys::map;
  using Keys::spelled;
  using Keys::text;
  void duration(const Key& key, const Slot<Duration>& slot, const DurationRange& range) override;
  void number(const Key& key, const Slot<std::uint64_t>& slot, const NumberRange& range) override;
  void probability(const Key& key, const Slot<Probability>& slot) override;
  void text(const Key& key, const Slot<std::string>& slot, const TextRule& rule) override;
  void name(const Key& key, const Slot<std::string>& slot, NameOf what) override;
  void spelled(const Key& key, const SpelledSlot& slot) override;
  void word_at(const Key& key, const Slot<std::size_t>& slot, const std::vector<std::string_view>& words) override;
  void names_at(const Key& key, const Slot<std::vector<std::size_t>>& slot,
                std::span<const std::string_view> names) override;
  void own(const Key& key, const OwnValue& value) override;
  void map(const Key& key, const std::function<void(Keys&)>& describe) override;
  void either(const Key& key, const SpelledSlot& slot, const std::function<void(Keys&)>& describe) override;
  void free(const Key& key, const FreeValue& value) override;

 private:
  bool is_wanted(const Key& key) const;

  FlowMap written_;
  const std::vector<std::string>* given_ = nullptr;
  // Of a map within: `power_on.`.
  std::string above_;
};

// Of a struct that has a describe(). It is not changed: a writer only gets.
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
