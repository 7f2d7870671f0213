#include "wire/sip/response.h"

#include <array>
#include <string>
#include <utility>

#include "values/host_text.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone::sip {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 34> kReasons = {{
    {100, "Trying"},
    {180, "Ringing"},
    {200, "OK"},
    {202, "Accepted"},
    {301, "Moved Permanently"},
    {302, "Moved Temporarily"},
    {305, "Use Proxy"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {413, "Request Entity Too Large"},
    {415, "Unsupported Media Type"},
    {416, "Unsupported URI Scheme"},
    {420, "Bad Extension"},
    {423, "Interval Too Brief"},
    {439, "First Hop Lacks Outbound Support"},
    {480, "Temporarily Unavailable"},
    {481, "Call/Transaction Does Not Exist"},
    {482, "Loop Detected"},
    {483, "Too Many Hops"},
    {486, "Busy Here"},
    {487, "Request Terminated"},
    {489, "Bad Event"},
    {500, "Server Internal Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {504, "Server Time-out"},
    {505, "Version Not Supported"},
    {513, "Message Too Large"},
    {603, "Decline"},
}};

constexpr std::array<std::string_view, 6> kClasses = {"Progress",     "Success",      "Redirection",
                                                      "Client Error", "Server Error", "Global Failure"};

bool is_rport_of(const Parameter& parameter) { return equal_ignoring_case(parameter.name, "rport"); }
bool is_received_of(const Parameter& parameter) { return equal_ignoring_case(parameter.name, "received"); }

// Appends the request's hop, with `received` and `rport` replaced by what this server saw.
void append_seen(std::string& out, const Via& via, const Endpoint& source) {
  out += "SIP/2.0/";
  out += via.transport;
  out += ' ';
  append(out, via.sent_by);
  std::string_view rest = via.parameters.text();
  while (const std::optional<Parameter> parameter = Parameters::next(rest)) {
    if (is_received_of(*parameter)) continue;
    out += ';';
    out += parameter->name;
    if (is_rport_of(*parameter)) {
      out += '=';
      append_number(out, source.port);
    } else if (parameter->has_value) {
      out += '=';
      out += parameter->value;
    }
  }
  if (via.wants_rport || via.sent_by.address() != without_mapping(source.address)) {
    out += ";received=";
    out += to_text(source.address);
  }
}

std::string top_via_text(std::string_view value, const Endpoint& source) {
  std::optional<std::string_view> rest = value;
  const std::string_view top = *next_element(rest);
  const Result<Via> via = parse_via(top);
  if (!via) return std::string(value);
  std::string text;
  text.reserve(value.size() + 32);
  append_seen(text, *via, source);
  if (rest) {
    text += ", ";
    text += trim(*rest);
  }
  return text;
}

bool has_tag(std::string_view to) {
  // The common case: no parameter follows the URI.
  if (to.ends_with('>')) return false;
  const Result<Address> address = parse_address(to);
  return address && address->parameters.has("tag");
}

std::string with_tag(std::string_view to, std::string_view to_tag) {
  std::string text;
  text.reserve(to.size() + to_tag.size() + 5);
  text += to;
  text += ";tag=";
  text += to_tag;
  return text;
}

}  // namespace

std::string_view reason_of(int status) {
  for (const auto& [known, reason] : kReasons) {
    if (known == status) return reason;
  }
  return kClasses[static_cast<std::size_t>(status / 100 - 1)];
}

Message response_to(const Message& request, int status, std::string_view to_tag, const Endpoint& source) {
  return response_to(request, status, reason_of(status), to_tag, source);
}

Message response_to(const Message& request, int status, std::string_view reason, std::string_view to_tag,
                    const Endpoint& source) {
  Message response = Message::response(status, reason);
  bool has_via = false;
  bool has_to = false;
  bool has_from = false;
  bool has_call_id = false;
  bool has_cseq = false;
  const auto add_first = [&response](bool& has, HeaderName name, const auto& value) {
    if (!std::exchange(has, true)) response.add(name, value);
  };
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    const Header header = request.header(i);
    switch (header.name) {
      case HeaderName::kVia:
        if (std::exchange(has_via, true)) {
          response.add(header.name, header.value);
        } else {
          response.add(header.name, top_via_text(header.value, source));
        }
        break;
      case HeaderName::kTo:
        if (to_tag.empty() || has_tag(header.value)) {
          add_first(has_to, header.name, header.value);
        } else {
          add_first(has_to, header.name, with_tag(header.value, to_tag));
        }
        break;
      case HeaderName::kFrom: add_first(has_from, header.name, header.value); break;
      case HeaderName::kCallId: add_first(has_call_id, header.name, header.value); break;
      case HeaderName::kCSeq: add_first(has_cseq, header.name, header.value); break;
      default: break;
    }
  }
  return response;
}

Endpoint answer_endpoint(const Result<Via>& top_via, const Endpoint& source) {
  if (!top_via || top_via->wants_rport) return source;
  return {source.address, top_via->sent_by.port.value_or(kDefaultPort)};
}

}  // namespace dialtone::sip
