// Writes the maps of a plan, mostly as flow maps (YAML 1.2, 7.4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/time.h"

namespace dialtone {

// Returns the text in double quotes on one line (YAML 1.2, 5.7), with `${` escaped as `$${`.
std::string quote(std::string_view text);
// As quote(), for a key, in which `${` needs no escape.
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
  // Returns `{ a: 1, b: 2 }`.
  std::string text() const;
  // Returns one line for each key, indented by `indent` blanks.
  std::string lines(std::size_t indent) const;

 private:
  std::vector<std::string> entries_;
};

}  // namespace dialtone
