#include "wire/sip/headers/via.h"

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

Failure bad_via(std::string_view what, std::string_view text) {
  return {"Via " + std::string(what) + ": \"" + std::string(text.substr(0, 64)) + "\""};
}

// Returns false if the parameter's value is malformed.
bool read_parameter(Via& via, const Parameter& parameter) {
  if (equal_ignoring_case(parameter.name, "branch")) {
    via.branch = parameter.value;
  } else if (equal_ignoring_case(parameter.name, "received")) {
    // Accepts brackets around an IPv6 address, although the grammar has none (RFC 5118 4.5).
    via.received = without_brackets(parameter.value);
  } else if (equal_ignoring_case(parameter.name, "rport")) {
    via.wants_rport = true;
    if (!parameter.has_value) return true;
    const std::optional<std::uint32_t> port = parse_number(parameter.value);
    if (!port || *port == 0 || *port > 65535) return false;
    via.rport = static_cast<std::uint16_t>(*port);
  }
  return true;
}

}  // namespace

Result<Via> parse_via(std::string_view text) {
  Scanner scanner(text);
  scanner.skip_spaces();
  if (!equal_ignoring_case(scanner.take_token(), "SIP") || !scanner.take('/') || scanner.take_token() != "2.0" ||
      !scanner.take('/')) {
    return bad_via("of a protocol that is not SIP/2.0", text);
  }
  Via via;
  via.transport = scanner.take_token();
  if (via.transport.empty()) return bad_via("without a transport", text);
  if (!is_space(scanner.peek())) return bad_via("without a sent-by", text);
  scanner.skip_spaces();
  const std::string_view rest = scanner.rest();
  const std::size_t semicolon = std::min(rest.find(';'), rest.size());
  const Result<HostPort> sent_by = parse_host_port(trim(rest.substr(0, semicolon)));
  if (!sent_by) return bad_via("with a sent-by that is " + sent_by.error().reason, text);
  via.sent_by = *sent_by;
  std::string_view bad_rport;
  const Result<Parameters> parameters = Parameters::parse(rest.substr(semicolon), [&](const Parameter& parameter) {
    if (!read_parameter(via, parameter)) bad_rport = parameter.value;
  });
  if (!parameters) return bad_via(parameters.error().reason, text);
  if (!bad_rport.empty()) return bad_via("with an rport that is no port", bad_rport);
  via.parameters = *parameters;
  return via;
}

void append(std::string& out, const Via& via) {
  out += "SIP/2.0/";
  out += via.transport;
  out += ' ';
  append(out, via.sent_by);
  out += via.parameters.text();
}

}  // namespace dialtone::sip
