// Writes YAML's flow maps, in which a plan's lines are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "values/time.h"

namespace dialtone {

// Text in double quotes (YAML 1.2, 5.7), on one line.
std::string quote(std::string_view text);

// `{ a: 1, b: 2 }`, of what is added.
class FlowMap {
 public:
  FlowMap& add(std::string_view key, std::string_view value) {
    text_ += (text_.empty() ? " " : ", ") + std::string(key) + ": " + std::string(value);
    return *this;
  }
  FlowMap& add(std::string_view key, Duration value) { return add(key, to_text(value)); }
  FlowMap& add_text(std::string_view key, const std::optional<std::string>& value) {
    return value ? add(key, quote(*value)) : *this;
  }
  FlowMap& add(std::string_view key, const std::optional<Duration>& value) { return value ? add(key, *value) : *this; }

  std::string text() const { return text_.empty() ? "{}" : "{" + text_ + " }"; }

 private:
  std::string text_;
};

}  // namespace dialtone
