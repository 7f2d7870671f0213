#include "scenarios/sites/recorded_messages.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <deque>
#include <optional>
#include <unordered_set>
#include <utility>

#include "scenarios/language/names/recorded_names.h"
#include "scenarios/language/names/run_events.h"
#include "values/hash.h"
#include "wire/sip/headers/header_name.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

// --- secrets ---

// The parameters of credentials and challenges that are not secret.
constexpr std::array<std::string_view, 8> kOpenParameters{"realm", "domain",  "algorithm", "qop",
                                                          "stale", "charset", "uri",       "nc"};

bool equal_in_any_case(std::string_view a, std::string_view b) { return http::equal_names(a, b); }

bool is_of_authentication(std::string_view header) {
  return equal_in_any_case(header, "Authorization") || equal_in_any_case(header, "Proxy-Authorization") ||
         is_challenge(header) || equal_in_any_case(header, "Authentication-Info") ||
         equal_in_any_case(header, "Proxy-Authentication-Info");
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Splits a list at its commas, except within quotes.
std::vector<std::string_view> parts_of(std::string_view list) {
  std::vector<std::string_view> parts;
  bool is_quoted = false;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < list.size(); ++at) {
    if (list[at] == '"') is_quoted = !is_quoted;
    if (list[at] == '\\' && is_quoted) ++at;
    if (at < list.size() && list[at] == ',' && !is_quoted) {
      parts.push_back(trimmed(list.substr(begin, at - begin)));
      begin = at + 1;
    }
  }
  parts.push_back(trimmed(list.substr(begin)));
  return parts;
}

// True if the parameter is not secret: `realm="x"`, but not `nonce="x"`, and not Base64, which may contain `=` too.
bool is_open(std::string_view parameter) {
  const std::string_view name = trimmed(parameter.substr(0, parameter.find('=')));
  return parameter.find('=') != std::string_view::npos &&
         std::any_of(kOpenParameters.begin(), kOpenParameters.end(),
                     [&](std::string_view open) { return equal_in_any_case(name, open); });
}

// Returns `Digest realm="x", qop="auth", *`, with the star for what is hidden. In `value`, the scheme and the first
// parameter are not separated by a comma.
std::string shown_authentication(std::string_view value) {
  std::string text;
  bool hides = false;
  for (std::string_view part : parts_of(value)) {
    const std::size_t blank = part.find(' ');
    const bool has_scheme = blank != std::string_view::npos && part.find('=') > blank && part.find('"') > blank;
    std::string scheme;
    if (has_scheme) {
      scheme = std::string(part.substr(0, blank)) + " ";
      part = trimmed(part.substr(blank));
    }
    const bool is_shown = is_open(part);
    hides = hides || !is_shown;
    if (scheme.empty() && !is_shown) continue;
    if (!text.empty() && !text.ends_with(' ')) text += ", ";
    text += scheme + (is_shown ? std::string(part) : std::string());
  }
  if (hides) text += text.empty() || text.ends_with(' ') ? "*" : ", *";
  return text;
}

// The value of `realm` if the header is a challenge with a realm; otherwise empty.
std::string realm_in(std::string_view header, std::string_view value) {
  if (!is_of_authentication(header)) return {};
  constexpr std::string_view kRealm = "realm=\"";
  const std::size_t begin = value.find(kRealm);
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = value.substr(begin + kRealm.size());
  return std::string(rest.substr(0, rest.find('"')));
}

std::optional<std::string_view> if_any(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// --- SIP ---

// The latest transactions of a server, to recognise retransmitted requests.
class SeenTransactions {
 public:
  // Returns true if the request was seen before.
  bool note(const sip::Message& request) {
    const Result<std::string> key = sip::server_transaction_key(request);
    if (!key) return false;
    const std::uint64_t hash = hash_text(*key);
    if (!known_.insert(hash).second) return true;
    order_.push_back(hash);
    if (order_.size() > kMostSeen) {
      known_.erase(order_.front());
      order_.pop_front();
    }
    return false;
  }

 private:
  static constexpr std::size_t kMostSeen = 65'536;
  std::unordered_set<std::uint64_t> known_;
  std::deque<std::uint64_t> order_;
};

// The address of record in a request's To; empty if To is missing or has none.
std::string aor_of(const sip::Message& request) {
  const Result<sip::Address> to = sip::to_of(request);
  if (!to || to->uri.user.empty()) return {};
  return "sip:" + std::string(to->uri.user) + "@" + std::string(to->uri.host_port.host);
}

template <typename Visit>
void each_value(const sip::Message& message, std::string_view name, const Visit& visit) {
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const sip::Header header = message.header(i);
    if (sip::is_same_header(header.name_text, name)) visit(header.value);
  }
}

class RecordedSip : public sip::ServerScript {
 public:
  RecordedSip(RecordedNames names, std::unique_ptr<sip::ServerScript> script, HostOfServer host)
      : names_(std::move(names)), script_(std::move(script)), host_(std::move(host)) {}

