#include "wire/sip/headers/retry_after.h"

#include <string>

#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/parameters.h"

namespace dialtone::sip {
namespace {

Failure bad_retry_after(std::string_view text) {
  return {"malformed Retry-After header: \"" + std::string(text.substr(0, 40)) + "\""};
}

}  // namespace

Result<RetryAfter> parse_retry_after(std::string_view text) {
  Scanner scanner(text);
  scanner.skip_spaces();
  RetryAfter result;
  const std::optional<std::uint32_t> seconds = parse_number_or_most(scanner.take_until(";("));
  if (!seconds) return bad_retry_after(text);
  result.seconds = *seconds;
  const auto take_comment = [&] {
    scanner.skip_spaces();
    if (const std::optional<std::string_view> comment = scanner.take_comment()) result.comment = *comment;
    scanner.skip_spaces();
  };
  take_comment();
  // Accepts a comment after the parameters: the RFC's own example has one there, against its grammar.
  const std::string_view rest = scanner.rest();
  const Result<Parameters> parameters = Parameters::parse(rest.substr(0, rest.find('(')));
  if (!parameters) return bad_retry_after(text);
  if (const std::optional<std::string_view> duration = parameters->find("duration")) {
    result.duration_seconds = parse_number_or_most(*duration);
    if (!result.duration_seconds) return bad_retry_after(text);
  }
  if (rest.find('(') == std::string_view::npos) return result;
  scanner.skip(rest.find('('));
  take_comment();
  if (!scanner.at_end()) return bad_retry_after(text);
  return result;
}

}  // namespace dialtone::sip
