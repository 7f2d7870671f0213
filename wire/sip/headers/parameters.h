// The `;name=value` list after a URI or a header's value (RFC 3261 7.3.1, 19.1.1).
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "values/result.h"

namespace dialtone::sip {

struct Parameter {
  std::string_view name;
  // Quotes are kept; empty if the parameter has no value.
  std::string_view value;
  bool has_value = false;
};

// A view: the parsed text must outlive it. Names are compared in any case.
class Parameters {
 public:
  Parameters() = default;

  // Parses the whole of `text`, which is empty or begins with a semicolon. Accepts spaces around `;` and `=`, and
  // quoted values (generic-param).
  static Result<Parameters> parse(std::string_view text);
  // As parse, and calls `take` for each parameter, up to the first malformed one.
  static Result<Parameters> parse(std::string_view text, const std::function<void(const Parameter&)>& take);
  // As parse, by the rules of a URI: no spaces, no quotes (uri-parameter).
  static Result<Parameters> parse_of_uri(std::string_view text);

  bool empty() const { return text_.empty(); }
  // The text that was parsed, from the first semicolon.
  std::string_view text() const { return text_; }

  // Returns the value of the first parameter of that name; empty if the parameter has no value, nullopt if it is
  // absent.
  std::optional<std::string_view> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }

  // Cuts the next parameter off `rest`, which starts as text(); nullopt at the end.
  static std::optional<Parameter> next(std::string_view& rest);

 private:
  explicit Parameters(std::string_view text) : text_(text) {}

  std::string_view text_;
};

}  // namespace dialtone::sip