  sip::ServerAct on_request(Moment now, const Endpoint& peer, const sip::Message& request) override {
    const std::string aor = aor_of(request);
    const std::string from = to_text(peer);
    if (names_.requests) {
      host_().record(run_events::SipRequestReceived{.aor = std::string_view(aor),
                                                    .peer = std::string_view(from),
                                                    .method = request.method_name(),
                                                    .again = seen_.note(request)});
    }
    for (const std::string& name : names_.headers) {
      each_value(request, name, [&](std::string_view value) {
        const std::string shown = shown_value(name, value);
        host_().record(run_events::SipHeaderReceived{.aor = std::string_view(aor),
                                                     .peer = std::string_view(from),
                                                     .method = request.method_name(),
                                                     .header = std::string_view(name),
                                                     .value = std::string_view(shown)});
      });
    }
    sip::ServerAct act = script_ == nullptr ? sip::ServerAct{} : script_->on_request(now, peer, request);
    if (!names_.headers.empty()) {
      act.sent = [this, aor, from](const sip::Message& answer) { record_sent(aor, from, answer); };
    }
    return act;
  }

 private:
  void record_sent(std::string_view aor, std::string_view peer, const sip::Message& answer) const {
    for (const std::string& name : names_.headers) {
      each_value(answer, name, [&](std::string_view value) {
        const std::string shown = shown_value(name, value);
        const std::string realm = realm_in(name, value);
        host_().record(run_events::SipHeaderSent{.aor = aor,
                                                 .peer = peer,
                                                 .status = answer.status(),
                                                 .header = std::string_view(name),
                                                 .value = std::string_view(shown),
                                                 .realm = if_any(realm)});
      });
    }
  }

  RecordedNames names_;
  std::unique_ptr<sip::ServerScript> script_;
  HostOfServer host_;
  SeenTransactions seen_;
};

// --- HTTP ---

template <typename Visit>
void each_value(const http::Headers& headers, std::string_view name, const Visit& visit) {
  for (const http::Header& header : headers) {
    if (http::equal_names(header.name, name)) visit(std::string_view(header.value));
  }
}

class RecordedHttp : public HttpScript {
 public:
  RecordedHttp(RecordedNames names, std::unique_ptr<HttpScript> script, HostOfServer host)
      : names_(std::move(names)), script_(std::move(script)), host_(std::move(host)) {}

  HttpAct on_request(Moment now, const Endpoint& peer, const http::Request& request) override {
    const std::string from = to_text(peer);
    if (names_.requests) {
      host_().record(
          run_events::HttpRequestReceived{.peer = std::string_view(from), .method = std::string_view(request.method)});
    }
    for (const std::string& name : names_.headers) {
      each_value(request.headers, name, [&](std::string_view value) {
        const std::string shown = shown_value(name, value);
        host_().record(run_events::HttpHeaderReceived{.peer = std::string_view(from),
                                                      .method = std::string_view(request.method),
                                                      .header = std::string_view(name),
                                                      .value = std::string_view(shown)});
      });
    }
    HttpAct act = script_ == nullptr ? HttpAct{} : script_->on_request(now, peer, request);
    if (!names_.headers.empty()) {
      act.edit = [this, from, edit = std::move(act.edit)](http::Response& answer, HttpAct& still) {
        if (edit) edit(answer, still);
        record_sent(from, answer);
      };
    }
    return act;
  }

 private:
  void record_sent(std::string_view peer, const http::Response& answer) const {
    for (const std::string& name : names_.headers) {
      each_value(answer.headers, name, [&](std::string_view value) {
        const std::string shown = shown_value(name, value);
        const std::string realm = realm_in(name, value);
        host_().record(run_events::HttpHeaderSent{.peer = peer,
                                                  .status = answer.status,
                                                  .header = std::string_view(name),
                                                  .value = std::string_view(shown),
                                                  .realm = if_any(realm)});
      });
    }
  }

  RecordedNames names_;
  std::unique_ptr<HttpScript> script_;
  HostOfServer host_;
};

template <typename Recorded, typename Script>
std::unique_ptr<Script> recording(RecordedNames names, std::unique_ptr<Script> script, HostOfServer host) {
  if (!names.requests && names.headers.empty()) return script;
  return std::make_unique<Recorded>(std::move(names), std::move(script), std::move(host));
}

}  // namespace

std::string shown_value(std::string_view header, std::string_view value) {
  if (is_masked(header)) return "*";
  return is_of_authentication(header) ? shown_authentication(value) : std::string(value);
}

std::unique_ptr<HttpScript> recording_script(const std::vector<std::string>& record, std::unique_ptr<HttpScript> script,
                                             HostOfServer host) {
  return recording<RecordedHttp>(recorded_names(record, kHttpHeaders), std::move(script), std::move(host));
}

std::unique_ptr<sip::ServerScript> recording_script(const std::vector<std::string>& record,
                                                    std::unique_ptr<sip::ServerScript> script, HostOfServer host) {
  return recording<RecordedSip>(recorded_names(record, kSipHeaders), std::move(script), std::move(host));
}

}  // namespace dialtone
