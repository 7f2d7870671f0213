// The `;name=value` list behind a URI or a header's value (RFC 3261 7.3.1, 19.1.1).
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "values/result.h"

namespace dialtone::sip {

struct Parameter {
  std::string_view name;
  // Quotes are kept; empty where the parameter has no value.
  std::string_view value;
  bool has_value = false;
};

// A view: the text that it was read from must outlive it. Names are compared in any case.
class Parameters {
 public:
  Parameters() = default;

  // The whole of `text`, from the first semicolon, or nothing. Spaces around `;` and `=` are allowed, values may be
  // quoted (generic-param).
  static Result<Parameters> parse(std::string_view text);
  // As parse, and calls `take` for each, up to the first that is malformed.
  static Result<Parameters> parse(std::string_view text, const std::function<void(const Parameter&)>& take);
  // As parse, by the rules for a URI: no spaces, no quotes (uri-parameter).
  static Result<Parameters> parse_of_uri(std::string_view text);

  bool empty() const { return text_.empty(); }
  // As it was read, from the first semicolon.
  std::string_view text() const { return text_; }

  // The first of that name; the value is empty where there is none.
  std::optional<std::string_view> find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name).has_value(); }

  // Cuts the next parameter off `rest`, which began as text(). None at the end.
  static std::optional<Parameter> next(std::string_view& rest);

 private:
  explicit Parameters(std::string_view text) : text_(text) {}

  std::string_view text_;
};

}  // namespace dialtone::sip
