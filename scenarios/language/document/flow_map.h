// Writes the maps of a plan, mostly as flow maps (YAML 1.2, 7.4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/time.h"

namespace dialtone {

// The text in double quotes on one line (YAML 1.2, 5.7).
std::string quote(std::string_view text);
// The same for a key, in which `${` has no meaning of its own.
std::string quote_key(std::string_view text);

// A map under construction.
class FlowMap {
 public:
  FlowMap& add(std::string_view key, std::string_view value) {
    entries_.push_back(std::string(key) + ": " + std::string(value));
    return *this;
  }
  FlowMap& add(std::string_view key, Duration value) { return add(key, to_text(value)); }
  FlowMap& add(std::string_view key, const std::optional<Duration>& value) { return value ? add(key, *value) : *this; }

  bool empty() const { return entries_.empty(); }
  // `{ a: 1, b: 2 }`.
  std::string text() const;
  // One line for each key, indented by `indent` blanks.
  std::string lines(std::size_t indent) const;

 private:
  std::vector<std::string> entries_;
};

}  // namespace dialtone
